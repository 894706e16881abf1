// Addresses behind the '#': the page is one file, so it works from any server and any path.
// An address is a list of segments and a query: #/browse/work/Lists%2Fdev?at=2026-05-01
import { signal } from "@preact/signals";

export interface Route {
  readonly segments: readonly string[];
  readonly query: Readonly<Record<string, string>>;
}

export type QueryInput = Readonly<Record<string, string | number | null | undefined>>;

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function parse(hash: string): Route {
  const text = hash.replace(/^#?\/?/, "");
  const cut = text.indexOf("?");
  const path = cut < 0 ? text : text.slice(0, cut);
  const query: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(cut < 0 ? "" : text.slice(cut + 1))) {
    query[name] = value;
  }
  return {
    segments: path
      .split("/")
      .filter((s) => s !== "")
      .map(decode),
    query,
  };
}

/** The address of a place; empty, null and undefined query values are left out. */
export function href(segments: readonly string[], query: QueryInput = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== "") {
      search.set(name, String(value));
    }
  }
  const text = search.toString();
  return `#/${segments.map(encodeURIComponent).join("/")}${text === "" ? "" : `?${text}`}`;
}

/**
 * Holds a route against a pattern such as `accounts/:name/edit`.
 *
 * @returns the named segments, or null where it does not fit
 */
export function match(pattern: string, route: Route): Record<string, string> | null {
  const wanted = pattern.split("/").filter((s) => s !== "");
  if (wanted.length !== route.segments.length) {
    return null;
  }
  const named: Record<string, string> = {};
  for (const [i, want] of wanted.entries()) {
    const is = route.segments[i] ?? "";
    if (want.startsWith(":")) {
      named[want.slice(1)] = is;
    } else if (want !== is) {
      return null;
    }
  }
  return named;
}

/** Where the page is. */
export const route = signal<Route>({ segments: [], query: {} });

/** What the history keeps with an address: where one was before. */
interface Step {
  readonly from: string;
}

function stepOf(state: unknown): Step | null {
  const from = (state as Partial<Step> | null)?.from;
  return typeof from === "string" ? { from } : null;
}

/** Spelled as we spell it, whoever wrote it. */
const spelled = ({ segments, query }: Route) => href(segments, query);

export function startRouter(): void {
  addEventListener("hashchange", () => {
    // An entry of the history that one came back to knows already what was before it.
    if (stepOf(history.state) === null) {
      history.replaceState({ from: spelled(route.value) } satisfies Step, "");
    }
    route.value = parse(location.hash);
  });
  route.value = parse(location.hash);
}

export function navigate(to: string, options: { replace?: boolean } = {}): void {
  if (options.replace === true) {
    history.replaceState(history.state, "", to);
    route.value = parse(to);
  } else {
    location.hash = to;
  }
}

/** Leaves for an address: back where one came from there, so that no step is left behind. */
export function leaveFor(to: string): void {
  if (stepOf(history.state)?.from === to) {
    history.back();
  } else {
    navigate(to, { replace: true });
  }
}

/** The present place with some query values changed. */
export function here(change: QueryInput): string {
  return href(route.value.segments, { ...route.value.query, ...change });
}
