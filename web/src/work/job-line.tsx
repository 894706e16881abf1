import type { Job } from "../api/types";
import { href } from "../router";
import { ProgressBar } from "../ui/progress";
import { jobTitle, stepFigures } from "./words";

/** A running job in two lines, for the side bar. */
export function JobLine({ job }: { job: Job }) {
  return (
    <a class="job-line" href={href(["jobs", job.id])}>
      <span class="job-line-title">{jobTitle(job)}</span>
      <ProgressBar label={jobTitle(job)} done={job.step?.done ?? 0} total={job.step?.total ?? -1} />
      <span class="job-line-figures">{stepFigures(job)}</span>
    </a>
  );
}
