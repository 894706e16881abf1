import { count, plural } from "../../format";

export interface Backlog {
  readonly waiting: number;
  readonly refused: number;
}

/** What a search cannot find of attachments; empty where it finds all. */
export function backlogWords({ waiting, refused }: Backlog): string {
  const said = [
    waiting === 0 ? "" : `attachments of ${plural(waiting, "message")} are still to be read`,
    refused === 0 ? "" : `${count(refused)} ${refused === 1 ? "has" : "have"} given no text`,
  ].filter((words) => words !== "");
  const line =
    waiting === 0 && refused > 0
      ? `${plural(refused, "attachment")} ${refused === 1 ? "has" : "have"} given no text`
      : said.join(", ");
  return line.charAt(0).toUpperCase() + line.slice(1);
}
