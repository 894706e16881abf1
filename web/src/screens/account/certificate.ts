// What the certificate of a backup comes to.
import type { AccountStatus } from "../../api/types";

export interface Totals {
  readonly onServer: number;
  readonly archived: number;
  readonly waiting: number;
  readonly failed: number;
  /** Folders that could not be read. */
  readonly unread: number;
}

export function totals(status: AccountStatus): Totals {
  const sum = { onServer: 0, archived: 0, waiting: 0, failed: 0, unread: 0 };
  for (const folder of status.folders) {
    sum.onServer += folder.onServer;
    sum.archived += folder.archived;
    sum.waiting += folder.waiting;
    sum.failed += folder.failed;
    sum.unread += folder.read ? 0 : 1;
  }
  return sum;
}

/** Green where everything is safe, red where something fails or cannot be read, else amber. */
export function standing(status: AccountStatus): "ok" | "warn" | "bad" {
  const sum = totals(status);
  if (status.complete && sum.unread === 0) {
    return "ok";
  }
  const waits = status.run?.summary?.pause != null;
  const failed = status.run?.summary?.outcome === "failed";
  return (failed && !waits) || sum.failed > 0 || sum.unread > 0 ? "bad" : "warn";
}
