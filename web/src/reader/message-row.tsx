// One message in a list: who, when, what about.
import type { ComponentChildren } from "preact";
import { short } from "../format";
import { Icon } from "../ui/icon";
import { now } from "../ui/time";
import { t } from "./text";

/** The name of "Ada Lovelace <ada@example.org>", or the address where there is none. */
export function displayName(from: string): string {
  const found = /^\s*"?([^"<]*?)"?\s*<([^>]*)>/.exec(from);
  const name = found?.[1]?.trim() ?? "";
  return name !== "" ? name : (found?.[2] ?? from).trim();
}

export interface RowProps {
  id: string;
  href: string;
  from: string;
  subject: string;
  /** Null where nobody knows. */
  at: Date | null;
  open: boolean;
  /** Names of attached files. */
  attachments: readonly string[];
  gone: boolean;
  selected: boolean;
  onSelect: (selected: boolean) => void;
  /** Shown instead of the plain words where there is something to mark in them. */
  markedFrom?: ComponentChildren;
  markedSubject?: ComponentChildren;
  children?: ComponentChildren;
}

export function MessageRow(props: RowProps) {
  const subject = props.subject === "" ? t.noSubject : props.subject;
  return (
    <div class={props.open ? "message-row open" : "message-row"}>
      <span class="tick">
        <input
          type="checkbox"
          aria-label={`Select “${subject}”`}
          checked={props.selected}
          onChange={(event) => props.onSelect(event.currentTarget.checked)}
        />
      </span>
      <a href={props.href} data-message={props.id} aria-current={props.open ? "true" : undefined}>
        <span class="from" dir="auto">
          {props.markedFrom || (props.from === "" ? t.noSender : displayName(props.from))}
        </span>
        {props.at !== null && (
          <time class="when" dateTime={props.at.toISOString()}>
          {short(props.at, now.value)}
        </time>
        )}
        <span class="subject" dir="auto">
          {props.markedSubject || subject}
        </span>
        <span class="signs">
          {props.gone && (
            <>
              <Icon name="folderGone" size={16} />
              <span class="unseen">not on the server any more</span>
            </>
          )}
          {props.attachments.length > 0 && (
            <span title={props.attachments.join(", ")}>
              <Icon name="clip" size={16} />
              <span class="unseen">{t.attached(props.attachments.join(", "))}</span>
            </span>
          )}
        </span>
        {props.children}
      </a>
    </div>
  );
}

export function RowWait() {
  return (
    <div class="row-wait">
      <span />
      <span />
    </div>
  );
}
