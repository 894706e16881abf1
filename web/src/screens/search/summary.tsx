import type { Coverage, SearchAnswer } from "../../api/types";
import { count, decimal, plural } from "../../format";
import { href } from "../../router";
import { announce } from "../../ui/announce";
import { IconButton } from "../../ui/button";
import { t } from "./text";

/** How much of the archive a search can find, in one sentence. */
export function coverageWords({ indexed, archived, defective, waiting }: Coverage): string {
  if (archived === 0) {
    return "Nothing is archived yet";
  }
  const whole =
    indexed >= archived
      ? archived === 1
        ? "The one message is searchable"
        : `All ${count(archived)} messages searchable`
      : `${count(indexed)} of ${count(archived)} messages searchable so far`;
  const found =
    defective > 0 ? `${whole}, ${count(defective)} of them by their header only` : whole;
  return waiting > 0
    ? `${found}; attachments of ${plural(waiting, "message")} are still being read`
    : found;
}

export function totalWords({ total, exact }: Pick<SearchAnswer, "total" | "exact">): string {
  return exact ? plural(total, "message") : `More than ${plural(total, "message")}`;
}

/** Pages that came over plain HTTP may not use the clipboard by itself. */
function copyLink(): void {
  const done = navigator.clipboard?.writeText(location.href) ?? Promise.reject(new Error());
  done.then(
    () => announce(t.copied),
    () => announce(t.notCopied),
  );
}

export function Summary(props: {
  query: string;
  answer: SearchAnswer;
  /** What cannot be found of attachments, in words; empty where there is nothing. */
  unread: string;
  sort: "date" | "relevance";
  onSort: (sort: "date" | "relevance") => void;
  onNarrow: () => void;
}) {
  const { answer } = props;
  const complete = answer.coverage.indexed >= answer.coverage.archived;
  return (
    <div class="search-summary">
      <div class="row between">
        <p role="status">
          <span class="strong">{totalWords(answer)}</span>{" "}
          <span class="soft small took">
            in {decimal(answer.seconds, answer.seconds < 0.1 ? 3 : 2)} s
          </span>
        </p>
        <span class="summary-tools">
          <IconButton small kind="quiet" icon="copy" label={t.copyLink} onClick={copyLink} />
          <span class="only-narrow">
            <IconButton
              small
              kind="quiet"
              icon="filter"
              label={t.filter}
              onClick={props.onNarrow}
            />
          </span>
        <select
          class="sort"
          aria-label={t.sort}
          onChange={(event) =>
            props.onSort(event.currentTarget.value === "relevance" ? "relevance" : "date")
          }
        >
          <option value="date" selected={props.sort === "date"}>
            {t.newest}
          </option>
          <option value="relevance" selected={props.sort === "relevance"}>
            {t.best}
          </option>
        </select>
        </span>
      </div>
      {props.query !== "" && answer.understoodAs !== "" && (
        <p class="small soft understood" title={answer.understoodAs}>
          {t.understood} {answer.understoodAs}
        </p>
      )}
      <p class="small coverage">
        <span
          class={complete ? "soft" : "partly"}
          title={coverageWords(answer.coverage)}
        >
          {coverageWords(answer.coverage)}
        </span>
        {props.unread !== "" && (
          <a href={href(["unread"])} title={t.unread}>
            {props.unread}
          </a>
        )}
      </p>
    </div>
  );
}
