// Times to look back at, between the address, the picker and the server.
import type { Run } from "../../api/types";

/** A run that left a state of its own to look at. */
export function browsable(runs: readonly Run[]): Run[] {
  return runs.filter((run) => run.finished !== null && run.summary !== null);
}

/** What an input of type datetime-local holds, as an instant; empty where it makes no sense. */
export function instantOfLocal(value: string): string {
  const date = new Date(value);
  return value === "" || Number.isNaN(date.getTime()) ? "" : date.toISOString();
}

const two = (n: number) => String(n).padStart(2, "0");

/** An instant as an input of type datetime-local wants it, in the browser's time zone. */
export function localOfInstant(at: Date): string {
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** Whether the address's `at` is a time; anything else is now. */
export function validAt(at: string | undefined): string | null {
  return at === undefined || at === "" || Number.isNaN(Date.parse(at)) ? null : at;
}

/** Runs by the day on which they ended, in the order in which they come. */
export function byDay<T extends { finished: string | null }>(
  runs: readonly T[],
  dayOf: (at: Date) => string,
): { day: string; runs: T[] }[] {
  const days: { day: string; runs: T[] }[] = [];
  for (const run of runs) {
    const day = dayOf(new Date(run.finished ?? 0));
    const last = days[days.length - 1];
    if (last !== undefined && last.day === day) {
      last.runs.push(run);
    } else {
      days.push({ day, runs: [run] });
    }
  }
  return days;
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** INTERNALDATE as IMAP writes it: 17-Jul-1996 02:44:25 -0700. Null where it is something else. */
export function parseInternalDate(text: string): Date | null {
  const found =
    /^\s*(\d{1,2})-([A-Za-z]{3})-(\d{4}) (\d{2}):(\d{2}):(\d{2}) ([+-])(\d{2})(\d{2})\s*$/.exec(
      text,
    );
  const month = MONTHS.indexOf(found?.[2]?.toLowerCase() ?? "");
  if (found === null || month < 0) {
    return null;
  }
  const n = (i: number) => Number(found[i]);
  const offset = (n(8) * 60 + n(9)) * (found[7] === "-" ? -1 : 1);
  return new Date(Date.UTC(n(3), month, n(1), n(4), n(5), n(6)) - offset * 60_000);
}
