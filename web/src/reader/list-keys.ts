// Moving through a list of messages with single keys, as in mail programs.
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

function focusRow(id: string): void {
  requestAnimationFrame(() => {
    document
      .querySelector<HTMLElement>(`[data-message="${CSS.escape(id)}"]`)
      ?.focus({ preventScroll: true });
  });
}

/** The row that has the focus or is open, else the one that was last active. */
function present(list: ListKeys): number {
  const focused = document.activeElement
    ?.closest<HTMLElement>(".message-row")
    ?.querySelector("[data-message]");
  const id = focused?.getAttribute("data-message") ?? (list.active < 0 ? list.openId : "");
  if (id !== "") {
    for (let i = Math.max(0, list.active - 100); i < Math.min(list.total, list.active + 200); i++) {
      if (list.idAt(i) === id) {
        return i;
      }
    }
  }
  return list.active;
}

export function useListKeys(list: ListKeys): KeyMap {
  const move = (by: number) => {
    const next = Math.min(list.total - 1, Math.max(0, present(list) + by));
    if (list.total === 0) {
      return;
    }
    list.setActive(next);
    const id = list.idAt(next);
    if (id === undefined) {
      return;
    }
    if (sideBySide()) {
      list.open(id);
      focusRow(id);
    } else if (list.openId !== "") {
      list.open(id);
    } else {
      focusRow(id);
    }
  };
  const read = () => {
    const id = list.idAt(present(list));
    if (id !== undefined) {
      list.open(id);
      list.onRead();
    }
  };
  return {
    j: () => move(1),
    k: () => move(-1),
    o: read,
    u: () => {
      const id = list.openId;
      if (id !== "") {
        list.onBack();
        focusRow(id);
      }
    },
    x: () => list.onSelect(present(list)),
  };
}
