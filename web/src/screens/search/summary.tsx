import { useEffect, useRef, useState } from "preact/hooks";
import type { Coverage, QueryNote, SearchAnswer } from "../../api/types";
import { count, decimal, plural } from "../../format";
import { href } from "../../router";
import { announce } from "../../ui/announce";
import { IconButton } from "../../ui/button";
import { QueryNotice } from "./problem";
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
  if (exact || total === 0) {
    return plural(total, "message");
  }
  const digit = 10 ** Math.floor(Math.log10(total));
  return `More than ${plural(Math.floor(total / digit) * digit, "message")}`;
}

/** How many were found: as far as the hits tell, until all were counted. */
export function wholeTotal(
  answer: Pick<SearchAnswer, "total" | "exact">,
  counted: number | undefined,
): Pick<SearchAnswer, "total" | "exact"> {
  return answer.exact || counted === undefined
    ? answer
    : { total: Math.max(answer.total, counted), exact: true };
}

/** How long a note stays, in ms. */
const SAID = 4000;

/** Pages that came over plain HTTP may not use the clipboard by itself. */
function CopyLink() {
  const [said, setSaid] = useState("");
  const timer = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  const say = (words: string) => {
    announce(words);
    setSaid(words);
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => setSaid(""), SAID);
  };
  const copy = () => {
    const done = navigator.clipboard?.writeText(location.href) ?? Promise.reject(new Error());
    done.then(
      () => say(t.copied),
      () => say(t.notCopied),
    );
  };
  return (
    <span class="copy-link">
      <IconButton small kind="quiet" icon="copy" label={t.copyLink} onClick={copy} />
      {said !== "" && (
        <span class="popover small" aria-hidden="true">
          {said}
        </span>
      )}
    </span>
  );
}

export function Summary(props: {
  query: string;
  answer: SearchAnswer;
  notes: readonly QueryNote[];
  /** Whether the answer is that of an earlier query, as the present one is not finished. */
  waits: boolean;
  /** How many were counted, once all were. */
  counted: number | undefined;
  /** What cannot be found of attachments, in words; empty where there is nothing. */
  unread: string;
  sort: "date" | "relevance";
  onSort: (sort: "date" | "relevance") => void;
  onNarrow: () => void;
  onQuery: (query: string) => void;
}) {
  const { answer } = props;
  const complete = answer.coverage.indexed >= answer.coverage.archived;
  return (
    <div class={props.waits ? "search-summary waits" : "search-summary"}>
      <div class="row between">
        <p role="status">
          <span class="strong">{totalWords(wholeTotal(answer, props.counted))}</span>{" "}
          <span class="soft small took">
            in {decimal(answer.seconds, answer.seconds < 0.1 ? 3 : 2)} s
          </span>
        </p>
        <span class="summary-tools">
          <CopyLink />
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
      {props.waits ? (
        <p class="small soft understood" role="status">
          {t.goOnTyping} {t.foundBefore}
        </p>
      ) : (
        props.query !== "" &&
        answer.understoodAs !== "" && (
          <p class="small soft understood" title={answer.understoodAs}>
            {t.understood} {answer.understoodAs}
          </p>
        )
      )}
      {props.notes.map((note) => (
        <QueryNotice key={note.at} query={props.query} note={note} onQuery={props.onQuery} />
      ))}
      <p class={complete && answer.coverage.waiting === 0 ? "small coverage complete" : "small coverage"}>
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
