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

/** The marks of a text as far as they are in a part of it. */
export function marksWithin(marks: readonly Mark[], from: number, length: number): Mark[] {
  return marks
    .map(({ start, end }) => ({
      start: Math.max(0, start - from),
      end: Math.min(length, end - from),
    }))
    .filter(({ start, end }) => start < end);
}

/** Chars before the first match that a row has room for. */
const LEAD = 24;

/** The snippet begun anew so that its first match is seen in a narrow row; never within a word. */
export function brought(
  text: string,
  marks: readonly Mark[],
): { text: string; marks: readonly Mark[] } {
  const first = marks[0]?.start ?? 0;
  if (first <= LEAD) {
    return { text, marks };
  }
  const space = text.indexOf(" ", first - LEAD);
  const from = space < 0 || space >= first ? first : space + 1;
  const by = from - 1;
  return {
    text: `…${text.slice(from)}`,
    marks: marks.map(({ start, end }) => ({ start: start - by, end: end - by })),
  };
}
