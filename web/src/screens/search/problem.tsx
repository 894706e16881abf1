// A query that cannot be understood: where, why, and what was probably meant. One that is not
// finished yet is nothing to be alarmed about.
import type { Problem } from "../../api/problem";
import type { QueryNote, QueryPlace } from "../../api/types";
import { Button } from "../../ui/button";
import { Note, ProblemNote } from "../../ui/note";
import { t } from "./text";

/** The query before what is wrong with it, that, and the rest. */
export function cut(query: string, { at, length }: QueryPlace): [string, string, string] {
  const start = Math.min(at, query.length);
  const end = Math.min(start + length, query.length);
  return [query.slice(0, start), query.slice(start, end), query.slice(end)];
}

/** Most chars of a part of the query that are repeated. */
const TOLD = 120;

/** What was cut, without what nobody would read: the ends that are away from what is wrong. */
export function shortened([before, wrong, after]: [string, string, string]): [string, string, string] {
  const end = (text: string) => (text.length > TOLD ? `${text.slice(0, TOLD)}…` : text);
  return [before.length > TOLD ? `…${before.slice(-TOLD)}` : before, end(wrong), end(after)];
}

/** The query with the wrong part put right, or null where the server has no idea. */
export function meant(query: string, place: QueryPlace | null): string | null {
  if (place === null || place.suggestion === null) {
    return null;
  }
  const [before, , after] = cut(query, place);
  return before + place.suggestion + after;
}

/** Whether a query was not understood as it is still being typed: then there is nothing to say yet. */
export function unfinished(problem: Problem, typing: boolean): boolean {
  return typing && problem.place !== null;
}

/** Notes to show: the word that is being typed may still become what it is said not to be. */
export function told(notes: readonly QueryNote[], query: string, typing: boolean): QueryNote[] {
  return notes.filter((note) => !typing || note.at + note.length < query.length);
}

/** What was understood, but hardly as it was meant. */
export function QueryNotice(props: {
  query: string;
  note: QueryNote;
  onQuery: (query: string) => void;
}) {
  const { problem, hint } = props.note;
  const better = meant(props.query, props.note);
  return (
    <Note tone="info" role="status" what={`${problem.charAt(0).toUpperCase()}${problem.slice(1)}`}>
      <p class="small">{hint}</p>
      {better !== null && (
        <div class="buttons">
          <Button small onClick={() => props.onQuery(better)}>
            {t.searchFor(better)}
          </Button>
        </div>
      )}
    </Note>
  );
}

export function SearchProblem(props: {
  query: string;
  problem: Problem;
  onQuery: (query: string) => void;
  onRetry: () => void;
}) {
  const { query, problem } = props;
  if (problem.status !== 400 && problem.status !== 422) {
    return <ProblemNote problem={problem} onRetry={props.onRetry} />;
  }
  const better = meant(query, problem.place);
  const parts = problem.place === null ? null : shortened(cut(query, problem.place));
  return (
    <Note tone="info" role="status" what={problem.detail}>
      {parts !== null && (
        <p class="wrong-query">
          <code>
            {parts[0]}
            <span class="wrong">{parts[1] === "" ? "\u00a0" : parts[1]}</span>
            {parts[2]}
          </code>
        </p>
      )}
      <p>{problem.hint}</p>
      {better !== null && (
        <div class="buttons">
          <Button small onClick={() => props.onQuery(better)}>
            {t.searchFor(better)}
          </Button>
        </div>
      )}
    </Note>
  );
}
