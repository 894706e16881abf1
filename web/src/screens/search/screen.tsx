import { useCallback, useEffect, useState } from "preact/hooks";
import { api } from "../../api/client";
import type { Problem } from "../../api/problem";
import type { Hit, SearchAnswer } from "../../api/types";
import { useKeys } from "../../keys";
import { usePages } from "../../pages";
import { useResource, useReloadAfterJobs } from "../../resource";
import { here, href, navigate, route } from "../../router";
import { Reader } from "../../reader/reader";
import { t as reading } from "../../reader/text";
import { showShortcuts } from "../../shell/keyboard";
import { LinkButton } from "../../ui/button";
import { Empty, Note, ProblemNote } from "../../ui/note";
import { Skeleton } from "../../ui/loaded";
import { useTitle } from "../../ui/page";
import { VirtualList } from "../../ui/virtual-list";
import { useListKeys } from "../../reader/list-keys";
import { SelectionBar, useSelection } from "../../reader/selection";
import { RowWait } from "../../reader/message-row";
import { SearchBar } from "./bar";
import { HitRow } from "./hit-row";
import { Summary } from "./summary";
import { t } from "./text";

/** The address holds the query, so that a search can be kept, sent and gone back to. */
export function SearchScreen() {
  const { q = "", sort = "date", m = "" } = route.value.query;
  useTitle(q === "" ? t.title : `${q} · ${t.title}`);
  const order = sort === "relevance" ? "relevance" : "date";
  const accounts = useResource("accounts", (signal) => api.get("/api/v1/accounts", { signal }));
  const load = async (offset: number, limit: number, signal: AbortSignal) => {
    const answer = await api.get("/api/v1/search", {
      query: { q, sort: order, offset, limit },
      signal,
    });
    return { total: answer.total, items: answer.hits, answer };
  };
  const hits = usePages<Hit, SearchAnswer>(`${order} ${q}`, load);
  useReloadAfterJobs(hits.reload, (job) => job.kind === "backup" || job.kind === "rebuild");
  const selection = useSelection();
  const [focus, setFocus] = useState(0);
  const [active, setActive] = useState(-1);
  useEffect(() => setActive(-1), [q, order]);

  const at = (index: number) => hits.item(index);
  const open = useCallback((id: string) => navigate(here({ m: id }), { replace: m !== "" }), [m]);
  const keyboard = useListKeys({
    total: hits.total,
    active,
    setActive: (index) => {
      setFocus(0);
      setActive(index);
    },
    idAt: (index) => at(index)?.id,
    openId: m,
    open,
    onRead: () => setFocus((n) => n + 1),
    onBack: () => navigate(here({ m: null }), { replace: true }),
    onSelect: (index) => {
      const hit = at(index);
      if (hit !== undefined) {
        selection.toggle(hit);
      }
    },
  });
  useKeys(keyboard.keys);

  const answer = hits.answer;
  return (
    <div class="search">
      <h1 class="unseen" tabIndex={-1}>
        {t.title}
      </h1>
      <SearchBar
        query={q}
        accounts={accounts.data?.accounts.map((account) => account.name) ?? []}
        onQuery={(next, replace) => navigate(here({ q: next, m: null }), { replace })}
        onShortcuts={showShortcuts}
      />
      <div class={m === "" ? "split" : "split reading"}>
        <section class="pane list" aria-label={t.results}>
          {answer && (
            <Summary
              query={q}
              answer={answer}
              stale={hits.stale}
              sort={order}
              onSort={(next) =>
                navigate(here({ sort: next === "date" ? null : next, m: null }), { replace: true })
              }
            />
          )}
          <SelectionBar selection={selection} />
          {hits.problem && (
            <div class="pane-problem">
              <SearchProblem problem={hits.problem} onRetry={hits.reload} />
            </div>
          )}
          {answer === undefined ? (
            hits.problem === undefined && (
              <div class="pane-problem">
                <Skeleton lines={9} />
              </div>
            )
          ) : hits.total === 0 && !hits.stale ? (
            hits.problem === undefined && <Nothing archived={answer.coverage.archived} />
          ) : (
            <VirtualList
              key={`${order} ${q}`}
              label={t.results}
              count={hits.total}
              rowHeight={5.75}
              active={active}
              busy={hits.loading}
              onRange={hits.ensure}
              onFocusRow={keyboard.onFocusRow}
              row={(index) => {
                const hit = at(index);
                return hit === undefined ? (
                  <RowWait />
                ) : (
                  <HitRow
                    hit={hit}
                    open={hit.id === m}
                    href={here({ m: hit.id })}
                    selected={selection.has(hit.id)}
                    onSelect={() => selection.toggle(hit)}
                  />
                );
              }}
            />
          )}
        </section>
        <section class="pane reading" aria-label={reading.frame}>
          {m !== "" ? (
            <Reader id={m} onClose={keyboard.close} focus={focus} />
          ) : (
            <Empty icon="account" title={reading.pick}>
              <p>{reading.pickHint}</p>
            </Empty>
          )}
        </section>
      </div>
    </div>
  );
}

/** A query that is not finished yet is nothing to be alarmed about. */
function SearchProblem({ problem, onRetry }: { problem: Problem; onRetry: () => void }) {
  return problem.status === 400 || problem.status === 422 ? (
    <Note tone="info" role="status" what={problem.detail}>
      <p>{problem.hint}</p>
      <p class="small soft">{problem.subject}</p>
    </Note>
  ) : (
    <ProblemNote problem={problem} onRetry={onRetry} />
  );
}

function Nothing({ archived }: { archived: number }) {
  return archived === 0 ? (
    <Empty icon="disk" title={t.nothingArchived}>
      <p>{t.nothingArchivedHint}</p>
      <LinkButton href={href(["accounts"])}>{t.toAccounts}</LinkButton>
    </Empty>
  ) : (
    <Empty icon="search" title={t.nothing}>
      <p>{t.nothingHint}</p>
    </Empty>
  );
}
