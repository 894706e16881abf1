// What can narrow a search further, beside the list on wide windows and in a dialog on small ones.
import { useState } from "preact/hooks";
import type { FacetGroup, SavedSearch } from "../../api/types";
import { count } from "../../format";
import { displayName } from "../../reader/message-row";
import { Button, IconButton } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Icon } from "../../ui/icon";
import { ProblemNote } from "../../ui/note";
import { hasAll, toggleAll, type Counts, type Dates } from "./counts";
import { GROUPS, kindName, t } from "./text";

export function Narrow(props: {
  query: string;
  counts: Counts;
  dates: Dates;
  saved: readonly SavedSearch[];
  onQuery: (query: string) => void;
  onForget: (name: string) => void;
}) {
  const { query, counts, saved } = props;
  const [leaving, setLeaving] = useState<string | null>(null);
  return (
    <div class={counts.stale ? "narrow-down stale" : "narrow-down"}>
      {saved.length > 0 && (
        <section class="facet" aria-label={t.savedSearches}>
          <h2>{t.savedSearches}</h2>
          <ul>
            {saved.map((search) => (
              <li key={search.name}>
                <button
                  type="button"
                  class="facet-value"
                  aria-pressed={search.query === query}
                  title={search.query}
                  onClick={() => props.onQuery(search.query)}
                >
                  <Icon name="star" size={16} />
                  <span class="label" dir="auto">
                    {search.name}
                  </span>
                </button>
                <IconButton
                  small
                  kind="quiet"
                  icon="close"
                  label={t.forget(search.name)}
                  onClick={() => setLeaving(search.name)}
                />
              </li>
            ))}
          </ul>
        </section>
      )}
      {leaving !== null && (
        <Dialog title={t.forgetAsk(leaving)} onClose={() => setLeaving(null)}>
          <p>{t.forgetHint}</p>
          <div class="buttons">
            <Button
              kind="danger"
              onClick={() => {
                setLeaving(null);
                setTimeout(() => props.onForget(leaving));
              }}
            >
              {t.forgetIt}
            </Button>
            <Button onClick={() => setLeaving(null)}>{t.cancel}</Button>
          </div>
        </Dialog>
      )}
      {counts.problem && <ProblemNote problem={counts.problem} />}
      {counts.facets?.groups
        .filter((group) => group.values.length > 0)
        .map((group) => (
          <Group
            key={group.facet}
            group={group}
            query={query}
            dates={group.facet === "year" ? props.dates : []}
            exact={counts.facets?.exact !== false}
            onQuery={props.onQuery}
          />
        ))}
      {counts.facets?.exact === false && <p class="small soft">{t.estimated}</p>}
    </div>
  );
}

function nameOf(facet: FacetGroup["facet"], label: string): string {
  return facet === "kind" ? kindName(label) : facet === "sender" ? displayName(label) : label;
}

function Group(props: {
  group: FacetGroup;
  query: string;
  /** What a value takes the place of. */
  dates: Dates;
  exact: boolean;
  onQuery: (query: string) => void;
}) {
  const { group, query } = props;
  return (
    <section class="facet" aria-label={GROUPS[group.facet]}>
      <h2>{GROUPS[group.facet]}</h2>
      <ul>
        {group.values.map((value) => (
          <li key={value.query}>
            <button
              type="button"
              class="facet-value"
              aria-pressed={hasAll(query, value.query)}
              title={value.label}
              onClick={() => props.onQuery(toggleAll(query, value.query, props.dates))}
            >
              <span class="label" dir="auto">
                {nameOf(group.facet, value.label)}
              </span>
              <span class="count">
                {!props.exact && <span class="unseen">{t.about} </span>}
                {!props.exact && <span aria-hidden="true">~</span>}
                {count(value.count)}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {group.more && <p class="small soft">{t.more}</p>}
    </section>
  );
}
