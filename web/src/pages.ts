// A long answer, loaded page by page as it is looked at.
import { useCallback, useLayoutEffect, useRef, useState } from "preact/hooks";
import { asProblem, type Problem } from "./api/problem";
import { farthest, pagesOf } from "./ui/window";

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
  /** Says which rows are looked at: their pages are loaded, and pages far away are let go. */
  readonly ensure: (first: number, end: number) => void;
  readonly reload: () => void;
  /** Says that there are so many, where the answer told only of some of them. */
  readonly grow: (total: number) => void;
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

export const PAGE = 25;

/** Pages that are kept, whatever the length of the list. */
export const KEPT = 80;

/** Who scrolls past rows does not want them: pages are asked for where one stays this long, in ms. */
const REST = 60;

/**
 * Loads the first page when the key changes and the others when they are looked at. Until the new
 * answer is there the old one stays, marked as stale; it does so, too, under a problem that is
 * bearable. A null key empties the list.
 */
export function usePages<T, A>(
  key: string | null,
  load: (offset: number, limit: number, signal: AbortSignal) => Promise<Page<T, A>>,
  bearable: (problem: Problem) => boolean = () => false,
): Paged<T, A> {
  const store = useRef<Store<T, A>>(fresh());
  const asked = useRef(new Map<number, AbortController>());
  const resting = useRef(0);
  const seen = useRef({ first: 0, end: 0 });
  const loader = useRef(load);
  loader.current = load;
  const [, redraw] = useState(0);
  const [problem, setProblem] = useState<Problem>();
  const [round, setRound] = useState(0);

  /** Asks for what is looked at and not there, and for nothing else any more. */
  const want = useCallback((of: string) => {
    const { first, end } = seen.current;
    const wanted = pagesOf(first, Math.min(end, store.current.total), PAGE);
    for (const [page, abort] of asked.current) {
      if (!wanted.includes(page)) {
        abort.abort();
        asked.current.delete(page);
      }
    }
    for (const page of wanted) {
      if (!asked.current.has(page) && !store.current.pages.has(page)) {
        fetchPage(page, of);
      }
    }
  }, []);

  const fetchPage = useCallback((page: number, of: string) => {
    const abort = new AbortController();
    const { signal } = abort;
    asked.current.set(page, abort);
    loader.current(page * PAGE, PAGE, signal).then(
      (found) => {
        if (signal.aborted) {
          return;
        }
        asked.current.delete(page);
        const old = store.current;
        if (old.key !== of) {
          store.current = { key: of, answer: found.answer, total: found.total, pages: new Map() };
        }
        const { pages } = store.current;
        pages.set(page, found.items);
        for (const far of farthest([...pages.keys()], page, KEPT)) {
          pages.delete(far);
        }
        setProblem(undefined);
        redraw((n) => n + 1);
        if (old.key !== of) {
          want(of);
        }
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
  // Before the page is drawn: the answer is on its way while the browser draws.
  useLayoutEffect(() => {
    // Who types on through a query that is not finished sees no list between its problems.
    setProblem((old) => (old?.place ? old : undefined));
    if (named === null) {
      store.current = fresh();
      redraw((n) => n + 1);
    } else {
      fetchPage(0, named);
    }
    return () => {
      clearTimeout(resting.current);
      asked.current.forEach((abort) => abort.abort());
      asked.current.clear();
    };
  }, [named, fetchPage]);

  const ensure = useCallback(
    (first: number, end: number) => {
      seen.current = { first, end };
      clearTimeout(resting.current);
      resting.current = window.setTimeout(() => {
        const of = store.current.key;
        if (of !== null && of === named) {
          want(of);
        }
      }, REST);
    },
    [want, named],
  );
  const grow = useCallback((total: number) => {
    if (total > store.current.total) {
      store.current = { ...store.current, total };
      redraw((n) => n + 1);
    }
  }, []);
  const reload = useCallback(() => setRound((r) => r + 1), []);
  const stale = store.current.key !== named;
  // What answers another question must not stand under the problem of this one.
  const foreign =
    problem !== undefined &&
    !bearable(problem) &&
    store.current.key?.replace(/^\d+ /, "") !== key;
  return {
    answer: foreign ? undefined : store.current.answer,
    total: foreign ? 0 : store.current.total,
    problem,
    loading: named !== null && stale && problem === undefined,
    stale,
    item: (index) => store.current.pages.get(Math.floor(index / PAGE))?.[index % PAGE],
    ensure,
    reload,
    grow,
  };
}
