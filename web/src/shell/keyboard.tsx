import { signal } from "@preact/signals";
import { useKeys } from "../keys";
import { here, href, leaveFor, navigate, route } from "../router";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { SHORTCUTS, t } from "./text";

const helpShown = signal(false);

export function showShortcuts(): void {
  helpShown.value = true;
}

/** The keys that work everywhere. */
export function Keyboard() {
  useKeys({
    "/": () => {
      if (route.value.segments[0] !== "search") {
        navigate(href(["search"]));
      } else if (document.querySelector<HTMLElement>("#query")?.offsetParent === null) {
        // On a phone a message covers the box.
        leaveFor(here({ m: null, c: null }));
      }
      // The search screen may have to come first.
      setTimeout(() => document.querySelector<HTMLInputElement>("#query")?.select(), 30);
    },
    "?": showShortcuts,
    "g h": () => navigate(href([])),
    "g b": () => navigate(href(["browse"])),
    "g a": () => navigate(href(["accounts"])),
  });
  if (!helpShown.value) {
    return null;
  }
  const close = () => {
    helpShown.value = false;
  };
  return (
    <Dialog title={t.shortcuts} onClose={close}>
      <dl class="shortcuts">
        {SHORTCUTS.map(({ keys, does }) => (
          <div key={does}>
            <dt>{does}</dt>
            <dd>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <div class="buttons">
        <Button onClick={close}>Close</Button>
      </div>
    </Dialog>
  );
}
