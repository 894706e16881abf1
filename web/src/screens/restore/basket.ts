// Messages that were picked for a restore; kept while the browser's tab is open.
import { signal } from "@preact/signals";

export interface Picked {
  readonly id: string;
  readonly subject: string;
  readonly from: string;
  /** The accounts it was seen in. */
  readonly accounts: readonly string[];
}

interface Seen {
  readonly id: string;
  readonly subject: string;
  readonly from: string;
  readonly places: readonly { readonly account: string }[];
}

const KEY = "mailcask.basket";

function isPicked(value: unknown): value is Picked {
  const item = value as Partial<Record<keyof Picked, unknown>> | null;
  return (
    typeof item === "object" &&
    item !== null &&
    typeof item.id === "string" &&
    typeof item.subject === "string" &&
    typeof item.from === "string" &&
    Array.isArray(item.accounts)
  );
}

export function parseBasket(text: string | null): readonly Picked[] {
  try {
    const value: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(value) ? value.filter(isPicked) : [];
  } catch {
    return [];
  }
}

function stored(): readonly Picked[] {
  try {
    return parseBasket(sessionStorage.getItem(KEY));
  } catch {
    return [];
  }
}

export const basket = signal<readonly Picked[]>(stored());

export function pickedOf(seen: Seen): Picked {
  return {
    id: seen.id,
    subject: seen.subject,
    from: seen.from,
    accounts: [...new Set(seen.places.map((place) => place.account))].sort(),
  };
}

export function setBasket(items: readonly Picked[]): void {
  basket.value = items;
  try {
    sessionStorage.setItem(KEY, JSON.stringify(items));
  } catch {
    // Without storage the choice lasts until the page is loaded anew.
  }
}

export function rememberBasket(messages: readonly Seen[]): void {
  setBasket(messages.map(pickedOf));
}

/** The account that holds the most of what was picked. */
export function mainAccount(items: readonly Picked[]): string | null {
  const counts = new Map<string, number>();
  for (const account of items.flatMap((item) => item.accounts)) {
    counts.set(account, (counts.get(account) ?? 0) + 1);
  }
  const [best] = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return best?.[0] ?? null;
}
