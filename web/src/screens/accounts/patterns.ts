// Which folders are backed up, as the server decides it (its room `accounts`): a pattern is matched
// against the whole path, `*` stands for any characters, `?` for one; INBOX is the same in any
// spelling; without `include` everything is in, and `exclude` has the last word.

function canonical(path: string): string {
  const first = path.split("/", 1)[0] ?? "";
  return first.toUpperCase() === "INBOX" ? `INBOX${path.slice(first.length)}` : path;
}

/** Goes back to the last `*` where a letter does not fit, and lets it take one more. */
export function matches(pattern: string, path: string): boolean {
  const want = canonical(pattern);
  const is = canonical(path);
  let p = 0;
  let star = -1;
  let resume = 0;
  for (let at = 0; at < is.length; ) {
    if (want[p] === "*") {
      star = p++;
      resume = at;
    } else if (want[p] === "?" || want[p] === is[at]) {
      p++;
      at++;
    } else if (star >= 0) {
      p = star + 1;
      at = ++resume;
    } else {
      return false;
    }
  }
  return /^\**$/.test(want.slice(p));
}

/** The narrowest pattern for a folder: it has no way to say a star that is a star, only any one. */
export function patternOf(path: string): string {
  return path.replaceAll("*", "?");
}

export interface Choice {
  readonly kept: boolean;
  /** The pattern, written by hand, that decides over the folder's own tick; else null. */
  readonly because: string | null;
}

/** Whether a folder is backed up, and whether its tick can change that. */
export function choiceOf(
  path: string,
  include: readonly string[],
  exclude: readonly string[],
): Choice {
  if (include.length > 0 && !include.some((pattern) => matches(pattern, path))) {
    return { kept: false, because: include.join("  ") };
  }
  const own = canonical(patternOf(path));
  const other = exclude.find((pattern) => canonical(pattern) !== own && matches(pattern, path));
  if (other !== undefined) {
    return { kept: false, because: other };
  }
  return { kept: !exclude.some((pattern) => canonical(pattern) === own), because: null };
}

/** The patterns to leave out after a folder's tick was changed. */
export function withFolder(exclude: readonly string[], path: string, kept: boolean): string[] {
  const own = canonical(patternOf(path));
  const rest = exclude.filter((pattern) => canonical(pattern) !== own);
  return kept ? rest : [...rest, patternOf(path)];
}

const SPECIAL: Record<string, string> = {
  "\\inbox": "Inbox",
  "\\sent": "Sent",
  "\\drafts": "Drafts",
  "\\trash": "Trash",
  "\\junk": "Junk",
  "\\archive": "Archive",
  "\\all": "All mail",
  "\\flagged": "Flagged",
  "\\important": "Important",
};

/** What a folder is for, as the server says, or empty. */
export function specialUse(attributes: readonly string[]): string {
  for (const attribute of attributes) {
    const name = SPECIAL[attribute.toLowerCase()];
    if (name !== undefined) {
      return name;
    }
  }
  return "";
}
