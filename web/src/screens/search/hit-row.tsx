import type { Excerpt, Hit, Mark } from "../../api/types";
import { displayName, MessageRow } from "../../reader/message-row";
import { brought, marksWithin, pieces } from "./marks";
import { t } from "./text";

/** A text with what was found in it marked. */
function Marked({ text, marks }: { text: string; marks: readonly Mark[] }) {
  return (
    <>
      {pieces(text, marks).map((piece, i) =>
        piece.match ? <mark key={i}>{piece.text}</mark> : piece.text,
      )}
    </>
  );
}

export function HitRow(props: {
  hit: Hit;
  /** Undefined until it is there; the room for it is. */
  excerpt: Excerpt | undefined;
  open: boolean;
  href: string;
  selected: boolean;
  onSelect: () => void;
}) {
  const { hit, excerpt } = props;
  const words = excerpt === undefined ? undefined : brought(excerpt.snippet, excerpt.marks);
  const name = displayName(hit.from);
  const inName = marksWithin(excerpt?.from ?? [], hit.from.indexOf(name), name.length);
  return (
    <MessageRow
      id={hit.id}
      href={props.href}
      from={hit.from}
      subject={hit.subject}
      at={new Date(hit.date)}
      open={props.open}
      attachments={excerpt?.attachments ?? []}
      gone={hit.places.length > 0 && hit.places.every((place) => place.gone !== null)}
      selected={props.selected}
      onSelect={props.onSelect}
      markedFrom={inName.length > 0 && <Marked text={name} marks={inName} />}
      markedSubject={
        excerpt !== undefined &&
        excerpt.subject.length > 0 && <Marked text={hit.subject} marks={excerpt.subject} />
      }
    >
      <span class="snippet" dir="auto">
        {excerpt !== undefined && excerpt.file !== null && (
          <span class="in-file">
            {t.inAttachment} <Marked text={excerpt.file.name} marks={excerpt.file.marks} />{" "}
          </span>
        )}
        {words !== undefined && <Marked text={words.text} marks={words.marks} />}
      </span>
    </MessageRow>
  );
}
