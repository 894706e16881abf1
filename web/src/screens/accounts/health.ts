// How an account is doing, in one word and one sentence. Only what the server said counts.
import type { Account, Job, Run } from "../../api/types";
import { sentence } from "../../api/problem";
import { plural } from "../../format";

export type Level = "ok" | "run" | "new" | "warn" | "bad";

export interface Health {
  readonly level: Level;
  /** A few words: "Backed up". */
  readonly title: string;
  /** What the owner should know besides, or empty. */
  readonly detail: string;
  /** What the owner can do, or empty. */
  readonly hint: string;
}

const HOUR = 3_600_000;

/** The longest time between two backups that the schedule allows, with half as much on top. */
export function patience(account: Account): number | null {
  switch (account.schedule.mode) {
    case "hourly":
      return 1.5 * HOUR;
    case "daily":
      return 36 * HOUR;
    case "weekly":
      return 7 * 36 * HOUR;
    case "off":
    case "custom":
      return null;
  }
}

function afterRun(account: Account, run: Run, lastJob: Job | undefined, now: Date): Health {
  const { summary, finished } = run;
  if (summary === null || finished === null) {
    return {
      level: "warn",
      title: "Interrupted",
      detail: "The last backup was interrupted. What it had fetched is safe.",
      hint: "The next backup goes on where it stopped.",
    };
  }
  const hint = sentence(lastJob?.hint ?? "");
  if (summary.pause !== null) {
    return { level: "warn", title: "Paused", detail: sentence(summary.problem), hint };
  }
  switch (summary.outcome) {
    case "failed":
      return { level: "bad", title: "Backup failed", detail: sentence(summary.problem), hint };
    case "partial":
      return {
        level: "warn",
        title: "Backed up in part",
        detail:
          summary.failed > 0
            ? `${plural(summary.failed, "message")} could not be fetched. The certificate says when each is tried again.`
            : sentence(summary.problem),
        hint: summary.failed > 0 ? "" : hint,
      };
    case "complete": {
      const limit = patience(account);
      const age = now.getTime() - Date.parse(finished);
      if (limit !== null && age > limit) {
        return {
          level: "warn",
          title: "Backup is late",
          detail: "The schedule asks for a newer backup than there is.",
          hint: "Back up now, and look into the activity for what kept it from running.",
        };
      }
      return {
        level: account.watchProblem === null ? "ok" : "warn",
        title: "Backed up",
        detail: account.watchProblem === null ? "" : sentence(account.watchProblem),
        hint:
          account.watchProblem === null
            ? ""
            : "New mail waits for the next backup. Name folders that are there in the account's settings.",
      };
    }
  }
}

/**
 * @param active the account's running or waiting backup, if there is one
 * @param lastJob the newest ended backup of the account, for its hint
 */
export function health(
  account: Account,
  active: Job | undefined,
  lastJob: Job | undefined,
  now: Date,
): Health {
  if (active !== undefined) {
    const title = active.status === "queued" ? "Waiting to back up" : "Backing up";
    return { level: "run", title, detail: "", hint: "" };
  }
  const alarm = account.alarms[0];
  if (alarm !== undefined) {
    return {
      level: "bad",
      title: "Alarm",
      detail: sentence(alarm.problem),
      hint: "All of it is kept. Look at the account to say that you know about it.",
    };
  }
  if (account.loginProblem !== null) {
    return {
      level: "bad",
      title: "Cannot log in",
      detail: sentence(account.loginProblem),
      hint:
        account.settings.oauth === null
          ? "Enter the password again in the account's settings."
          : "Sign in again.",
    };
  }
  const run = account.lastRun;
  if (run === null) {
    if (lastJob !== undefined && lastJob.status === "failed") {
      return {
        level: "bad",
        title: "Backup failed",
        detail: sentence(lastJob.outcome),
        hint: sentence(lastJob.hint),
      };
    }
    return {
      level: "new",
      title: "Not backed up yet",
      detail: account.nextRun === null ? "No backup is planned." : "",
      hint: account.nextRun === null ? "Start one now, or set a schedule." : "",
    };
  }
  if (lastJob?.status === "failed" && Date.parse(lastJob.queued) > Date.parse(run.started)) {
    // It failed before a run could begin: no connection, a wrong password.
    return {
      level: "bad",
      title: "Backup failed",
      detail: sentence(lastJob.outcome),
      hint: sentence(lastJob.hint),
    };
  }
  return afterRun(account, run, lastJob, now);
}

/** The newest backup of each account that has ended, from jobs that come newest first. */
export function lastBackups(jobs: readonly Job[]): Map<string, Job> {
  const last = new Map<string, Job>();
  for (const job of jobs) {
    if (
      job.kind === "backup" &&
      job.account !== null &&
      job.ended !== null &&
      !last.has(job.account)
    ) {
      last.set(job.account, job);
    }
  }
  return last;
}
