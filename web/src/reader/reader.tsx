// A message to read, in its conversation.
import { useEffect, useRef, useState } from "preact/hooks";
import { api, urls } from "../api/client";
import type { Message } from "../api/types";
import { dateTime, fullDateTime } from "../format";
import { useResource } from "../resource";
import { here, href, navigate, route } from "../router";
import { rememberBasket } from "../screens/restore/basket";
import { Button, IconButton, LinkButton } from "../ui/button";
import { Segments } from "../ui/field";
import { Icon } from "../ui/icon";
import { Loaded } from "../ui/loaded";
import { Empty, Note } from "../ui/note";
import { Attachments } from "./attachments";
import { Body, firstView, type View } from "./body";
import { Conversation } from "./conversation";
import { Hits } from "./hits";
import { sideBySide } from "./list-keys";
import { Places } from "./places";
import { PrintButton } from "./print";
import { t } from "./text";

export interface ReaderProps {
  id: string;
  /** What it was found by; its words are marked. */
  query: string;
  /** Leads back to the list; null on the message's own page. */
  onClose: (() => void) | null;
  /** Grows when the reader should take the focus. */
  focus?: number;
}

/** The address says which message of the conversation is read, where it is not the one of the list. */
export function Reader({ id, query, onClose, focus = 0 }: ReaderProps) {
  const { c = "" } = route.value.query;
  const reading = c === "" ? id : c;
  const message = useResource(`message ${reading} ${query}`, (signal) =>
    api.get("/api/v1/messages/{id}", {
      path: { id: reading },
      query: query === "" ? {} : { q: query },
      signal,
    }),
  );
  const read = (next: string) =>
    navigate(here({ c: next === id ? null : next }), { replace: true });
  return (
    <article class="reader" aria-label="Message">
      {onClose && (
        <div class="reader-back">
          <IconButton
            kind="quiet"
            small
            icon={sideBySide() ? "close" : "back"}
            label={t.back}
            onClick={onClose}
          />
        </div>
      )}
      <Conversation id={id} reading={reading} onRead={read} />
      {message.problem?.status === 404 ? (
        <Empty icon="help" title={t.noMessage} level={onClose === null ? 1 : 2}>
          <p>{t.noMessageHint}</p>
          {onClose === null ? (
            <LinkButton href={href(["search"])}>{t.toSearch}</LinkButton>
          ) : (
            <Button onClick={onClose}>{t.back}</Button>
          )}
        </Empty>
      ) : (
        <Loaded of={message} lines={6}>
          {(data) => (
            <Opened
              key={data.id}
              message={data}
              query={query}
              focus={focus}
              ownPage={onClose === null}
            />
          )}
        </Loaded>
      )}
    </article>
  );
}

function Opened(props: { message: Message; query: string; focus: number; ownPage: boolean }) {
  const { message, query, focus, ownPage } = props;
  const [view, setView] = useState<View>(firstView(message));
  const hitsIn = (of: View) =>
    of === "html" ? message.htmlMarks : of === "text" ? message.marks.length : 0;
  // The first match is in sight from the start, wherever it is.
  const [hit, setHit] = useState(Math.min(1, hitsIn(view)));
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (focus > 0) {
      heading.current?.focus({ preventScroll: true });
    }
  }, [focus]);
  const views: { value: View; label: string }[] = [
    ...(message.hasHtml ? [{ value: "html" as const, label: t.formatted }] : []),
    ...(message.text !== null || !message.hasHtml
      ? [{ value: "text" as const, label: t.plain }]
      : []),
    { value: "headers", label: t.headers },
    { value: "source", label: t.source },
  ];
  useEffect(() => {
    if (ownPage) {
      document.title = `${message.subject === "" ? t.noSubject : message.subject} · Mailcask`;
    }
  }, [ownPage, message.subject]);
  const hits = hitsIn(view);
  const Heading = ownPage ? "h1" : "h2";
  return (
    <>
      <header class="reader-head">
        <Heading class="reader-subject" dir="auto" tabIndex={-1} ref={heading}>
          {message.subject === "" ? t.noSubject : message.subject}
        </Heading>
        <Correspondents message={message} />
        <Attachments message={message} />
        <Places places={message.places} id={message.id} />
        <div class="reader-bar">
          <Segments
            label={t.view}
            value={view}
            options={views}
            onValue={(next) => {
              setView(next);
              setHit(Math.min(1, hitsIn(next)));
            }}
          />
          <Hits total={hits} at={hit} onAt={setHit} />
          <Actions message={message} view={view} ownPage={ownPage} />
        </div>
        {message.defects.length > 0 && (
          <Note tone="warn" what={t.defects}>
            <ul class="small">
              {message.defects.map((defect) => (
                <li key={defect}>{defect}</li>
              ))}
            </ul>
          </Note>
        )}
      </header>
      <Body message={message} view={view} query={query} hit={hit} />
    </>
  );
}

function Actions(props: { message: Message; view: View; ownPage: boolean }) {
  const { message, view, ownPage } = props;
  return (
    <div class="row reader-actions">
      <RestoreLink message={message} />
      <LinkButton
        small
        icon="download"
        href={urls.raw(message.id)}
        download
      >
        <span class="words">{t.download}</span>
      </LinkButton>
      <PrintButton id={message.id} html={view === "html"} />
      {!ownPage && (
        <a
          class="button quiet small icon-only"
          href={href(["message", message.id])}
          title={t.ownPage}
          aria-label={t.ownPage}
        >
          <Icon name="link" size={18} />
        </a>
      )}
    </div>
  );
}

function RestoreLink({ message }: { message: Message }) {
  const target = message.places.find((place) => place.gone !== null) ?? message.places[0];
  if (target === undefined) {
    return null;
  }
  return (
    <span onClick={() => rememberBasket([message])}>
      <LinkButton
        small
        icon="restore"
        href={href(["restore"], { from: target.account, basket: "1" })}
      >
        <span class="words">{t.restore}</span>
      </LinkButton>
    </span>
  );
}

function Correspondents({ message }: { message: Message }) {
  const date = new Date(message.date ?? message.received);
  const lines: [string, string][] = [
    [t.from, message.from === "" ? t.noSender : message.from],
    [t.to, message.to],
    [t.cc, message.cc],
    [t.bcc, message.bcc],
    [t.replyTo, message.replyTo === message.from ? "" : message.replyTo],
  ];
  return (
    <div class="reader-who">
      <dl>
        {lines
          .filter(([, value]) => value !== "")
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd dir="auto">{value}</dd>
            </div>
          ))}
      </dl>
      <time class="reader-date" dateTime={date.toISOString()} title={fullDateTime(date)}>
        {dateTime(date)}
      </time>
    </div>
  );
}
