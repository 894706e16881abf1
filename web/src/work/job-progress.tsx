import { useState } from "preact/hooks";
import { api } from "../api/client";
import type { Job } from "../api/types";
import { take } from "../live";
import { useAction } from "../resource";
import { Button } from "../ui/button";
import { ProblemNote } from "../ui/note";
import { ProgressBar } from "../ui/progress";
import { now } from "../ui/time";
import { coverageOf, jobTitle, leftWords, secondsLeft, stepFigures, stepWords } from "./words";

/** A job that runs: what it does, how far it is, and the way to stop it. */
export function JobProgress({ job, children }: { job: Job; children?: preact.ComponentChildren }) {
  const [asked, setAsked] = useState(false);
  const stop = useAction(async () => {
    take(await api.delete("/api/v1/jobs/{id}", { path: { id: job.id } }));
    setAsked(true);
  });
  const left = secondsLeft(job, now.value);
  return (
    <div class="job-progress">
      <div class="row between">
        <span class="job-step">{stepWords(job)}</span>
        <span class="row">
          {children}
          <Button small icon="stop" busy={stop.busy || asked} onClick={() => stop.start()}>
            {asked ? "Stopping at the next safe point" : "Stop"}
          </Button>
        </span>
      </div>
      <ProgressBar label={jobTitle(job)} done={job.step?.done ?? 0} total={job.step?.total ?? -1} />
      <div class="row between small soft">
        <span>{stepFigures(job)}</span>
        <span>{left === null ? "" : leftWords(left)}</span>
      </div>
      {coverageOf(job) !== "" && <p class="small soft">{coverageOf(job)}</p>}
      {stop.problem && <ProblemNote problem={stop.problem} />}
    </div>
  );
}
