// The body of a message in one of its forms. Whatever it contains is hostile: HTML stays in a frame
// that may do nothing.
import { useEffect, useRef } from "preact/hooks";
import { rawText, urls } from "../api/client";
import type { Message } from "../api/types";
import { useResource } from "../resource";
import { Icon } from "../ui/icon";
import { Loaded } from "../ui/loaded";
import { PlainText } from "./plain-text";
import { t } from "./text";

export type View = "html" | "text" | "headers" | "source";

/** The form to begin with: as it was meant, but for what was found in the plain text only. */
export function firstView(message: Pick<Message, "hasHtml" | "htmlMarks" | "marks">): View {
  const onlyInText = message.htmlMarks === 0 && message.marks.length > 0;
  return message.hasHtml && !onlyInText ? "html" : "text";
}

export interface BodyProps {
  message: Message;
  view: View;
  /** Whose words are marked. */
  query: string;
  /** The match to be seen, counted from 1; 0 is none. */
  hit: number;
}

export function Body({ message, view, query, hit }: BodyProps) {
  switch (view) {
    case "html":
      return <Html message={message} query={query} hit={hit} />;
    case "text":
      return <Text message={message} hit={hit} />;
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

/**
 * The frame has no origin and no script, so the page cannot scroll it; but it can send it to
 * another place of the same document.
 */
function Html({ message, query, hit }: { message: Message; query: string; hit: number }) {
  const address = urls.html(message.id, query);
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
          src={hit === 0 ? address : `${address}#hit-${hit}`}
        />
      </div>
    </div>
  );
}

function Text({ message, hit }: { message: Message; hit: number }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const marks = box.current?.querySelectorAll<HTMLElement>("mark[data-hit]") ?? [];
    let first = true;
    for (const mark of marks) {
      const here = mark.dataset["hit"] === String(hit);
      mark.classList.toggle("here", here);
      if (here && first) {
        mark.scrollIntoView({ block: hit === 1 ? "nearest" : "center" });
        first = false;
      }
    }
  }, [hit, message.id]);
  return (
    <div class="reader-body scroll" tabIndex={0} role="region" aria-label={t.plain} ref={box}>
      {message.text === null || message.text.trim() === "" ? (
        <p class="soft">{t.noText}</p>
      ) : (
        <PlainText text={message.text} marks={message.marks} />
      )}
      {message.textCut && <p class="soft">{t.cut}</p>}
    </div>
  );
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
