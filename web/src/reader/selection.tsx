import { useState } from "preact/hooks";
import { urls } from "../api/client";
import { href } from "../router";
import { mainAccount, pickedOf, setBasket, type Picked } from "../screens/restore/basket";
import { IconButton, LinkButton } from "../ui/button";

/** What fits into an address; more are restored rather than saved. */
const MOST_SAVED = 200;

interface Seen {
  readonly id: string;
  readonly subject: string;
  readonly from: string;
  readonly places: readonly { readonly account: string }[];
}

export interface Selection {
  readonly items: readonly Picked[];
  has(id: string): boolean;
  toggle(message: Seen): void;
  clear(): void;
}

/** Messages with a tick, in the order in which they got it. */
export function useSelection(): Selection {
  const [items, setItems] = useState<readonly Picked[]>([]);
  return {
    items,
    has: (id) => items.some((item) => item.id === id),
    toggle: (message) =>
      setItems((old) =>
        old.some((item) => item.id === message.id)
          ? old.filter((item) => item.id !== message.id)
          : [...old, pickedOf(message)],
      ),
    clear: () => setItems([]),
  };
}

export function SelectionBar({ selection }: { selection: Selection }) {
  const n = selection.items.length;
  return (
    <div class="selection-bar" role="status" hidden={n === 0}>
      {n > 0 && (
        <>
          <span class="strong">{n} selected</span>
          <span class="row">
            <span onClick={() => setBasket(selection.items)}>
              <LinkButton
                small
                kind="primary"
                icon="restore"
                href={href(["restore"], { from: mainAccount(selection.items), basket: "1" })}
              >
                Restore
              </LinkButton>
            </span>
            {n <= MOST_SAVED && (
              <LinkButton
                small
                icon="download"
                href={urls.messagesZip(selection.items.map((item) => item.id))}
                download
              >
                Save as zip
              </LinkButton>
            )}
            <IconButton small kind="quiet" icon="close" label="Clear the selection" onClick={selection.clear} />
          </span>
        </>
      )}
    </div>
  );
}
