import { count, plural } from "../../format";

export interface Backlog {
  readonly waiting: number;
  readonly refused: number;
}

/** Beside other words: "Files: 12 waiting, 4 failed"; empty where every attachment was read. */
export function backlogWords({ waiting, refused }: Backlog): string {
  const said = [
    waiting === 0 ? "" : `${count(waiting)} waiting`,
    refused === 0 ? "" : `${count(refused)} failed`,
  ].filter((words) => words !== "");
  return said.length === 0 ? "" : `Files: ${said.join(", ")}`;
}

/** In a sentence. */
export function waitingWords(messages: number): string {
  return `Attachments of ${plural(messages, "message")} are still to be read.`;
}
