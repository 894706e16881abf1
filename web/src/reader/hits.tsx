import { IconButton } from "../ui/button";
import { t } from "./text";

/** How much the search found in the message, and the way from one to the next. */
export function Hits(props: { total: number; at: number; onAt: (at: number) => void }) {
  const { total, at } = props;
  const go = (by: number) => props.onAt(((at - 1 + by + total) % total) + 1);
  if (total === 0) {
    return null;
  }
  return (
    <div class="hits" role="group" aria-label={t.hits}>
      <span class="small" role="status">
        {at === 0 ? t.found(total) : t.foundAt(at, total)}
      </span>
      <IconButton
        small
        kind="quiet"
        icon="up"
        label={t.hitBefore}
        onClick={() => (at === 0 ? props.onAt(total) : go(-1))}
      />
      <IconButton small kind="quiet" icon="down" label={t.hitNext} onClick={() => go(1)} />
    </div>
  );
}
