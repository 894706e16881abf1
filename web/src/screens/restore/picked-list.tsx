import { displayName } from "../../reader/message-row";
import { Button, IconButton } from "../../ui/button";
import { Note } from "../../ui/note";
import type { Picked } from "./basket";
import { t } from "./text";

/** The messages that were picked elsewhere; those that the account never had are named and left out. */
export function PickedList(props: {
  picked: readonly Picked[];
  usable: readonly Picked[];
  account: string;
  onRemove: (id: string) => void;
  onClear: () => void;
}) {
  const lost = props.picked.length - props.usable.length;
  return (
    <section class="stack" aria-label={t.picked}>
      <div class="pick-head">
        <h3>
          {t.picked} ({props.usable.length})
        </h3>
        <Button small kind="quiet" onClick={props.onClear}>
          {t.clearPicked}
        </Button>
      </div>
      <ul class="pick">
        {props.usable.map((item) => (
          <li key={item.id} class="pick-row">
            <span class="picked">
              <span class="strong">{item.subject === "" ? "(no subject)" : item.subject}</span>{" "}
              <span class="soft">{displayName(item.from)}</span>
            </span>
            <IconButton
              small
              kind="quiet"
              icon="close"
              label={`Leave out “${item.subject}”`}
              onClick={() => props.onRemove(item.id)}
            />
          </li>
        ))}
      </ul>
      {lost > 0 && <Note tone="warn">{t.notHere(lost, props.account)}</Note>}
    </section>
  );
}
