import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { api } from "../../api/client";
import { isProblemDocument, problemOf } from "../../api/problem";
import type { Hit, SearchAnswer } from "../../api/types";
import { useKeys } from "../../keys";
import { usePages } from "../../pages";
import { useResource, useReloadAfterJobs } from "../../resource";
import { here, href, leaveFor, navigate, route } from "../../router";
import { Reader } from "../../reader/reader";
import { t as reading } from "../../reader/text";
import { showShortcuts } from "../../shell/keyboard";
import { Button, LinkButton } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Empty, ProblemNote } from "../../ui/note";
import { Skeleton } from "../../ui/loaded";
import { useTitle } from "../../ui/page";
import { useListKeys } from "../../reader/list-keys";
import { SelectionBar, useSelection } from "../../reader/selection";
import { backlogWords } from "../unread/words";
import { SearchBar } from "./bar";
import { datesOf, hasDates, NO_COUNTS, useCounts, withDates, withoutDates } from "./counts";
import { Narrow } from "./facets";
import { DEEPEST, HitList } from "./hit-list";
import { KeepDialog } from "./keep";
import { SearchProblem, told, unfinished } from "./problem";
import { remember } from "./suggest";
import { Summary } from "./summary";
import { t } from "./text";
import { Timeline } from "./timeline";
import { useSaved } from "./saved";

/** The address holds the query, so that a search can be kept, sent and gone back to. */
export function SearchScreen() {
  const { q = "", sort = "date", m = "" } = route.value.query;
  useTitle(q === "" ? t.title : `${q} · ${t.title}`);
  const order = sort === "relevance" ? "relevance" : "date";
  const accounts = useResource("accounts", (signal) => api.get("/api/v1/accounts", { signal }));
  const known = useResource("operators", (signal) =>
    api.get("/api/v1/search/operators", { signal }),
  );
  const operators = known.data?.operators ?? [];
  const dates = datesOf(operators);
  const load = async (offset: number, limit: number, signal: AbortSignal) => {
    const answer = await api.get("/api/v1/search", {
      query: { q, sort: order, offset, limit, typing: true },
      signal,
    });
    if (isProblemDocument(answer)) {
      throw problemOf(answer.status, answer);
    }
    return { total: answer.total, items: answer.hits, answer };
  };
  const [typing, setTyping] = useState(false);
  const hits = usePages<Hit, SearchAnswer>(`${order} ${q}`, load, (problem) =>
    unfinished(problem, typing),
  );
  /** What is typed makes no sense yet: what was found before stays, and waits. */
  const waits = hits.problem !== undefined && unfinished(hits.problem, typing);
  const answered = useRef<{ q: string; order: "date" | "relevance" }>({ q, order });
  if (!hits.stale) {
    answered.current = { q, order };
  }
  useReloadAfterJobs(hits.reload, (job) => job.kind === "backup" || job.kind === "rebuild");
  const nothing = (!hits.stale || waits) && hits.total === 0;
  const counted = useCounts(q, hits.answer, !hits.stale && !nothing);
  // Where the query is not understood, nothing of the one before may be clicked any more.
  const counts = nothing || (hits.problem?.place && !waits) ? NO_COUNTS : counted;
  const all = counts.stale ? undefined : counts.facets?.total;
  const { grow } = hits;
  useEffect(() => {
    if (all !== undefined && hits.answer?.exact === false && !hits.stale) {
      grow(all);
    }
  }, [all, hits.answer, hits.stale, grow]);
  const unread = useResource("unread", (signal) =>
    api.get("/api/v1/attachments/unread", { query: { limit: 1 }, signal }),
  );
  const saved = useSaved();
  const selection = useSelection();
  const [dialog, setDialog] = useState<"narrow" | "keep" | null>(null);
  // Whoever comes to an open message reads on: keys are for it, and not for the box.
  const [focus, setFocus] = useState(m === "" ? 0 : 1);
  const [active, setActive] = useState(-1);
  useEffect(() => setActive(-1), [q, order]);
  useEffect(() => selection.clear(), [q]);

  const open = useCallback(
    (id: string) => {
      remember(q);
      navigate(here({ m: id, c: null }), { replace: m !== "" });
    },
    [m, q],
  );
  const setQuery = (next: string, replace = false) =>
    navigate(here({ q: next, m: null, c: null }), { replace });
  const keyboard = useListKeys({
    total: Math.min(hits.total, DEEPEST),
    active,
    setActive: (index) => {
      setFocus(0);
      setActive(index);
    },
    idAt: (index) => hits.item(index)?.id,
    openId: m,
    open,
    onRead: () => setFocus((n) => n + 1),
    onBack: () => leaveFor(here({ m: null, c: null })),
    onSelect: (index) => {
      const hit = hits.item(index);
      if (hit !== undefined) {
        selection.toggle(hit);
      }
    },
  });
  useKeys(keyboard.keys);

  // After Enter in the box the keys of the list work, as soon as there is something in it.
  const [entered, setEntered] = useState<string | null>(null);
  const firstId = hits.stale ? undefined : hits.item(0)?.id;
  useEffect(() => {
    if (entered === q && !hits.loading) {
      setEntered(null);
      if (firstId !== undefined && document.activeElement?.id === "query") {
        focusMessage(firstId);
      }
    }
  }, [entered, q, hits.loading, firstId]);

  const answer = hits.answer;
  const narrow = (
    <Narrow
      query={q}
      counts={counts}
      dates={dates}
      saved={saved.list}
      onQuery={(next) => {
        setDialog(null);
        setQuery(next);
      }}
      onForget={(name) => {
        saved.forget(name);
        // What was pressed goes away with the search.
        document.getElementById("query")?.focus();
      }}
    />
  );
  return (
    <div class="search">
      <h1 class="unseen" tabIndex={-1}>
        {t.title}
      </h1>
      <SearchBar
        query={q}
        operators={operators}
        accounts={accounts.data?.accounts.map((account) => account.name) ?? []}
        saved={saved.list}
        reading={m !== ""}
        onQuery={setQuery}
        onTyping={setTyping}
        onEnter={setEntered}
        onKeep={() => setDialog("keep")}
        onShortcuts={showShortcuts}
      />
      <div class={m === "" ? "split found" : "split found reading"}>
        <aside class="pane facets" aria-label={t.filter} inert={waits}>
          {narrow}
        </aside>
        <section class="pane list" aria-label={t.results}>
          {answer && (
            <>
              <Summary
                query={answered.current.q}
                answer={answer}
                notes={waits ? [] : told(answer.notes, answered.current.q, typing)}
                waits={waits}
                counted={hits.stale ? undefined : all}
                unread={unread.data === undefined ? "" : backlogWords({ ...unread.data, waiting: 0 })}
                sort={order}
                onSort={(next) =>
                  navigate(here({ sort: next === "date" ? null : next, m: null, c: null }), {
                    replace: true,
                  })
                }
                onNarrow={() => setDialog("narrow")}
                onQuery={setQuery}
              />
              {!nothing && (
                <div inert={waits}>
                  <Timeline
                    bars={counts.facets?.timeline ?? []}
                    exact={counts.facets?.exact !== false}
                    stale={counts.stale}
                    limited={hasDates(q, dates)}
                    onRange={(from, before) => setQuery(withDates(q, dates, from, before))}
                    onClear={() => setQuery(withoutDates(q, dates))}
                  />
                </div>
              )}
            </>
          )}
          <SelectionBar selection={selection} />
          {((hits.problem && !waits) || saved.problem || (waits && answer === undefined)) && (
            <div class="pane-problem">
              {waits && answer === undefined && (
                <p class="small soft" role="status">
                  {t.goOnTyping}
                </p>
              )}
              {hits.problem && !waits && (
                <SearchProblem
                  query={q}
                  problem={hits.problem}
                  onQuery={setQuery}
                  onRetry={hits.reload}
                />
              )}
              {saved.problem && <ProblemNote problem={saved.problem} />}
            </div>
          )}
          {answer === undefined ? (
            hits.problem === undefined && (
              <div class="pane-problem">
                <Skeleton lines={9} />
              </div>
            )
          ) : nothing ? (
            (hits.problem === undefined || waits) && <Nothing archived={answer.coverage.archived} />
          ) : (
            <HitList
              query={answered.current.q}
              sort={answered.current.order}
              dates={dates}
              hits={hits}
              waits={waits}
              open={m}
              active={active}
              selection={selection}
              onFocusRow={keyboard.onFocusRow}
            />
          )}
        </section>
        <section class="pane reading" aria-label={reading.frame}>
          {m !== "" ? (
            <Reader id={m} query={q} onClose={keyboard.close} focus={focus} />
          ) : (
            <Empty icon="account" title={reading.pick}>
              <p>{t.pickHint}</p>
            </Empty>
          )}
        </section>
      </div>
      {dialog === "narrow" && (
        <Dialog title={t.filter} onClose={() => setDialog(null)}>
          {narrow}
          {nothing && saved.list.length === 0 && <p>{t.nothingToNarrow}</p>}
          <div class="buttons">
            <Button onClick={() => setDialog(null)}>{t.close}</Button>
          </div>
        </Dialog>
      )}
      {dialog === "keep" && (
        <KeepDialog
          query={q}
          name={saved.list.find((search) => search.query === q)?.name ?? ""}
          used={(name) => saved.list.some((search) => search.name === name && search.query !== q)}
          onKeep={(name) => saved.keep(name, q)}
          onClose={() => setDialog(null)}
        />
      )}
    </div>
  );
}

function focusMessage(id: string): void {
  document
    .querySelector<HTMLElement>(`[data-message="${CSS.escape(id)}"]`)
    ?.focus({ preventScroll: true });
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
