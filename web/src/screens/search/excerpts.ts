// The words around what was found: asked for by rows that are seen, all of them at once, and never
// before the hits.
import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../../api/client";
import { asProblem, type Problem } from "../../api/problem";
import type { Excerpt } from "../../api/types";

/** Excerpts that are kept. */
const KEPT = 600;

/** Most that are asked for at once. */
const AT_ONCE = 60;

/** Who scrolls past rows does not read them, in ms. */
const REST = 40;

function unknown(id: string): Excerpt {
  return { id, subject: [], from: [], snippet: "", marks: [], file: null, attachments: [] };
}

interface Store {
  key: string;
  known: Map<string, Excerpt>;
}

/** Forgets the oldest where there are more than can be kept. */
export function trim<V>(known: Map<string, V>, kept: number): void {
  for (const id of known.keys()) {
    if (known.size <= kept) {
      return;
    }
    known.delete(id);
  }
}

export function useExcerpts(
  query: string,
  round: unknown,
  ids: readonly string[],
): { of: (id: string) => Excerpt | undefined; problem: Problem | undefined } {
  const store = useRef<Store>({ key: "", known: new Map() });
  const [, redraw] = useState(0);
  const [problem, setProblem] = useState<Problem>();
  const before = useRef(round);
  if (store.current.key !== query || before.current !== round) {
    store.current = { key: query, known: new Map() };
    before.current = round;
  }
  const missing = ids.filter((id) => !store.current.known.has(id)).slice(0, AT_ONCE);
  const wanted = missing.join(",");
  useEffect(() => {
    setProblem(undefined);
  }, [query]);
  useEffect(() => {
    if (wanted === "") {
      return;
    }
    const abort = new AbortController();
    const mine = store.current;
    const timer = setTimeout(() => {
      const short = wanted.split(",").map((id) => id.slice(0, 20));
      api
        .get("/api/v1/search/excerpts", {
          query: { q: query, ids: short.join(",") },
          signal: abort.signal,
        })
        .then(({ excerpts }) => {
          if (abort.signal.aborted) {
            return;
          }
          // One that did not come is not there; asking again would not bring it.
          for (const id of wanted.split(",")) {
            mine.known.set(id, unknown(id));
          }
          excerpts.forEach((excerpt) => mine.known.set(excerpt.id, excerpt));
          trim(mine.known, KEPT);
          redraw((n) => n + 1);
        })
        .catch((thrown: unknown) => {
          if (!abort.signal.aborted) {
            setProblem(asProblem(thrown));
          }
        });
    }, REST);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [query, round, wanted]);
  return { of: (id) => store.current.known.get(id), problem };
}
