// A query that cannot be understood: where, why, and what was probably meant. One that is not
// finished yet is nothing to be alarmed about.
import type { Problem } from "../../api/problem";
import { Button } from "../../ui/button";
import { Note, ProblemNote } from "../../ui/note";
import { t } from "./text";

/** Where the wrong word begins and ends, or null where the problem names no place. */
export function wrongPlace(
  query: string,
  subject: string,
): { start: number; end: number } | null {
  const found = /\bcharacter (\d+)/.exec(subject);
  if (found === null) {
    return null;
  }
  const start = Math.max(0, Math.min(Number(found[1]) - 1, query.length));
  const word = /^(?:"[^"]*"?|[^\s()"]+(?:"[^"]*"?)?|.)/su.exec(query.slice(start));
  return { start, end: start + (word?.[0].length ?? 0) };
}

/** The query with the word put right, or null where the server has no idea. */
export function meant(query: string, problem: Pick<Problem, "subject" | "hint">): string | null {
  const place = wrongPlace(query, problem.subject);
  const found = /did you mean ['‘“"]([^'’”"]+)['’”"]/i.exec(problem.hint);
  if (place === null || found === null) {
    return null;
  }
  const better = found[1] ?? "";
  const word = query.slice(place.start, place.end);
  const colon = word.indexOf(":");
  // What is suggested is either an operator or the value of one.
  const put = better.endsWith(":")
    ? better + word.slice(colon + 1)
    : colon >= 0 && !better.includes(":")
      ? word.slice(0, colon + 1) + better
      : better;
  return query.slice(0, place.start) + put + query.slice(place.end);
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
  const place = wrongPlace(query, problem.subject);
  const better = meant(query, problem);
  return (
    <Note tone="info" role="status" what={problem.detail}>
      {place !== null && (
        <p class="wrong-query">
          <code>
            {query.slice(0, place.start)}
            <span class="wrong">{query.slice(place.start, place.end) || "\u00a0"}</span>
            {query.slice(place.end)}
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
