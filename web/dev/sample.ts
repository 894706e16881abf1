// Invented mail. Every word here is made up.
import { createHash } from "node:crypto";
import type { Account, Folder, Message, Place, Run } from "../src/api/types";

/** The same sequence at every start. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

const PEOPLE = [
  "Ada Nordin <ada@nordin.example>",
  "Grace Oduya <grace.oduya@harbour.example>",
  '"Kaspar Blum" <k.blum@werkstatt.example>',
  "Mireille Fontaine <mireille@fontaine.example>",
  "Building Society Elm Street <office@elmstreet.example>",
  "Tomás Rivera <tomas@rivera.example>",
  "Library Services <no-reply@library.example>",
  "林小明 <xiaoming@lin.example>",
  "Björn Åkesson <bjorn@akesson.example>",
  "Rail Tickets <service@rail.example>",
];
const SUBJECTS = [
  "Minutes of the annual meeting",
  "Invoice 2041 for the harbour works",
  "Re: Photos from the lighthouse",
  "Your loan is due in three days",
  "Quarterly figures, second draft",
  "Änderung der Öffnungszeiten im Sommer",
  "Re: Re: Roof repair, offers compared",
  "Booking confirmed: night train to the coast",
  "The garden plan, at last",
  "Schlüsselübergabe am Freitag",
  "A question about the barrel store, and whether the temperature sensor by the north door still reports",
  "关于下周会议的安排",
  "Password changed",
  "",
  "Newsletter: what we planted in spring",
];
const WORDS =
  "the harbour works began on time and the invoice covers timber nails rope and three days of labour we compared both offers for the roof and the second is cheaper but excludes the gutters please find the figures attached and tell me by Friday whether the board agrees the meeting closed at nine with thanks to all who came".split(
    " ",
  );
const FILES = ["offer.pdf", "IMG_2041.jpeg", "figures-q2.xlsx", "minutes.odt", "Grundriss.dwg"];

export interface SampleMessage extends Omit<Message, "places"> {
  places: Place[];
  html: string | null;
  snippet: string;
}

export const START = Date.now();
const DAY = 86_400_000;

const zone = (at: Date) =>
  `${String(at.getUTCDate()).padStart(2, "0")}-${at.toLocaleString("en", { month: "short", timeZone: "UTC" })}-${at.getUTCFullYear()} ${at.toISOString().slice(11, 19)} +0000`;

function text(next: () => number): string {
  const sentence = () => {
    const from = Math.floor(next() * (WORDS.length - 14));
    const words = WORDS.slice(from, from + 7 + Math.floor(next() * 8)).join(" ");
    return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
  };
  const paragraph = () => Array.from({ length: 2 + Math.floor(next() * 4) }, sentence).join(" ");
  const quote =
    next() < 0.4
      ? `\n\nOn Tuesday Ada wrote:\n> ${sentence()}\n> ${sentence()}\n>> ${sentence()}`
      : "";
  return `Hello,\n\n${paragraph()}\n\n${paragraph()}\n\nSee https://harbour.example/works for more.${quote}\n\nKind regards\n`;
}

function page(body: string, subject: string): string {
  const paragraphs = body.split("\n\n").map((p) => `<p>${p.replace(/[<&]/g, "")}</p>`);
  return `<!doctype html><html><head><meta charset="utf-8"><title>Message</title><style>body{margin:16px 24px;font:15px/1.5 sans-serif}</style></head><body><h2>${subject}</h2>${paragraphs.join("")}</body></html>`;
}

export const FOLDERS: Record<
  string,
  readonly { path: string; attributes: string[]; count: number; gone?: string }[]
> = {
  private: [
    { path: "INBOX", attributes: ["\\HasNoChildren"], count: 640 },
    { path: "Drafts", attributes: ["\\Drafts"], count: 4 },
    { path: "Sent", attributes: ["\\Sent"], count: 310 },
    { path: "Archive", attributes: ["\\Archive"], count: 12 },
    { path: "Archive/2009", attributes: [], count: 160 },
    { path: "Archive/2010", attributes: [], count: 220 },
    { path: "Projects/Harbour", attributes: [], count: 88 },
    {
      path: "Projects/Roof repair",
      attributes: [],
      count: 31,
      gone: new Date(START - 3 * DAY).toISOString(),
    },
    { path: "Trash", attributes: ["\\Trash"], count: 57 },
  ],
  work: [
    { path: "INBOX", attributes: [], count: 420 },
    { path: "Sent Items", attributes: ["\\Sent"], count: 205 },
    { path: "Clients/Elm Street", attributes: [], count: 71 },
    { path: "Clients/Q&A %2F FAQ", attributes: [], count: 9 },
  ],
  club: [],
};

export function makeMessages(): Map<string, SampleMessage> {
  const next = random(7);
  const messages = new Map<string, SampleMessage>();
  for (const [account, folders] of Object.entries(FOLDERS)) {
    for (const folder of folders) {
      for (let uid = 1; uid <= folder.count; uid++) {
        const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
        const at = new Date(START - Math.floor(next() ** 2 * 5000 * DAY) - 3_600_000);
        const subject = pick(SUBJECTS);
        const body = text(next);
        const id = createHash("sha256").update(`${account} ${folder.path} ${uid}`).digest("hex");
        const html = next() < 0.5;
        const files = next() < 0.25 ? FILES.slice(0, 1 + Math.floor(next() * 3)) : [];
        const from = pick(PEOPLE);
        messages.set(id, {
          id,
          size: 2_000 + Math.floor(next() * 40_000),
          subject,
          from,
          to: "Owner <owner@example.org>",
          cc: next() < 0.2 ? pick(PEOPLE) : "",
          bcc: "",
          replyTo: "",
          date: at.toISOString(),
          received: at.toISOString(),
          messageId: `${uid}.${account}@example.org`,
          headers: [
            {
              name: "Received",
              value: "from mx.example.org by mail.example.org with ESMTPS; " + at.toUTCString(),
            },
            { name: "From", value: from },
            { name: "To", value: "Owner <owner@example.org>" },
            { name: "Subject", value: subject },
            { name: "Date", value: at.toUTCString() },
            { name: "Message-ID", value: `<${uid}.${account}@example.org>` },
            {
              name: "DKIM-Signature",
              value: "v=1; a=rsa-sha256; d=example.org; s=2024; bh=" + id.slice(0, 44),
            },
          ],
          places: [
            {
              account,
              folder: folder.path,
              uid,
              internalDate: zone(at),
              flags: next() < 0.6 ? ["\\Seen"] : [],
              gone: folder.gone ?? null,
            },
          ],
          text: body,
          textCut: false,
          hasHtml: html,
          remoteBlocked: html && next() < 0.6 ? 1 + Math.floor(next() * 5) : 0,
          attachments: files.map((name, index) => ({
            index,
            name,
            type: "application/octet-stream",
            size: 10_000 + Math.floor(next() * 2e6),
            inline: false,
            preview: /pdf$/.test(name) ? "pdf" : /jpeg$/.test(name) ? "image" : null,
          })),
          marks: [],
          htmlMarks: 0,
          defects: next() < 0.03 ? ["the boundary of part 2 is never closed"] : [],
          html: html ? page(body, subject) : null,
          snippet: body.replace(/\s+/g, " ").slice(7, 180),
        });
      }
    }
  }
  return messages;
}

export function foldersAt(account: string, at: string | null): Folder[] {
  const early = at !== null && Date.parse(at) < START - 3 * DAY;
  return (FOLDERS[account] ?? []).map((folder) => ({
    path: folder.path,
    attributes: folder.attributes,
    messages: early ? Math.max(1, folder.count - 5) : folder.count,
    bytes: folder.count * 21_000,
    gone: early ? null : (folder.gone ?? null),
  }));
}

export function makeRuns(account: string): Run[] {
  const next = random(account.length);
  if (account === "club") {
    return [];
  }
  return Array.from({ length: 24 }, (_, i) => {
    const started = new Date(START - i * DAY - 5 * 3_600_000);
    const finished = new Date(started.getTime() + 4_000 + next() * 60_000);
    const partial = account === "work" && i === 0;
    const failedRun = account === "private" && i === 6;
    return {
      number: 24 - i,
      started: started.toISOString(),
      finished: finished.toISOString(),
      browseAt: i === 0 ? null : finished.toISOString(),
      summary: {
        outcome: failedRun ? "failed" : partial ? "partial" : "complete",
        problem: failedRun
          ? "The server went away in the middle of a fetch"
          : partial
            ? "2 messages could not be fetched"
            : "",
        folders: 9,
        onServer: 1_522,
        fetched: i === 23 ? 1_400 : Math.floor(next() * 14),
        known: 1_500,
        gone: next() < 0.3 ? Math.floor(next() * 5) : 0,
        flagsChanged: Math.floor(next() * 20),
        failed: partial ? 2 : 0,
        bytesFetched: i === 23 ? 61_000_000 : Math.floor(next() * 900_000),
        alarms: [],
        pause: null,
      },
    } satisfies Run;
  });
}

export function makeAccount(name: string, host: string, user: string): Account {
  const folders = FOLDERS[name] ?? [];
  const kept = folders.filter((folder) => folder.gone === undefined);
  const gone = folders.filter((folder) => folder.gone !== undefined);
  const sum = (list: typeof folders) => list.reduce((n, folder) => n + folder.count, 0);
  return {
    name,
    settings: {
      kind: "imap",
      host,
      port: 993,
      security: "tls",
      user,
      include: [],
      exclude: name === "work" ? ["Junk"] : [],
      oauth: null,
      limits: { connections: null, bytesPerDay: null, commandsPerMinute: null },
      watch: null,
    },
    schedule: {
      mode: "daily",
      hour: 2,
      minute: 41,
      days: [],
      cron: "0 41 2 * * ?",
      words: "every day at 02:41",
      zone: "Europe/Berlin",
    },
    nextRun: new Date(START + 19 * 3_600_000).toISOString(),
    lastRun: makeRuns(name)[0] ?? null,
    totals: {
      folders: kept.length,
      messages: sum(kept),
      bytes: sum(kept) * 21_000,
      goneFolders: gone.length,
      goneMessages: sum(gone),
    },
    job: null,
    loginProblem: null,
    watchProblem: null,
    alarms: [],
  };
}
