// What the invented server knows.
import type { Account, QueryPlace } from "../src/api/types";
import { makeAccount, makeMessages } from "./sample";

// FAKE=first shows a new appliance, FAKE=empty one without accounts,
// FAKE=million searches that find a million messages.
export const mode = process.env["FAKE"] ?? "";
export const messages = makeMessages();
export const sorted = [...messages.values()].sort((a, b) => (a.received < b.received ? 1 : -1));
export const accounts = new Map<string, Account>(
  mode === "first" || mode === "empty"
    ? []
    : [
        ["club", makeAccount("club", "imap.harbour-club.example", "archive@harbour-club.example")],
        ["private", makeAccount("private", "imap.example.org", "owner@example.org")],
        ["work", makeAccount("work", "mail.werkstatt.example", "owner@werkstatt.example")],
      ],
);

export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly subject: string,
    readonly problem: string,
    readonly hint: string,
    readonly place: QueryPlace | null = null,
  ) {
    super(problem);
  }
}
