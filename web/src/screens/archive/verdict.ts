// What the last verifications say of the archive as a whole.
import { sentence } from "../../api/problem";
import type { Job } from "../../api/types";
import { t } from "./text";

export interface VerdictWords {
  tone: "ok" | "info" | "warn" | "bad";
  what: string;
  hint: string;
}

/**
 * Damage stands until a full check is without it: a later sample may have read elsewhere. A sample
 * alone never makes the archive sound.
 */
export function verdict(full: Job | null, sample: Job | null): VerdictWords {
  const later = sample !== null && (full === null || when(full) < when(sample)) ? sample : null;
  if (foundDamage(full) || foundDamage(later)) {
    return { tone: "bad", what: t.damaged, hint: t.damagedHint };
  }
  const last = later ?? full;
  if (last === null) {
    return { tone: "info", what: t.never, hint: "" };
  }
  if (last.status !== "done") {
    return { tone: "warn", what: t.unfinished, hint: sentence(last.hint) };
  }
  return full?.status === "done"
    ? { tone: "ok", what: t.sound, hint: "" }
    : { tone: "info", what: t.sampled, hint: t.sampledHint };
}

function when(job: Job): string {
  return job.ended ?? job.queued;
}

function foundDamage(job: Job | null): boolean {
  return job?.result?.kind === "verify" && job.result.left > 0;
}
