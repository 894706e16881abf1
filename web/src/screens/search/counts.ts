// Facets and timeline: asked for when the hits are there, shown when they come.
import { useEffect, useState } from "preact/hooks";
import { api } from "../../api/client";
import { asProblem, type Problem } from "../../api/problem";
import type { Facets, Operator, TimelineBar } from "../../api/types";
import { termsOf, without, withTerm } from "./query";

export interface Counts {
  /** Of this query or, while its own are on the way, of the one before. */
  readonly facets: Facets | undefined;
  readonly stale: boolean;
  readonly problem: Problem | undefined;
}

/** Of a search that finds nothing. */
export const NO_COUNTS: Counts = { facets: undefined, stale: false, problem: undefined };

/** @param ready whether the hits of the query are there */
export function useCounts(query: string, round: unknown, ready: boolean): Counts {
  const [state, setState] = useState<{ key: string; facets?: Facets; problem?: Problem }>({
    key: "",
  });
  useEffect(() => {
    if (!ready) {
      return;
    }
    const abort = new AbortController();
    const { signal } = abort;
    const timer = setTimeout(() => {
      api.get("/api/v1/search/facets", { query: { q: query }, signal }).then(
        (facets) => !signal.aborted && setState({ key: `=${query}`, facets }),
        (thrown: unknown) =>
          !signal.aborted && setState({ key: `=${query}`, problem: asProblem(thrown) }),
      );
    }, 60);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [query, round, ready]);
  return {
    facets: state.facets,
    stale: state.key !== `=${query}`,
    problem: state.key === `=${query}` ? state.problem : undefined,
  };
}

/** All names of the operators that limit dates, as the server knows them. */
export type Dates = readonly string[];

export function datesOf(operators: readonly Operator[]): Dates {
  return operators.filter((operator) => operator.dated).flatMap((operator) => operator.names);
}

const isDate = (dates: Dates) => (condition: string) =>
  dates.some((field) => condition.startsWith(`${field}:`));

export function withoutDates(query: string, dates: Dates): string {
  return without(query, isDate(dates)).rest;
}

export function hasDates(query: string, dates: Dates): boolean {
  return without(query, isDate(dates)).any;
}

/** The query with all that limits its dates replaced by what does so now. */
function dated(query: string, dates: Dates, now: string): string {
  const { rest, any } = without(query, isDate(dates));
  return any ? `${rest} ${now}`.trim() : withTerm(rest, now);
}

/** The query with all that limits its dates replaced by one stretch of time. */
export function withDates(query: string, dates: Dates, from: string, before: string): string {
  return dated(query, dates, `after:${from} before:${before}`);
}

/** Whether the query says all that a facet's value would add. */
export function hasAll(query: string, added: string): boolean {
  const there = termsOf(query);
  const wanted = termsOf(added);
  return wanted.length > 0 && wanted.every((term) => there.includes(term));
}

/** Adds a facet's value, or takes it away where it is; what is added takes the place of dates, if any. */
export function toggleAll(query: string, added: string, dates: Dates): string {
  if (hasAll(query, added)) {
    const wanted = termsOf(added);
    return without(query, (term) => wanted.includes(term)).rest;
  }
  return dates.length > 0 ? dated(query, dates, added) : withTerm(query, added);
}

/** Neighbours together until there are few enough to be told apart. */
export function fold(bars: readonly TimelineBar[], most: number): TimelineBar[] {
  const size = Math.max(1, Math.ceil(bars.length / most));
  const folded: TimelineBar[] = [];
  for (let i = 0; i < bars.length; i += size) {
    const some = bars.slice(i, i + size);
    const first = some[0];
    const last = some[some.length - 1];
    if (first !== undefined && last !== undefined) {
      const count = some.reduce((n, bar) => n + bar.count, 0);
      folded.push({ from: first.from, before: last.before, count });
    }
  }
  return folded;
}

/** The day behind a day, as the query language writes days. */
export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** "May 2024", "2024", "3 May 2024", or from one to another. */
export function stretchWords(from: string, before: string): string {
  const last = new Date(Date.parse(`${before}T00:00:00Z`) - 86_400_000);
  const first = new Date(`${from}T00:00:00Z`);
  const words = (at: Date, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(typeof navigator === "undefined" ? "en-GB" : navigator.language, {
      ...options,
      timeZone: "UTC",
    }).format(at);
  const day = { day: "numeric", month: "short", year: "numeric" } as const;
  if (first.getTime() === last.getTime()) {
    return words(first, day);
  }
  const wholeMonths = first.getUTCDate() === 1 && before.endsWith("-01");
  const sameYear = first.getUTCFullYear() === last.getUTCFullYear();
  if (wholeMonths && from.endsWith("-01-01") && before.endsWith("-01-01")) {
    return sameYear
      ? String(first.getUTCFullYear())
      : `${first.getUTCFullYear()} – ${last.getUTCFullYear()}`;
  }
  const month = { month: "short", year: "numeric" } as const;
  if (wholeMonths && sameYear && first.getUTCMonth() === last.getUTCMonth()) {
    return words(first, { month: "long", year: "numeric" });
  }
  return wholeMonths
    ? `${words(first, month)} – ${words(last, month)}`
    : `${words(first, day)} – ${words(last, day)}`;
}
