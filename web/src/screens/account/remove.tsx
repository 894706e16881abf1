import { api } from "../../api/client";
import { useAction } from "../../resource";
import { href, navigate } from "../../router";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { ProblemNote } from "../../ui/note";
import { t } from "./text";

/** Says what removing takes away and what it leaves, before it is done. */
export function RemoveDialog({ name, onClose }: { name: string; onClose: () => void }) {
  const remove = useAction(async () => {
    await api.delete("/api/v1/accounts/{name}", { path: { name } });
    navigate(href(["accounts"]), { replace: true });
  });
  return (
    <Dialog title={t.removeTitle(name)} onClose={onClose}>
      <p>{t.removeWhat}</p>
      <p class="strong">{t.removeKeeps}</p>
      {remove.problem && <ProblemNote problem={remove.problem} />}
      <div class="buttons">
        <Button onClick={onClose}>{t.keep}</Button>
        <Button kind="danger" busy={remove.busy} onClick={() => remove.start()}>
          {t.remove}
        </Button>
      </div>
    </Dialog>
  );
}
