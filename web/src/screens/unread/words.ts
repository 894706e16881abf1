import { count, plural } from "../../format";

export interface Backlog {
  readonly waiting: number;
  readonly refused: number;
}

/** In a line beside others: "12 files wait, 4 failed"; empty where every attachment was read. */
export function backlogWords({ waiting, refused }: Backlog): string {
  const wait = waiting === 0 ? "" : `files of ${count(waiting)} waiting`;
  const failed =
    refused === 0 ? "" : waiting === 0 ? `${plural(refused, "file")} failed` : `${count(refused)} failed`;
  return [wait, failed].filter((words) => words !== "").join(", ");
}

/** In a sentence. */
export function waitingWords(messages: number): string {
  return `Attachments of ${plural(messages, "message")} are still to be read.`;
}
