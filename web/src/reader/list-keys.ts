// Moving through a list of messages with single keys, as in mail programs.
import { useEffect, useRef } from "preact/hooks";
import type { KeyMap } from "../keys";

export interface ListKeys {
  total: number;
  active: number;
  setActive: (index: number) => void;
  idAt: (index: number) => string | undefined;
  /** The message in the reading pane, or empty. */
  openId: string;
  open: (id: string) => void;
  /** Moves the focus into the message. */
  onRead: () => void;
  onBack: () => void;
  onSelect: (index: number) => void;
}

/** Whether list and message are side by side: then moving shows each message at once. */
export function sideBySide(): boolean {
  return matchMedia("(min-width: 56.01rem)").matches;
}

let byKey = false;

/** Puts the focus on a row as soon as it is drawn. */
function focusRow(id: string, tries = 20): void {
  requestAnimationFrame(() => {
    const row = document.querySelector<HTMLElement>(`[data-message="${CSS.escape(id)}"]`);
    if (row !== null) {
      byKey = true;
      row.focus({ preventScroll: true });
      byKey = false;
    }
    // One that is hidden takes no focus: the list may be on its way back.
    if ((row === null || document.activeElement !== row) && tries > 0) {
      focusRow(id, tries - 1);
    }
  });
}

/** The active row; before there is one, that of the open message, as far as it is loaded. */
function present(list: ListKeys): number {
  if (list.active >= 0 || list.openId === "") {
    return list.active;
  }
  for (let i = 0; i < Math.min(list.total, 500); i++) {
    if (list.idAt(i) === list.openId) {
      return i;
    }
  }
  return -1;
}

export interface ListKeyboard {
  readonly keys: KeyMap;
  /** Back to the list, and to the row that one came from. */
  readonly close: () => void;
  /** To be told when a row gets the focus: from there on it goes up and down. */
  readonly onFocusRow: (index: number) => void;
}

export function useListKeys(list: ListKeys): ListKeyboard {
  // Whoever moves quickly is ahead of what is loaded; the row is shown once it is there.
  const moved = useRef(-1);
  const id = list.active < 0 ? undefined : list.idAt(list.active);
  useEffect(() => {
    if (moved.current !== list.active || id === undefined) {
      return;
    }
    moved.current = -1;
    if (sideBySide() || list.openId !== "") {
      list.open(id);
    }
    if (sideBySide() || list.openId === "") {
      focusRow(id);
    }
  }, [list.active, id]);
  // Keys may come quicker than the page is drawn; none of them is lost.
  const at = useRef(list.active);
  at.current = list.active;
  const move = (by: number) => {
    if (list.total > 0) {
      const from = at.current >= 0 ? at.current : present(list);
      at.current = Math.min(list.total - 1, Math.max(0, from + by));
      moved.current = at.current;
      list.setActive(at.current);
    }
  };
  const read = () => {
    const id = list.idAt(present(list));
    if (id !== undefined) {
      list.open(id);
      list.onRead();
    }
  };
  const close = () => {
    const id = list.openId;
    if (id !== "") {
      list.onBack();
      focusRow(id);
    }
  };
  useEffect(() => {
    // Where the message takes the list's place, the focus goes along.
    if (list.openId !== "" && !sideBySide()) {
      list.onRead();
    }
  }, [list.openId]);
  const keys: KeyMap = {
    j: () => move(1),
    k: () => move(-1),
    o: read,
    u: close,
    Escape: close,
    x: () => list.onSelect(present(list)),
  };
  return {
    keys,
    close,
    // What a key has focused may already be behind: then the next key was quicker.
    onFocusRow: (index) => {
      if (!byKey) {
        list.setActive(index);
      }
    },
  };
}
