import { sentence } from "../api/problem";
import type { Job } from "../api/types";
import { href } from "../router";
import { Time } from "../ui/time";
import { jobTitle, STATUS, stepFigures, stepWords } from "./words";
import { isActive } from "../live";

/** Jobs in two lines each, with what they came to. */
export function JobList({ jobs, tight = false }: { jobs: readonly Job[]; tight?: boolean }) {
  return (
    <ul class={tight ? "job-list tight" : "job-list"}>
      {jobs.map((job) => {
        const status = STATUS[job.status];
        const active = isActive(job);
        const outcome = active
          ? [stepWords(job), stepFigures(job)].filter((x) => x !== "").join(" · ")
          : sentence(job.outcome);
        return (
          <li key={job.id}>
            <a href={href(["jobs", job.id])}>
              <span class={`dot ${status.tone ?? ""}`} aria-hidden="true" />
              <span class="strong">
                {jobTitle(job)} <span class="unseen">{status.words}</span>
              </span>
              <span class="small soft">
                <Time at={job.ended ?? job.started ?? job.queued} />
              </span>
              <span class="outcome">
                {job.status !== "done" && !active && `${status.words}. `}
                {outcome}
              </span>
            </a>
          </li>
        );
      })}
    </ul>
  );
}
