// What is chosen for a restore, and the request that follows from it.
import type { Folder, RestoreRequest } from "../../api/types";
import type { Picked } from "./basket";

export interface RestoreForm {
  readonly from: string;
  readonly at: string | null;
  /** Chosen folders; not used while picked messages are restored. */
  readonly folders: ReadonlySet<string>;
  readonly picked: readonly Picked[];
  readonly to: string;
  readonly other: boolean;
  readonly into: string;
}

/** Folders from the address: a JSON list of paths; anything else is none. */
export function parseFolders(text: string | undefined): string[] {
  try {
    const value: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(value) ? value.filter((v): v is string => typeof v === "string") : [];
  } catch {
    return [];
  }
}

/** The picked messages that the account's archive has. */
export function pickedIn(form: Pick<RestoreForm, "from" | "picked">): readonly Picked[] {
  return form.picked.filter((item) => item.accounts.includes(form.from));
}

/** What keeps the plan from being made, or null. */
export function missingOf(form: RestoreForm): "something" | "into" | null {
  if (pickedIn(form).length === 0 && form.folders.size === 0) {
    return "something";
  }
  return form.other && form.into.trim() === "" ? "into" : null;
}

export function requestOf(form: RestoreForm): RestoreRequest {
  const picked = pickedIn(form);
  return {
    from: form.from,
    folders: picked.length > 0 ? [] : [...form.folders].sort(),
    messages: picked.map((item) => item.id),
    at: form.at,
    to: form.to === form.from ? null : form.to,
    into: form.other ? form.into.trim() : null,
  };
}

/** A folder to propose where one is asked for: "Restored 2026-11-23". */
export function proposal(now: Date): string {
  const two = (n: number) => String(n).padStart(2, "0");
  return `Restored ${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** Folders that hold something to restore. */
export function restorable(folders: readonly Folder[]): Folder[] {
  return folders.filter((folder) => folder.messages > 0 || folder.gone !== null);
}
