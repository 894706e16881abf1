// Jobs in words.
import { sentence } from "../api/problem";
import type { Job } from "../api/types";
import { bytes, count, duration } from "../format";

export type JobTone = "ok" | "warn" | "bad" | "run";

export function jobTitle(job: Job): string {
  switch (job.kind) {
    case "backup":
      return `Backup of ${job.account ?? "an account"}`;
    case "restore": {
      const task = job.restore;
      return task !== null && task.to !== task.from
        ? `Restore from ${task.from} to ${task.to}`
        : `Restore to ${task?.to ?? job.account ?? "an account"}`;
    }
    case "verify":
      return "Verification of the archive";
    case "copy":
      return "Second copy of the archive";
    case "rebuild":
      return "Rebuild from the archive";
    case "compact":
      return "Compaction of the archive";
    case "prune":
      return "Pruning of the archive";
  }
}

/** Whom a job goes back to, for people. */
export function triggerWords(trigger: string): string {
  switch (trigger) {
    case "schedule":
      return "by schedule";
    case "catch-up":
      return "catching up after downtime";
    case "new mail":
      return "for new mail";
    case "resume":
      return "going on after a pause";
    case "user":
      return "from this page";
    case "command line":
      return "from the command line";
    default:
      return trigger;
  }
}

export const STATUS: Record<Job["status"], { words: string; tone: JobTone | undefined }> = {
  queued: { words: "Waiting", tone: "run" },
  running: { words: "Running", tone: "run" },
  done: { words: "Done", tone: "ok" },
  partial: { words: "Done in part", tone: "warn" },
  failed: { words: "Failed", tone: "bad" },
  cancelled: { words: "Stopped", tone: undefined },
  interrupted: { words: "Interrupted", tone: "warn" },
};

/** "Fetching Lists/dev", or what else is known. */
export function stepWords(job: Job): string {
  if (job.status === "queued") {
    return "Waiting for its turn";
  }
  const step = job.step;
  if (step === null || step.stage === "") {
    return "Starting";
  }
  const stage = step.stage.charAt(0).toLocaleUpperCase("en") + step.stage.slice(1);
  return step.detail === "" ? stage : `${stage} · ${step.detail}`;
}

/** "1,200 of 4,000 · 12 MB". */
export function stepFigures(job: Job): string {
  const step = job.step;
  if (step === null) {
    return "";
  }
  const done =
    step.total > 0
      ? `${count(step.done)} of ${count(step.total)}`
      : step.done > 0
        ? count(step.done)
        : "";
  const size = step.bytes > 0 ? bytes(step.bytes) : "";
  return [done, size].filter((text) => text !== "").join(" · ");
}

/** Seconds still to go at the pace so far, or null while that says nothing. */
export function secondsLeft(job: Job, now: Date): number | null {
  if (job.started === null || job.step === null || job.step.total <= 0 || job.step.done <= 0) {
    return null;
  }
  if (job.step.secondsLeft >= 0) {
    return job.step.secondsLeft;
  }
  const elapsed = (now.getTime() - Date.parse(job.started)) / 1000;
  if (elapsed < 5 || job.step.done >= job.step.total) {
    return null;
  }
  return (elapsed / job.step.done) * (job.step.total - job.step.done);
}

/** "1,200 of 51,565 archived, newest first, back to March 2024", or empty. */
export function coverageOf(job: Job): string {
  return job.step === null ? "" : sentence(job.step.coverage);
}

export function leftWords(seconds: number): string {
  return seconds < 60
    ? "less than a minute left"
    : `about ${duration(Math.ceil(seconds / 60) * 60)} left`;
}
