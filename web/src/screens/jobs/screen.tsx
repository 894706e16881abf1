import { useState } from "preact/hooks";
import { api } from "../../api/client";
import type { Job } from "../../api/types";
import { activeJobs, isActive } from "../../live";
import { useAction, useReloadAfterJobs, useResource } from "../../resource";
import { href, navigate } from "../../router";
import { Button } from "../../ui/button";
import { Segments } from "../../ui/field";
import { Loaded } from "../../ui/loaded";
import { Empty, ProblemNote } from "../../ui/note";
import { Page, Panel } from "../../ui/page";
import { JobList } from "../../work/job-list";
import { JobProgress } from "../../work/job-progress";
import { verifyArchive } from "../../work/start";
import { jobTitle } from "../../work/words";
import { t } from "./text";

type Filter = "all" | Job["kind"];

const FILTERS: readonly { value: Filter; label: string }[] = [
  { value: "all", label: "All" },
  { value: "backup", label: "Backups" },
  { value: "restore", label: "Restores" },
  { value: "verify", label: "Checks" },
];

function aboutTheArchive(job: Job): boolean {
  return job.kind !== "backup" && job.kind !== "restore";
}

export function JobsScreen() {
  const jobs = useResource("jobs", (signal) =>
    api.get("/api/v1/jobs", { query: { limit: 500 }, signal }),
  );
  useReloadAfterJobs(jobs.reload, () => true);
  const [filter, setFilter] = useState<Filter>("all");
  const active = [...activeJobs.value.values()];
  const verify = useAction(async () => {
    const job = await verifyArchive(false);
    navigate(href(["jobs", job.id]));
  });
  return (
    <Page
      title={t.title}
      lead={t.lead}
      actions={
        <Button icon="shield" busy={verify.busy} onClick={() => verify.start()}>
          {t.verify}
        </Button>
      }
    >
      {verify.problem && <ProblemNote problem={verify.problem} />}
      {active.length > 0 && (
        <Panel title={t.running}>
          <ul class="stack wide">
            {active.map((job) => (
              <li key={job.id}>
                <p>
                  <a href={href(["jobs", job.id])}>{jobTitle(job)}</a>
                </p>
                <JobProgress job={job} />
              </li>
            ))}
          </ul>
        </Panel>
      )}
      <Loaded of={jobs} lines={8}>
        {(data) => {
          const ended = data.jobs.filter((job) => !isActive(job));
          const shown = ended.filter(
            (job) =>
              filter === "all" ||
              job.kind === filter ||
              (filter === "verify" && aboutTheArchive(job)),
          );
          return ended.length === 0 && active.length === 0 ? (
            <div class="panel">
              <Empty icon="jobs" title={t.none}>
                <p>{t.noneHint}</p>
              </Empty>
            </div>
          ) : (
            <section class="panel" aria-label={t.history}>
              <header>
                <h2>{t.history}</h2>
                <Segments label={t.kind} value={filter} options={FILTERS} onValue={setFilter} />
              </header>
              <div class="job-history">
                <JobList jobs={shown} />
                {shown.length === 0 && <p class="body soft">None.</p>}
              </div>
            </section>
          );
        }}
      </Loaded>
    </Page>
  );
}
