// The messages that a message belongs together with.
import { useEffect, useRef } from "preact/hooks";
import { api } from "../api/client";
import type { Turn } from "../api/types";
import { dateTime, plural, short } from "../format";
import { useKeys } from "../keys";
import { useResource } from "../resource";
import { Icon } from "../ui/icon";
import { ProblemNote } from "../ui/note";
import { now } from "../ui/time";
import { sideBySide } from "./list-keys";
import { displayName } from "./message-row";
import { t } from "./text";

/** Deeper answers stand no further in: then there would be no room for who wrote them. */
const DEEPEST = 5;

export function indentOf(depth: number): string {
  return `deep-${Math.min(Math.max(0, depth), DEEPEST)}`;
}

/** The subject without what answering and forwarding put before it. */
export function baseOf(subject: string): string {
  return subject.replace(/^(?:\s*(?:re|aw|sv|antw|fwd?|wg|tr)\s*(?:\[\d+\])?:)+\s*/i, "").trim();
}

/** The message before or after one, or null where the conversation ends. */
export function neighbour(turns: readonly Turn[], id: string, by: 1 | -1): string | null {
  const at = turns.findIndex((turn) => turn.id === id);
  return at < 0 ? null : (turns[at + by]?.id ?? null);
}

/** All messages of the conversation in reading order; nothing where there is only one. */
export function Conversation(props: {
  /** The message that was found. */
  id: string;
  /** The message that is read. */
  reading: string;
  onRead: (id: string) => void;
}) {
  const { id, reading } = props;
  const found = useResource(`conversation ${id}`, (signal) =>
    api.get("/api/v1/messages/{id}/conversation", { path: { id }, signal }),
  );
  const turns = found.data?.messages ?? [];
  const go = (by: 1 | -1) => {
    const next = neighbour(turns, reading, by);
    if (next !== null) {
      props.onRead(next);
    }
  };
  useKeys({ n: () => go(1), p: () => go(-1) });
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const box = list.current;
    const item = box?.querySelector<HTMLElement>("[aria-current]");
    if (box != null && item != null) {
      const at = item.offsetTop - box.offsetTop;
      box.scrollTop = Math.max(0, at - (box.clientHeight - item.clientHeight) / 2);
    }
  }, [reading, turns.length]);
  const subject = baseOf(turns[0]?.subject ?? "");
  // Of a message that is not there the reader itself tells.
  if (found.problem && found.problem.status !== 404) {
    return <ProblemNote problem={found.problem} onRetry={found.reload} />;
  }
  if (turns.length < 2) {
    return null;
  }
  return (
    <details class="conversation" open={turns.length <= 30 && sideBySide()}>
      <summary>
        <Icon name="right" size={16} />
        <span>
          {t.conversation(plural(turns.length, "message"))}
          {found.data?.complete === false && ` ${t.conversationCut}`}
        </span>
      </summary>
      <ol ref={list}>
        {turns.map((turn) => (
          <li key={turn.id} class={indentOf(turn.depth)}>
            <button
              type="button"
              aria-current={turn.id === reading ? "true" : undefined}
              onClick={() => props.onRead(turn.id)}
            >
              <span class="from" dir="auto">
                {turn.from === "" ? t.noSender : displayName(turn.from)}
              </span>
              <span class="subject soft" dir="auto">
                {turn.id === id && id !== reading
                  ? t.theHit
                  : baseOf(turn.subject) === subject
                    ? t.toWhom(displayName(turn.to))
                    : turn.subject}
              </span>
              <time
                class="soft"
                dateTime={turn.date}
                title={dateTime(new Date(turn.date))}
              >
                {short(new Date(turn.date), now.value)}
              </time>
            </button>
          </li>
        ))}
      </ol>
    </details>
  );
}
