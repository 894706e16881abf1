// Jobs as they go: one stream of events for the whole page, which comes back by itself.
import { signal } from "@preact/signals";
import { api, urls } from "./api/client";
import type { Job } from "./api/types";
import { recheckSession, session } from "./session";

export type Connection = "off" | "connecting" | "live" | "lost";

/** Jobs that have not ended, or have just now, by id. */
export const activeJobs = signal<ReadonlyMap<string, Job>>(new Map());
/** The job that ended last; screens load their figures anew when it changes. */
export const lastEnded = signal<Job | null>(null);
export const connection = signal<Connection>("off");

export function isActive(job: Job): boolean {
  return job.status === "queued" || job.status === "running";
}

/** Milliseconds to wait before the next try, after some tries that failed. */
export function backoff(failures: number): number {
  return Math.min(30_000, 1_000 * 2 ** Math.max(0, failures - 1));
}

/** The map of active jobs after a change of one job. */
export function withJob(jobs: ReadonlyMap<string, Job>, job: Job): ReadonlyMap<string, Job> {
  const next = new Map(jobs);
  if (isActive(job)) {
    next.set(job.id, job);
  } else {
    next.delete(job.id);
  }
  return next;
}

/** How long a job that has ended stays in its place, while the figures behind it are loaded. */
const LINGER = 600;

/** Takes in what the server said of a job, whether by an event or in an answer. */
export function take(job: Job): void {
  const before = activeJobs.value.get(job.id);
  if (isActive(job)) {
    activeJobs.value = withJob(activeJobs.value, job);
  } else if (before !== undefined && isActive(before)) {
    activeJobs.value = new Map(activeJobs.value).set(job.id, job);
    lastEnded.value = job;
    setTimeout(() => {
      activeJobs.value = withJob(activeJobs.value, job);
    }, LINGER);
  }
}

let source: EventSource | null = null;
let timer = 0;
let failures = 0;

function open(): void {
  close();
  connection.value = failures === 0 ? "connecting" : "lost";
  const events = new EventSource(urls.jobEvents);
  source = events;
  events.addEventListener("open", () => {
    failures = 0;
    connection.value = "live";
    void catchUp();
  });
  events.addEventListener("job", (event) => {
    take(JSON.parse((event as MessageEvent<string>).data) as Job);
  });
  events.addEventListener("error", () => {
    events.close();
    failures++;
    // One failure is often a proxy's time limit; only the second is worth telling.
    connection.value = failures > 1 ? "lost" : "connecting";
    clearTimeout(timer);
    timer = window.setTimeout(again, backoff(failures));
  });
}

/** What ended while nobody listened. */
async function catchUp(): Promise<void> {
  try {
    const { jobs } = await api.get("/api/v1/jobs", { query: { limit: 100 } });
    const known = new Map(jobs.map((job) => [job.id, job]));
    for (const id of activeJobs.value.keys()) {
      const job = known.get(id);
      if (job !== undefined) {
        take(job);
      }
    }
    for (const job of jobs.filter(isActive)) {
      take(job);
    }
  } catch {
    // The stream goes on; its own errors lead here again.
  }
}

async function again(): Promise<void> {
  if (failures > 1) {
    // The stream cannot say that the session is over; this can.
    await recheckSession();
  }
  if (session.value.kind === "user") {
    open();
  }
}

function close(): void {
  clearTimeout(timer);
  source?.close();
  source = null;
}

/** Listens while somebody is signed in. */
export function startLive(): void {
  session.subscribe((state) => {
    if (state.kind === "user") {
      if (source === null) {
        failures = 0;
        open();
      }
    } else {
      close();
      connection.value = "off";
      activeJobs.value = new Map();
    }
  });
  const wake = () => {
    if (connection.value === "lost" && document.visibilityState === "visible") {
      void again();
    }
  };
  addEventListener("online", wake);
  document.addEventListener("visibilitychange", wake);
}
