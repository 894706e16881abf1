import type { ComponentChildren } from "preact";
import { Icon } from "./icon";
import { useEffect, useId, useRef } from "preact/hooks";

/** A window over the page. The browser keeps the focus in it and gives it back afterwards. */
export function Dialog(props: {
  title: string;
  /** As large as the window allows. */
  wide?: boolean;
  onClose: () => void;
  children: ComponentChildren;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const gone = useRef(false);
  const title = useId();
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    const shown = dialog.current;
    shown?.showModal();
    // The way out has the focus: what is shown, a frame perhaps, would keep Esc for itself.
    close.current?.focus();
    return () => {
      // As long as it is open, nothing outside can get the focus.
      gone.current = true;
      shown?.close();
      if (before instanceof HTMLElement && before.isConnected) {
        before.focus();
      }
    };
  }, []);
  return (
    <dialog
      class={props.wide === true ? "dialog wide" : "dialog"}
      ref={dialog}
      aria-labelledby={title}
      onClose={() => gone.current || props.onClose()}
      onClick={(event) => {
        if (event.target === dialog.current) {
          dialog.current?.close();
        }
      }}
    >
      {props.wide === true ? (
        <div class="dialog-head">
          <h2 id={title} dir="auto">
            {props.title}
          </h2>
          <button
            type="button"
            class="button quiet small icon-only"
            ref={close}
            data-close
            aria-label="Close"
            title="Close"
            onClick={() => dialog.current?.close()}
          >
            <Icon name="close" size={18} />
          </button>
        </div>
      ) : (
        <h2 id={title} dir="auto">{props.title}</h2>
      )}
      {props.children}
    </dialog>
  );
}
