import type { Excerpt, Hit } from "../../api/types";
import { MessageRow } from "../../reader/message-row";
import { brought, pieces } from "./marks";

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
    >
      <span class="snippet" dir="auto">
        {words !== undefined &&
          pieces(words.text, words.marks).map((piece, i) =>
            piece.match ? <mark key={i}>{piece.text}</mark> : piece.text,
          )}
      </span>
    </MessageRow>
  );
}
