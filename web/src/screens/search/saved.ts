// The searches that the user keeps on the server.
import { useState } from "preact/hooks";
import { api } from "../../api/client";
import { asProblem, type Problem } from "../../api/problem";
import type { SavedSearch } from "../../api/types";
import { useResource } from "../../resource";

export interface Saved {
  readonly list: readonly SavedSearch[];
  readonly problem: Problem | undefined;
  /** Throws what the server has against it. */
  readonly keep: (name: string, query: string) => Promise<void>;
  readonly forget: (name: string) => void;
}

export function useSaved(): Saved {
  const loaded = useResource("searches", (signal) => api.get("/api/v1/searches", { signal }));
  const [changed, setChanged] = useState<readonly SavedSearch[]>();
  const [problem, setProblem] = useState<Problem>();
  return {
    list: changed ?? loaded.data?.searches ?? [],
    problem: problem ?? loaded.problem,
    keep: async (name, query) => {
      const { searches } = await api.put("/api/v1/searches", { body: { name, query } });
      setChanged(searches);
    },
    forget: (name) => {
      setProblem(undefined);
      api.delete("/api/v1/searches", { query: { name } }).then(
        ({ searches }) => setChanged(searches),
        (thrown: unknown) => setProblem(asProblem(thrown)),
      );
    },
  };
}
