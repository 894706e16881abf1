// What an account's server is asked for, and where new mail is waited for, as the form has it.
import type { AccountSettings, Limits } from "../../api/types";

export interface LimitsForm {
  /** GB a day, as it was written; empty leaves it to the configuration and the provider. */
  readonly perDay: string;
  readonly connections: "" | "1" | "2";
  readonly commands: string;
  readonly watch: "usual" | "none" | "own";
  /** Folders to wait in, one a line. */
  readonly folders: string;
}

export const NO_LIMITS: LimitsForm = {
  perDay: "",
  connections: "",
  commands: "",
  watch: "usual",
  folders: "INBOX",
};

const GB = 1e9;
const MOST_FOLDERS = 3;

export function limitsForm(settings: AccountSettings): LimitsForm {
  const { limits, watch } = settings;
  const { bytesPerDay, connections, commandsPerMinute } = limits;
  return {
    perDay: bytesPerDay === null ? "" : String(bytesPerDay / GB),
    connections: connections === 1 ? "1" : connections === 2 ? "2" : "",
    commands: commandsPerMinute === null ? "" : String(commandsPerMinute),
    watch: watch === null ? "usual" : watch.length === 0 ? "none" : "own",
    folders: watch === null || watch.length === 0 ? NO_LIMITS.folders : watch.join("\n"),
  };
}

/** A decimal number with a point or comma; null if it is none. */
function decimal(text: string): number | null {
  return /^\d{1,6}([.,]\d{1,9})?$/.test(text) ? Number(text.replace(",", ".")) : null;
}

function folders(form: LimitsForm): string[] {
  const lines = form.folders.split("\n").map((line) => line.trim());
  return [...new Set(lines.filter((line) => line !== ""))];
}

/** What is wrong with each field, or nothing. */
export function limitsProblems(form: LimitsForm): {
  perDay?: string;
  commands?: string;
  folders?: string;
} {
  const perDay = decimal(form.perDay.trim());
  const commands = Number(form.commands.trim());
  const named = folders(form).length;
  return {
    ...(form.perDay.trim() !== "" && (perDay === null || perDay * GB < 1e6)
      ? { perDay: "Write a number such as 2 or 0.5, or leave it empty." }
      : {}),
    ...(form.commands.trim() !== "" &&
    (!/^\d{1,6}$/.test(form.commands.trim()) || commands < 10)
      ? { commands: "Write a whole number of 10 or more, or leave it empty." }
      : {}),
    ...(form.watch === "own" && (named === 0 || named > MOST_FOLDERS)
      ? { folders: "Name one to three folders." }
      : {}),
  };
}

export function limitsOf(form: LimitsForm): Limits {
  const perDay = decimal(form.perDay.trim());
  return {
    connections: form.connections === "" ? null : Number(form.connections),
    bytesPerDay: perDay === null ? null : Math.round(perDay * GB),
    commandsPerMinute: form.commands.trim() === "" ? null : Number(form.commands.trim()),
  };
}

export function watchOf(form: LimitsForm): string[] | null {
  return form.watch === "usual" ? null : form.watch === "none" ? [] : folders(form);
}
