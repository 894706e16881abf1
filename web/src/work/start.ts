// Starting jobs: the answer joins the live ones at once, so that the page shows it running.
import { api } from "../api/client";
import type { Job, RestoreRequest } from "../api/types";
import { take } from "../live";

/** @param retry whether to try all messages at once that could not be fetched before */
export async function backUp(account: string, retry = false): Promise<Job> {
  const job = await api.post("/api/v1/accounts/{name}/backup", {
    path: { name: account },
    query: retry ? { retry: true } : {},
  });
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
