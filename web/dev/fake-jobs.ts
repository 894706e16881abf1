// Jobs that go on by a timer.
import type { ServerResponse } from "node:http";
import type { Job, RestoreRequest } from "../src/api/types";
import { START } from "./sample";

const HOUR = 3_600_000;

export class FakeJobs {
  private readonly jobs: Job[] = [];
  private readonly listeners = new Set<ServerResponse>();
  private number = 100;

  constructor(
    past: boolean,
    private readonly ended: (job: Job) => void,
  ) {
    if (past) {
      this.remember(
        "restore",
        "private",
        "done",
        2,
        "31 messages restored, all read back and equal",
        "",
      );
      this.remember("backup", "private", "done", 5, "7 new, 0 gone, 1,522 on the server", "");
      this.remember(
        "backup",
        "work",
        "partial",
        5.2,
        "2 messages could not be fetched",
        "they are tried again at the next backup",
      );
      this.remember("verify", null, "done", 30, "1,980 messages, no damage", "");
      this.remember(
        "backup",
        "club",
        "failed",
        31,
        "account club: the server imap.harbour-club.example is not known",
        "check the spelling of the host name",
      );
      this.remember(
        "backup",
        "work",
        "interrupted",
        52,
        "the appliance stopped while it ran",
        "the next run goes on where it stopped",
      );
    }
  }

  private remember(
    kind: Job["kind"],
    account: string | null,
    status: Job["status"],
    hoursAgo: number,
    outcome: string,
    hint: string,
  ): void {
    const started = new Date(START - hoursAgo * HOUR).toISOString();
    this.jobs.push({
      id: String(this.number++),
      kind,
      account,
      restore:
        kind === "restore"
          ? {
              from: "private",
              folders: ["Projects/Roof repair"],
              messages: 0,
              at: null,
              to: "private",
              into: null,
            }
          : null,
      status,
      trigger: kind === "backup" ? "schedule" : "user",
      queued: started,
      started,
      ended: new Date(START - hoursAgo * HOUR + 41_000).toISOString(),
      step: null,
      result:
        kind === "restore"
          ? {
              kind: "restore",
              planned: 31,
              appended: 31,
              alreadyThere: 0,
              failed: 0,
              verified: 31,
              seconds: 3,
              failures: [],
              notes: [],
            }
          : kind === "verify"
            ? {
                kind: "verify",
                shares: 1,
                foreignHeads: 0,
                blobs: 1980,
                messages: 1980,
                bytes: 41_000_000,
                placed: 2140,
                segments: 96,
                seconds: 12,
                found: 0,
                repaired: 0,
                left: 0,
                broughtBack: 0,
                lost: 0,
                damaged: [],
              }
            : null,
      outcome,
      hint,
    });
  }

  list(): Job[] {
    return [...this.jobs].sort((a, b) => (a.queued < b.queued ? 1 : -1));
  }

  get(id: string): Job | undefined {
    return this.jobs.find((job) => job.id === id);
  }

  cancel(id: string): Job | undefined {
    const job = this.get(id);
    if (job !== undefined && job.ended === null) {
      this.end(job, "cancelled");
    }
    return job;
  }

  start(
    kind: Job["kind"],
    account: string | null,
    request: RestoreRequest | null,
    total: number,
  ): Job {
    const now = new Date().toISOString();
    const job: Job = {
      id: String(this.number++),
      kind,
      account,
      restore: request && {
        from: request.from,
        folders: request.folders ?? [],
        messages: request.messages?.length ?? 0,
        at: request.at ?? null,
        to: request.to ?? request.from,
        into: request.into ?? null,
      },
      status: "running",
      trigger: "user",
      queued: now,
      started: now,
      ended: null,
      step: null,
      result: null,
      outcome: "",
      hint: "",
    };
    this.jobs.push(job);
    const by = Math.max(1, Math.ceil(total / 60));
    const timer = setInterval(
      () => {
        if (job.ended !== null) {
          clearInterval(timer);
          return;
        }
        const done = Math.min(total, (job.step?.done ?? 0) + by);
        const stage = kind === "backup" ? "fetching" : kind === "restore" ? "appending" : "reading";
        job.step = {
          stage,
          detail: kind === "backup" ? "Archive/2010" : "",
          done,
          total,
          bytes: done * 21_000,
          secondsLeft: -1,
          coverage: "",
        };
        if (done >= total) {
          this.end(job, "done");
        }
        this.send(job);
      },
      Number(process.env["FAKE_TICK"] ?? 250),
    );
    timer.unref();
    return job;
  }

  private end(job: Job, status: "done" | "cancelled"): void {
    job.status = status;
    job.ended = new Date().toISOString();
    job.outcome = status === "done" ? "done" : "stopped by its owner";
    const n = job.step?.done ?? 0;
    if (job.kind === "restore") {
      job.result = {
        kind: "restore",
        planned: n,
        appended: n,
        alreadyThere: 0,
        failed: 0,
        verified: n,
        seconds: 3.2,
        failures: [],
        notes: [],
      };
      job.outcome = `${n} messages restored, all read back and equal`;
    }
    this.ended(job);
    this.send(job);
  }

  stream(response: ServerResponse): void {
    response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
    response.write(": hello\n\n");
    this.listeners.add(response);
    response.on("close", () => this.listeners.delete(response));
    for (const job of this.jobs.filter((j) => j.ended === null)) {
      response.write(`event: job\ndata: ${JSON.stringify(job)}\n\n`);
    }
  }

  private send(job: Job): void {
    for (const listener of this.listeners) {
      listener.write(`event: job\ndata: ${JSON.stringify(job)}\n\n`);
    }
  }
}
