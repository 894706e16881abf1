import type { Hit } from "../../api/types";
import { MessageRow } from "../../reader/message-row";
import { pieces } from "./marks";

export function HitRow(props: {
  hit: Hit;
  open: boolean;
  href: string;
  selected: boolean;
  onSelect: () => void;
}) {
  const { hit } = props;
  return (
    <MessageRow
      id={hit.id}
      href={props.href}
      from={hit.from}
      subject={hit.subject}
      at={new Date(hit.date)}
      open={props.open}
      attachments={hit.attachments.length > 0}
      gone={hit.places.length > 0 && hit.places.every((place) => place.gone !== null)}
      selected={props.selected}
      onSelect={props.onSelect}
    >
      <span class="snippet" dir="auto">
        {pieces(hit.snippet, hit.marks).map((piece, i) =>
          piece.match ? <mark key={i}>{piece.text}</mark> : piece.text,
        )}
      </span>
    </MessageRow>
  );
}
