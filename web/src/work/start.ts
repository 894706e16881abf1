// Starting jobs: the answer joins the live ones at once, so that the page shows it running.
import { api } from "../api/client";
import type { Job, RestoreRequest } from "../api/types";
import { take } from "../live";

export async function backUp(account: string): Promise<Job> {
  const job = await api.post("/api/v1/accounts/{name}/backup", { path: { name: account } });
  take(job);
  return job;
}

export async function verifyArchive(repair: boolean): Promise<Job> {
  const job = await api.post("/api/v1/verify", { body: { repair } });
  take(job);
  return job;
}

export async function rebuild(catalog: boolean, index: boolean): Promise<Job> {
  const job = await api.post("/api/v1/rebuild", { body: { catalog, index } });
  take(job);
  return job;
}

export async function compactArchive(): Promise<Job> {
  const job = await api.post("/api/v1/compact");
  take(job);
  return job;
}

export async function copyArchive(check: boolean): Promise<Job> {
  const job = await api.post("/api/v1/copy", { body: { check } });
  take(job);
  return job;
}

export async function startRestore(request: RestoreRequest): Promise<Job> {
  const job = await api.post("/api/v1/restore", { body: request });
  take(job);
  return job;
}
