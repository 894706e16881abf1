import type { ComponentChildren } from "preact";
import type { Resource } from "../resource";
import { ProblemNote } from "./note";

/** Grey lines that come in late, so that a quick answer does not flicker. */
export function Skeleton({ lines = 3 }: { lines?: number }) {
  return (
    <div class="skeleton" role="status" aria-label="Loading">
      {Array.from({ length: lines }, (_, i) => (
        <span key={i} />
      ))}
    </div>
  );
}

/** What was loaded; else why not; else that it is under way. */
export function Loaded<T>(props: {
  of: Resource<T>;
  lines?: number;
  children: (data: T) => ComponentChildren;
}) {
  const { of } = props;
  return (
    <>
      {of.problem && <ProblemNote problem={of.problem} onRetry={of.reload} />}
      {of.data !== undefined
        ? props.children(of.data)
        : of.problem === undefined && <Skeleton lines={props.lines ?? 3} />}
    </>
  );
}
