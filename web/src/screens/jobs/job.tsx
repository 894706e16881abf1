import { useEffect, useRef } from "preact/hooks";
import { api } from "../../api/client";
import { sentence } from "../../api/problem";
import type { Job } from "../../api/types";
import { activeJobs, isActive, lastEnded, take } from "../../live";
import { useReloadAfterJobs, useResource } from "../../resource";
import { href } from "../../router";
import { announce } from "../../ui/announce";
import { LinkButton } from "../../ui/button";
import { Loaded } from "../../ui/loaded";
import { Note } from "../../ui/note";
import { Page, Panel } from "../../ui/page";
import { Time, Took } from "../../ui/time";
import { JobProgress } from "../../work/job-progress";
import { jobTitle, STATUS, triggerWords } from "../../work/words";
import { JobReport } from "./report";
import { t } from "./text";

/** A job from its start to its report. */
export function JobScreen({ id }: { id: string }) {
  const loaded = useResource(`job ${id}`, (signal) =>
    api.get("/api/v1/jobs/{id}", { path: { id }, signal }),
  );
  useReloadAfterJobs(loaded.reload, (job) => job.id === id);
  useEffect(() => {
    if (loaded.data !== undefined && isActive(loaded.data)) {
      take(loaded.data);
    }
  }, [loaded.data]);
  const ended = lastEnded.value?.id === id ? lastEnded.value : undefined;
  const job = ended ?? activeJobs.value.get(id) ?? loaded.data;
  useEndAnnounced(job);
  return (
    <Page
      narrow
      title={job === undefined ? t.title : jobTitle(job)}
      back={{ href: href(["jobs"]), label: t.back }}
      actions={
        job?.account && (
          <LinkButton icon="account" href={href(["accounts", job.account])}>
            {t.toAccount}
          </LinkButton>
        )
      }
    >
      {job === undefined ? (
        <Loaded of={loaded} lines={6}>
          {() => null}
        </Loaded>
      ) : (
        <JobDetails job={job} />
      )}
    </Page>
  );
}

/** Says aloud how a job ended that was watched. */
function useEndAnnounced(job: Job | undefined): void {
  const watched = useRef(false);
  const active = job !== undefined && isActive(job);
  useEffect(() => {
    if (active) {
      watched.current = true;
    } else if (watched.current && job !== undefined) {
      watched.current = false;
      announce(`${jobTitle(job)}: ${STATUS[job.status].words}. ${job.outcome}`);
    }
  }, [active]);
}

function JobDetails({ job }: { job: Job }) {
  const status = STATUS[job.status];
  return (
    <>
      <Panel
        title={isActive(job) ? t.progress : t.outcome}
        aside={
          <span class={`badge ${status.tone ?? ""}`}>
            <span class={`dot ${status.tone ?? ""}`} aria-hidden="true" />
            {status.words}
          </span>
        }
      >
        {isActive(job) ? <JobProgress job={job} /> : <Ended job={job} />}
      </Panel>
      <Panel title={t.details}>
        <dl class="facts">
          {job.restore && (
            <>
              <dt>{t.askedFor}</dt>
              <dd>
                <RestoreTask job={job} />
              </dd>
            </>
          )}
          <dt>{t.startedBy}</dt>
          <dd>{triggerWords(job.trigger)}</dd>
          {job.started === null ? (
            <>
              <dt>{t.waitedSince}</dt>
              <dd>
                <Time at={job.queued} as="full" />
              </dd>
            </>
          ) : (
            <>
              <dt>{t.began}</dt>
              <dd>
                <Time at={job.started} as="full" />
              </dd>
            </>
          )}
          {job.ended !== null && (
            <>
              <dt>{t.ended}</dt>
              <dd>
                <Time at={job.ended} as="full" />
              </dd>
            </>
          )}
          {job.started !== null && job.ended !== null && (
            <>
              <dt>{t.took}</dt>
              <dd>
                <Took from={job.started} to={job.ended} />
              </dd>
            </>
          )}
        </dl>
      </Panel>
    </>
  );
}

function Ended({ job }: { job: Job }) {
  const tone = STATUS[job.status].tone;
  return (
    <div class="stack wide">
      {(job.outcome !== "" || job.hint !== "") &&
        !(job.status === "done" && job.result !== null && speaks(job.result)) && (
          <Note
            tone={tone === "ok" || tone === "warn" || tone === "bad" ? tone : "info"}
            what={sentence(job.outcome)}
          >
            {job.hint !== "" && <p>{sentence(job.hint)}</p>}
          </Note>
        )}
      {job.result === null ? (
        job.status === "done" || job.status === "partial" ? (
          <p class="soft small">{t.gone}</p>
        ) : null
      ) : (
        <JobReport result={job.result} />
      )}
    </div>
  );
}

/** Whether the report opens with a sentence of its own. */
function speaks(result: NonNullable<Job["result"]>): boolean {
  return result.kind === "restore" || result.kind === "verify";
}

function RestoreTask({ job }: { job: Job }) {
  const task = job.restore;
  if (task === null) {
    return null;
  }
  const what = [
    ...(task.messages > 0
      ? [`${task.messages} picked ${task.messages === 1 ? "message" : "messages"}`]
      : []),
    ...task.folders,
  ];
  return (
    <>
      {what.length === 0 ? "All folders" : what.join(", ")} of {task.from}
      {task.at !== null && (
        <>
          {" "}
          as of <Time at={task.at} as="full" />
        </>
      )}
      , to {task.to}
      {task.into !== null && ` into ${task.into}`}
    </>
  );
}
