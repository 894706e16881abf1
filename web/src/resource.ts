// Loading from the server for a component: what was loaded, what went wrong, and nothing else.
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { asProblem, type Problem } from "./api/problem";
import type { Job } from "./api/types";
import { lastEnded } from "./live";

export interface Resource<T> {
  readonly data: T | undefined;
  readonly problem: Problem | undefined;
  readonly loading: boolean;
  /** Loads again and shows what is there meanwhile. */
  readonly reload: () => void;
}

interface State<T> {
  key: string;
  data?: T;
  problem?: Problem;
  loading: boolean;
}

/**
 * Loads when the key changes; what belonged to another key is never shown. A null key loads
 * nothing.
 */
export function useResource<T>(
  key: string | null,
  load: (signal: AbortSignal) => Promise<T>,
): Resource<T> {
  const wanted = key ?? "";
  const [state, setState] = useState<State<T>>({ key: wanted, loading: key !== null });
  const [round, setRound] = useState(0);
  const loader = useRef(load);
  loader.current = load;

  useEffect(() => {
    if (key === null) {
      return;
    }
    const abort = new AbortController();
    setState((s) => (s.key === key ? { ...s, loading: true } : { key, loading: true }));
    loader.current(abort.signal).then(
      (data) => {
        if (!abort.signal.aborted) {
          setState({ key, data, loading: false });
        }
      },
      (thrown: unknown) => {
        if (!abort.signal.aborted) {
          setState((s) => ({ ...s, key, problem: asProblem(thrown), loading: false }));
        }
      },
    );
    return () => abort.abort();
  }, [key, round]);

  const reload = useCallback(() => setRound((r) => r + 1), []);
  const mine = state.key === wanted;
  return {
    data: mine ? state.data : undefined,
    problem: mine ? state.problem : undefined,
    loading: mine ? state.loading : key !== null,
    reload,
  };
}

/** Loads again whenever a job has ended that concerns this place. */
export function useReloadAfterJobs(reload: () => void, concerns: (job: Job) => boolean): void {
  const latest = useRef({ reload, concerns });
  latest.current = { reload, concerns };
  useEffect(() => {
    let first = true;
    return lastEnded.subscribe((job) => {
      if (!first && job !== null && latest.current.concerns(job)) {
        latest.current.reload();
      }
      first = false;
    });
  }, []);
}

/** A request that the user starts by hand: at most one at a time. */
export function useAction<A extends unknown[]>(
  run: (...args: A) => Promise<void>,
): { start: (...args: A) => void; busy: boolean; problem: Problem | undefined; clear: () => void } {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const running = useRef(false);
  const start = (...args: A) => {
    if (running.current) {
      return;
    }
    running.current = true;
    setBusy(true);
    setProblem(undefined);
    run(...args)
      .catch((thrown: unknown) => setProblem(asProblem(thrown)))
      .finally(() => {
        running.current = false;
        setBusy(false);
      });
  };
  return { start, busy, problem, clear: () => setProblem(undefined) };
}
