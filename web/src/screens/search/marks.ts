import type { Mark } from "../../api/types";

/** A text cut where matches begin and end. Marks that make no sense are left out. */
export function pieces(text: string, marks: readonly Mark[]): { text: string; match: boolean }[] {
  const found: { text: string; match: boolean }[] = [];
  let at = 0;
  for (const { start, end } of marks) {
    if (start < at || end <= start || end > text.length) {
      continue;
    }
    if (start > at) {
      found.push({ text: text.slice(at, start), match: false });
    }
    found.push({ text: text.slice(start, end), match: true });
    at = end;
  }
  if (at < text.length) {
    found.push({ text: text.slice(at), match: false });
  }
  return found;
}
