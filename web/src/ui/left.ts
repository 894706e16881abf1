// Where lists were left, as rows from their beginning: whoever comes back to one goes on there, also
// after the page was loaded again. Kept by the tab, as what was searched for is.
const KEY = "mailcask.places";
const MOST = 30;

function kept(): [string, number][] {
  try {
    const all: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
    return Array.isArray(all)
      ? all.filter(
          (one): one is [string, number] =>
            Array.isArray(one) && typeof one[0] === "string" && typeof one[1] === "number",
        )
      : [];
  } catch {
    return [];
  }
}

/** By their names, the latest last. */
const left = new Map(kept());

export function leftAt(name: string): number {
  return left.get(name) ?? 0;
}

export function leave(name: string, row: number): void {
  left.delete(name);
  left.set(name, row);
  const [oldest] = left.keys();
  if (left.size > MOST && oldest !== undefined) {
    left.delete(oldest);
  }
}

addEventListener("pagehide", () => {
  try {
    sessionStorage.setItem(KEY, JSON.stringify([...left]));
  } catch {
    // Without storage a list begins at its top, and that is all.
  }
});
