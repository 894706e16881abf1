// What a query that is being typed may become: what the server knows, and what one searched before.
import { useEffect, useState } from "preact/hooks";
import { api } from "../../api/client";
import type { SavedSearch, Suggestion } from "../../api/types";

export interface Offer {
  readonly kind: Suggestion["kind"] | "saved" | "recent";
  readonly text: string;
  /** Said beside it, softly. */
  readonly more: string;
  /** The query that it makes, and where one goes on typing. */
  readonly query: string;
  readonly cursor: number;
}

const OWN = 3;
const MOST = 8;

/** What a suggestion makes of the query; after a whole word one goes on behind a blank. */
export function applied(query: string, s: Suggestion): { query: string; cursor: number } {
  const open = /[:(]$/.test(s.replacement);
  const rest = query.slice(s.to);
  const blank = open || rest.startsWith(" ") ? "" : " ";
  const before = query.slice(0, s.from) + s.replacement + blank;
  const cursor = open || blank !== "" ? before.length : before.length + 1;
  return { query: before + rest, cursor };
}

/**
 * Saved searches that begin with what is typed, what the server suggests, then other saved and
 * recent searches that have it in them.
 */
export function offers(
  query: string,
  suggested: readonly Suggestion[],
  saved: readonly SavedSearch[],
  recent: readonly string[],
): Offer[] {
  const typed = query.trim().toLowerCase();
  const fits = (text: string) => text.toLowerCase().includes(typed);
  const whole = (kind: Offer["kind"], text: string, of: string): Offer => ({
    kind,
    text,
    more: text === of ? "" : of,
    query: of,
    cursor: of.length,
  });
  const begins = (s: SavedSearch) =>
    typed !== "" && [s.name, s.query].some((text) => text.toLowerCase().startsWith(typed));
  const fitting = saved.filter((s) => s.query !== query && (fits(s.name) || fits(s.query)));
  const first = fitting.filter(begins).slice(0, OWN);
  const offered = (s: SavedSearch) => whole("saved", s.name, s.query);
  const own = [
    ...fitting.filter((s) => !begins(s)).slice(0, OWN - first.length).map(offered),
    ...recent
      .filter((r) => r !== query && fits(r) && !saved.some((s) => s.query === r))
      .slice(0, typed === "" ? MOST : OWN)
      .map((r) => whole("recent", r, r)),
  ];
  const server = suggested.map(
    (s): Offer => ({ kind: s.kind, text: s.text, more: "", ...applied(query, s) }),
  );
  const room = MOST - first.length - Math.min(own.length, OWN - first.length);
  return [...first.map(offered), ...server.slice(0, room), ...own].slice(0, MOST);
}

/** The server's suggestions for exactly this text and place; none while they are on the way. */
export function useSuggestions(query: string, cursor: number, open: boolean): readonly Suggestion[] {
  const key = `${cursor} ${query}`;
  const [known, setKnown] = useState<{ key: string; list: readonly Suggestion[] }>({
    key: "",
    list: [],
  });
  useEffect(() => {
    if (!open || query.trim() === "") {
      return;
    }
    const abort = new AbortController();
    const { signal } = abort;
    const timer = setTimeout(() => {
      api.get("/api/v1/search/suggestions", { query: { q: query, cursor }, signal }).then(
        ({ suggestions }) => !signal.aborted && setKnown({ key, list: suggestions }),
        // Without suggestions one types on; what is wrong the search itself says.
        () => !signal.aborted && setKnown({ key, list: [] }),
      );
    }, 60);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [key, open]);
  return known.key === key ? known.list : [];
}

const KEY = "mailcask.searches";
const MOST_RECENT = 12;

/** What was searched for in this tab, the latest first. */
export function recentSearches(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((q): q is string => typeof q === "string") : [];
  } catch {
    return [];
  }
}

export function remember(query: string): void {
  if (query.trim() === "") {
    return;
  }
  try {
    const rest = recentSearches().filter((q) => q !== query);
    sessionStorage.setItem(KEY, JSON.stringify([query, ...rest].slice(0, MOST_RECENT)));
  } catch {
    // Without storage there is nothing to offer, and that is all.
  }
}
