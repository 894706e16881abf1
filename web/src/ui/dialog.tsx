import type { ComponentChildren } from "preact";
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
  const title = useId();
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
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
      onClose={props.onClose}
      onClick={(event) => {
        if (event.target === dialog.current) {
          dialog.current?.close();
        }
      }}
    >
      <h2 id={title} dir="auto">{props.title}</h2>
      {props.children}
    </dialog>
  );
}
