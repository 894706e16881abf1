// Folders to leave out, as the patterns that the server keeps.

/** A pattern that fits just this folder: what means something in a glob is taken literally. */
export function patternOf(path: string): string {
  return path.replace(/[\\*?[\]{}]/g, "\\$&");
}

/** The folder that a pattern names, or null where it can fit several. */
export function folderOf(pattern: string): string | null {
  const plain = pattern.replace(/\\(.)/gs, "");
  return /[*?[\]{}]/.test(plain) ? null : pattern.replace(/\\(.)/gs, "$1");
}

/** Takes patterns apart into those of the list's folders and those that were written by hand. */
export function split(
  patterns: readonly string[],
  folders: readonly string[],
): { folders: Set<string>; others: string[] } {
  const listed = new Set(folders);
  const found = new Set<string>();
  const others: string[] = [];
  for (const pattern of patterns) {
    const folder = folderOf(pattern);
    if (folder !== null && listed.has(folder)) {
      found.add(folder);
    } else {
      others.push(pattern);
    }
  }
  return { folders: found, others };
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
