import { useState } from "preact/hooks";
import { useAction } from "../../resource";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Note, ProblemNote } from "../../ui/note";
import { t } from "./text";

/** Asks for the name under which a search is kept. */
export function KeepDialog(props: {
  query: string;
  /** Under which it is kept already, or empty. */
  name: string;
  /** Whether another search has the name. */
  used: (name: string) => boolean;
  onKeep: (name: string) => Promise<void>;
  onClose: () => void;
}) {
  const [name, setName] = useState(props.name === "" ? props.query.slice(0, 80) : props.name);
  const [asked, setAsked] = useState("");
  const wanted = name.trim();
  const asking = asked !== "" && asked === wanted;
  const keep = useAction(async () => {
    await props.onKeep(wanted);
    props.onClose();
  });
  return (
    <Dialog title={t.keep} onClose={props.onClose}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!asking && props.used(wanted)) {
            setAsked(wanted);
          } else {
            keep.start();
          }
        }}
      >
        {keep.problem && <ProblemNote problem={keep.problem} />}
        <p class="small soft">
          <code>{props.query}</code>
        </p>
        <label class="field">
          <span class="label">{t.name}</span>
          <input
            class="input"
            value={name}
            maxLength={80}
            required
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </label>
        <div role="status">
          {asking && (
            <Note tone="warn" what={t.replace(wanted)}>
              <p>{t.replaceHint}</p>
            </Note>
          )}
        </div>
        <div class="buttons">
          <Button kind={asking ? "danger" : "primary"} type="submit" busy={keep.busy}>
            {asking ? t.replaceIt : t.save}
          </Button>
          <Button onClick={props.onClose}>{t.cancel}</Button>
        </div>
      </form>
    </Dialog>
  );
}
