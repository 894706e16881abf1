// Single keys as commands, as long as nobody is writing.
import { useEffect, useRef } from "preact/hooks";

export type KeyMap = Readonly<Record<string, () => void>>;

/** Whether a key pressed there belongs to the field and not to us. */
export function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.closest("dialog") !== null ||
      /^(TEXTAREA|SELECT)$/.test(target.tagName) ||
      (target instanceof HTMLInputElement && !/^(checkbox|radio|button|submit)$/.test(target.type)))
  );
}

/**
 * Runs commands on keys; "g h" is one key after the other within a second and a half. The most
 * recent map that knows a key wins.
 */
export function useKeys(keys: KeyMap): void {
  const map = useRef(keys);
  map.current = keys;
  useEffect(() => {
    let before = "";
    let at = 0;
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) {
        return;
      }
      if (isWriting(event.target)) {
        return;
      }
      const both = event.timeStamp - at < 1500 ? `${before} ${event.key}` : "";
      const command = map.current[both] ?? map.current[event.key];
      before = event.key;
      at = event.timeStamp;
      if (command !== undefined) {
        event.preventDefault();
        command();
      }
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}
