// Answers that are made from the invented mail.
import type {
  Account,
  AccountStatus,
  FolderMessage,
  Job,
  RestorePlan,
  RestoreRequest,
  Stats,
  UpkeepList,
} from "../src/api/types";
import { foldersAt, FOLDERS, START } from "./sample";
import { accounts, messages, sorted } from "./state";

export function folderMessages(name: string, url: URL) {
  const folder = url.searchParams.get("folder") ?? "";
  const at = url.searchParams.get("at");
  const offset = Number(url.searchParams.get("offset") ?? 0);
  const limit = Number(url.searchParams.get("limit") ?? 50);
  const all = sorted.filter(
    (m) =>
      m.places.some((p) => p.account === name && p.folder === folder) &&
      (at === null || m.received < at),
  );
  return {
    account: name,
    folder,
    at,
    total: all.length,
    offset,
    messages: all.slice(offset, offset + limit).map(
      (m): FolderMessage => ({
        id: m.id,
        uid: m.places[0]?.uid ?? 1,
        size: m.size,
        internalDate: m.places[0]?.internalDate ?? "",
        flags: m.places[0]?.flags ?? [],
        date: m.date,
        from: m.from,
        to: m.to,
        subject: m.subject,
      }),
    ),
  };
}

export function status(account: Account): AccountStatus {
  const broken = account.name === "work";
  return {
    account: account.name,
    complete: !broken,
    run: account.lastRun,
    alarms: account.alarms,
    warnings: broken
      ? [{ segment: 7, problem: "the segment is damaged", lost: true }]
      : [],
    folders: foldersAt(account.name, null)
      .filter((f) => f.gone === null)
      .map((f, i) => ({
        path: f.path,
        onServer: f.messages,
        archived: f.messages - (broken && i === 0 ? 2 : 0),
        waiting: 0,
        failed: broken && i === 0 ? 2 : 0,
        read: true,
        counted: "every UID was listed",
        exists: f.messages,
        listed: f.messages,
        held: f.messages - (broken && i === 0 ? 2 : 0),
        problem: "",
        backTo: null,
        failures:
          broken && i === 0
            ? [4711, 4712].map((uid) => ({
                uid,
                reason: "the server says that the message is there and sends no bytes for it",
                attempts: 3,
                first: new Date(START - 53 * 3_600_000).toISOString(),
                next: new Date(START + 43 * 3_600_000).toISOString(),
                last: new Date(START - 5 * 3_600_000).toISOString(),
              }))
            : [],
      })),
  };
}

export function plan(request: RestoreRequest): RestorePlan {
  const paths = request.folders?.length
    ? request.folders
    : request.messages?.length
      ? ["INBOX"]
      : foldersAt(request.from, null).map((f) => f.path);
  const folders = paths.map((path) => {
    const folder = FOLDERS[request.from]?.find((f) => f.path === path);
    const planned = request.messages?.length ? request.messages.length : (folder?.count ?? 0);
    const exists = folder?.gone === undefined && request.into == null;
    const alreadyThere = exists && !request.messages?.length ? Math.max(0, planned - 3) : 0;
    const target =
      request.into == null ? path : paths.length > 1 ? `${request.into}/${path}` : request.into;
    return {
      source: path,
      target,
      exists,
      planned,
      alreadyThere,
      missing: planned - alreadyThere,
      bytes: (planned - alreadyThere) * 21_000,
    };
  });
  const sum = (of: (f: (typeof folders)[number]) => number) =>
    folders.reduce((n, f) => n + of(f), 0);
  return {
    to: request.to ?? request.from,
    planned: sum((f) => f.planned),
    alreadyThere: sum((f) => f.alreadyThere),
    missing: sum((f) => f.missing),
    bytes: sum((f) => f.bytes),
    folders,
  };
}

export const stats = (): Stats => ({
  accounts: accounts.size,
  messages: messages.size,
  placements: messages.size,
  lost: 0,
  rawBytes: messages.size * 21_000,
  storedBytes: messages.size * 6_100,
  indexBytes: messages.size * 1_900,
  ratio: 21_000 / 6_100,
  encrypted: false,
  heads: [...accounts.keys()].map((account, i) => ({
    account,
    segment: 90 + i,
    hash: String(i + 1).repeat(64),
    time: new Date(START - i * 3_600_000).toISOString(),
  })),
  coverage: { indexed: messages.size, archived: messages.size, defective: 3, waiting: 0 },
});

export function upkeep(jobs: readonly Job[]): UpkeepList {
  const last = (kind: Job["kind"]) =>
    jobs.find((job) => job.kind === kind && job.ended !== null) ?? null;
  const tonight = new Date(START + 8 * 3_600_000).toISOString();
  return {
    copyTo: "/mnt/nas/mail",
    headsTo: null,
    troubles: [],
    verify: { last: last("verify"), next: null },
    sample: { last: null, next: tonight },
    compact: { last: last("compact"), next: tonight },
    copy: { last: last("copy"), next: tonight },
  };
}
