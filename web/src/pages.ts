// A long answer, loaded page by page as it is looked at.
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { asProblem, type Problem } from "./api/problem";
import { pagesOf } from "./ui/window";

export interface Page<T, A> {
  readonly total: number;
  readonly items: readonly T[];
  /** The whole answer, for what it says besides its items. */
  readonly answer: A;
}

export interface Paged<T, A> {
  /** The first page's answer; undefined before it is there. */
  readonly answer: A | undefined;
  readonly total: number;
  readonly problem: Problem | undefined;
  readonly loading: boolean;
  /** Whether what is shown belongs to an earlier key, while the new answer is on its way. */
  readonly stale: boolean;
  item(index: number): T | undefined;
  readonly ensure: (first: number, end: number) => void;
  readonly reload: () => void;
}

interface Store<T, A> {
  key: string | null;
  answer: A | undefined;
  total: number;
  pages: Map<number, readonly T[]>;
}

function fresh<T, A>(): Store<T, A> {
  return { key: null, answer: undefined, total: 0, pages: new Map() };
}

export const PAGE = 50;

/**
 * Loads the first page when the key changes and the others when they are asked for. Until the new
 * answer is there the old one stays, marked as stale. A null key empties the list.
 */
export function usePages<T, A>(
  key: string | null,
  load: (offset: number, limit: number, signal: AbortSignal) => Promise<Page<T, A>>,
): Paged<T, A> {
  const store = useRef<Store<T, A>>(fresh());
  const asked = useRef(new Set<number>());
  const abort = useRef(new AbortController());
  const loader = useRef(load);
  loader.current = load;
  const [, redraw] = useState(0);
  const [problem, setProblem] = useState<Problem>();
  const [round, setRound] = useState(0);

  const fetchPage = useCallback((page: number, of: string) => {
    const { signal } = abort.current;
    asked.current.add(page);
    loader.current(page * PAGE, PAGE, signal).then(
      (found) => {
        if (signal.aborted) {
          return;
        }
        const old = store.current;
        if (old.key !== of) {
          store.current = { key: of, answer: found.answer, total: found.total, pages: new Map() };
        }
        store.current.pages.set(page, found.items);
        setProblem(undefined);
        redraw((n) => n + 1);
      },
      (thrown: unknown) => {
        if (!signal.aborted) {
          asked.current.delete(page);
          setProblem(asProblem(thrown));
        }
      },
    );
  }, []);

  const named = key === null ? null : `${round} ${key}`;
  useEffect(() => {
    abort.current = new AbortController();
    asked.current = new Set();
    setProblem(undefined);
    if (named === null) {
      store.current = fresh();
      redraw((n) => n + 1);
    } else {
      fetchPage(0, named);
    }
    return () => abort.current.abort();
  }, [named, fetchPage]);

  const ensure = useCallback(
    (first: number, end: number) => {
      const of = store.current.key;
      if (of === null || of !== named) {
        return;
      }
      for (const page of pagesOf(first, Math.min(end, store.current.total), PAGE)) {
        if (!asked.current.has(page)) {
          fetchPage(page, of);
        }
      }
    },
    [fetchPage, named],
  );
  const reload = useCallback(() => setRound((r) => r + 1), []);
  const stale = store.current.key !== named;
  // What answers another question must not stand under the problem of this one.
  const foreign = problem !== undefined && store.current.key?.replace(/^\d+ /, "") !== key;
  return {
    answer: foreign ? undefined : store.current.answer,
    total: foreign ? 0 : store.current.total,
    problem,
    loading: named !== null && stale && problem === undefined,
    stale,
    item: (index) => store.current.pages.get(Math.floor(index / PAGE))?.[index % PAGE],
    ensure,
    reload,
  };
}
