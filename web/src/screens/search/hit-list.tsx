// What was found, as a list of any length.
import { useCallback, useState } from "preact/hooks";
import type { Hit, SearchAnswer } from "../../api/types";
import { count, day } from "../../format";
import type { Paged } from "../../pages";
import { RowWait } from "../../reader/message-row";
import type { Selection } from "../../reader/selection";
import { here } from "../../router";
import { ProblemNote } from "../../ui/note";
import { VirtualList } from "../../ui/virtual-list";
import { dayAfter, withoutDates, type Dates } from "./counts";
import { useExcerpts } from "./excerpts";
import { HitRow } from "./hit-row";
import { fieldValue, withField } from "./query";
import { t } from "./text";

/** The server gives no hits behind so many: whoever wants those names a time. */
export const DEEPEST = 100_000;

export function HitList(props: {
  query: string;
  sort: "date" | "relevance";
  dates: Dates;
  hits: Paged<Hit, SearchAnswer>;
  open: string;
  active: number;
  selection: Selection;
  /** Whether it belongs to an earlier query, as the present one is not finished. */
  waits: boolean;
  onFocusRow: (index: number) => void;
}) {
  const { query, sort, hits, selection } = props;
  const [range, setRange] = useState({ first: 0, end: 0 });
  const onRange = useCallback(
    (first: number, end: number) => {
      hits.ensure(first, end);
      setRange({ first, end });
    },
    [hits.ensure],
  );
  const seen: string[] = [];
  for (let i = range.first; i < range.end; i++) {
    const hit = hits.item(i);
    if (hit !== undefined) {
      seen.push(hit.id);
    }
  }
  const excerpts = useExcerpts(query, hits.answer, hits.stale ? [] : seen);
  const rows = Math.min(hits.total, DEEPEST);
  return (
    <>
      {excerpts.problem && (
        <div class="pane-problem">
          <ProblemNote problem={excerpts.problem} />
        </div>
      )}
      <VirtualList
        key={`${sort} ${query}`}
        name={`search ${sort} ${query}`}
        label={t.results}
        count={rows < hits.total ? rows + 1 : rows}
        rowHeight={5.75}
        active={props.active}
        busy={hits.loading || props.waits}
        inert={props.waits}
        onRange={onRange}
        onFocusRow={props.onFocusRow}
        row={(index) => {
          if (index >= DEEPEST) {
            return <Deeper query={query} sort={sort} dates={props.dates} last={hits.item(DEEPEST - 1)} />;
          }
          const hit = hits.item(index);
          return hit === undefined ? (
            <RowWait />
          ) : (
            <HitRow
              hit={hit}
              excerpt={excerpts.of(hit.id)}
              open={hit.id === props.open}
              href={here({ m: hit.id, c: null })}
              selected={selection.has(hit.id)}
              onSelect={() => selection.toggle(hit)}
            />
          );
        }}
      />
    </>
  );
}

/** Where the server's list ends, and how one gets on. */
function Deeper(props: {
  query: string;
  sort: "date" | "relevance";
  dates: Dates;
  last: Hit | undefined;
}) {
  const { query, last } = props;
  if (props.sort === "relevance" || last === undefined) {
    return <div class="deeper soft">{t.deepestBest(count(DEEPEST))}</div>;
  }
  const before = dayAfter(last.date.slice(0, 10));
  const after = fieldValue(query, "after");
  const older = withField(withoutDates(query, props.dates), "before", before);
  return (
    <div class="deeper">
      <p>{t.deepest(count(DEEPEST))}</p>
      <a href={here({ q: after === "" ? older : withField(older, "after", after), m: null })}>
        {t.goOn(day(new Date(`${before}T00:00:00`)))}
      </a>
    </div>
  );
}
