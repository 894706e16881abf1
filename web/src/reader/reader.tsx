// A message to read. Whatever it contains is hostile: HTML stays in a frame that may do nothing.
import { useEffect, useRef, useState } from "preact/hooks";
import { api, rawText, urls } from "../api/client";
import type { Message } from "../api/types";
import { bytes, dateTime, fullDateTime } from "../format";
import { useResource } from "../resource";
import { href } from "../router";
import { rememberBasket } from "../screens/restore/basket";
import { IconButton, LinkButton } from "../ui/button";
import { Segments } from "../ui/field";
import { Icon } from "../ui/icon";
import { Loaded } from "../ui/loaded";
import { Note } from "../ui/note";
import { sideBySide } from "./list-keys";
import { Places } from "./places";
import { t } from "./text";
import { PlainText } from "./plain-text";

type View = "html" | "text" | "headers" | "source";

export interface ReaderProps {
  id: string;
  /** Leads back to the list; null on the message's own page. */
  onClose: (() => void) | null;
  /** Grows when the reader should take the focus. */
  focus?: number;
}

export function Reader({ id, onClose, focus = 0 }: ReaderProps) {
  const message = useResource(`message ${id}`, (signal) =>
    api.get("/api/v1/messages/{id}", { path: { id }, signal }),
  );
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
      <Loaded of={message} lines={6}>
        {(data) => <Opened key={data.id} message={data} focus={focus} ownPage={onClose === null} />}
      </Loaded>
    </article>
  );
}

function Opened({
  message,
  focus,
  ownPage,
}: {
  message: Message;
  focus: number;
  ownPage: boolean;
}) {
  const [view, setView] = useState<View>(message.hasHtml ? "html" : "text");
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
  const Heading = ownPage ? "h1" : "h2";
  return (
    <>
      <header class="reader-head">
        <Heading class="reader-subject" dir="auto" tabIndex={-1} ref={heading}>
          {message.subject === "" ? t.noSubject : message.subject}
        </Heading>
        <Correspondents message={message} />
        <Attachments message={message} />
        <Places places={message.places} />
        <div class="reader-bar">
          <Segments label={t.view} value={view} options={views} onValue={setView} />
          <div class="row">
            <RestoreLink message={message} />
            <LinkButton
              small
              icon="download"
              href={urls.raw(message.id)}
              download={`${message.id.slice(0, 12)}.eml`}
            >
              {t.download}
            </LinkButton>
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
      <Body message={message} view={view} />
    </>
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
        {t.restore}
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

function Attachments({ message }: { message: Message }) {
  const files = message.attachments.filter((file) => !file.inline || !message.hasHtml);
  if (files.length === 0) {
    return null;
  }
  return (
    <ul class="attachments" aria-label={t.attachments}>
      {files.map((file) => (
        <li key={file.index}>
          <a href={urls.attachment(message.id, file.index)} download={file.name}>
            <Icon name="clip" size={16} />
            <span class="name" dir="auto">
              {file.name}
            </span>
            <span class="soft">{bytes(file.size)}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

function Body({ message, view }: { message: Message; view: View }) {
  switch (view) {
    case "html":
      return (
        <div class="reader-body">
          {message.remoteBlocked > 0 && (
            <p class="reader-blocked">
              <Icon name="shield" size={18} />
              <span>{t.blocked(message.remoteBlocked)}</span>
            </p>
          )}
          <div class="mail-page">
            <iframe
              class="mail-frame"
              title={t.frame}
              sandbox="allow-popups allow-popups-to-escape-sandbox"
              referrerpolicy="no-referrer"
              src={urls.html(message.id)}
            />
          </div>
        </div>
      );
    case "text":
      return (
        <div class="reader-body scroll" tabIndex={0} role="region" aria-label={t.plain}>
          {message.text === null || message.text.trim() === "" ? (
            <p class="soft">{t.noText}</p>
          ) : (
            <PlainText text={message.text} />
          )}
          {message.textCut && <p class="soft">{t.cut}</p>}
        </div>
      );
    case "headers":
      return (
        <div class="reader-body scroll" tabIndex={0} role="region" aria-label={t.headers}>
          <dl class="header-fields">
            {message.headers.map((field, i) => (
              <div key={i}>
                <dt>{field.name}</dt>
                <dd>{field.value}</dd>
              </div>
            ))}
          </dl>
        </div>
      );
    case "source":
      return <Source id={message.id} />;
  }
}

const SOURCE_LIMIT = 1_000_000;

function Source({ id }: { id: string }) {
  const raw = useResource(`raw ${id}`, (signal) => rawText(id, SOURCE_LIMIT, signal));
  return (
    <div class="reader-body scroll" tabIndex={0} role="region" aria-label={t.source}>
      <Loaded of={raw} lines={10}>
        {(text) => <pre class="source">{text}</pre>}
      </Loaded>
    </div>
  );
}
