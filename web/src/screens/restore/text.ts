import { bytes, count, plural } from "../../format";
import type { RestorePlan } from "../../api/types";

export const t = {
  title: "Restore",
  lead: "Puts archived mail back on a server: bytes, dates and flags as they were. Nothing there is changed or removed.",
  noAccounts: "No account yet",
  noAccountsHint:
    "Add a mailbox and back it up. Then what was lost on the server can be put back from here.",
  addAccount: "Add account",
  what: "What to restore",
  from: "From the archive of",
  picked: "Picked messages",
  notHere: (n: number, account: string) =>
    `${plural(n, "picked message")} ${n === 1 ? "was" : "were"} never in ${account} and will be left out.`,
  clearPicked: "Restore folders instead",
  folders: "Folders",
  allFolders: "All folders",
  gone: "gone",
  none: "None chosen",
  where: "Where to",
  to: "To the account",
  toImap: (from: string, sources: readonly string[], targets: readonly string[]) =>
    sources.length === targets.length
      ? undefined
      : targets.includes(from)
        ? "Accounts that are fetched by POP3 are not among them: it only reads."
        : `Nothing can be put back into ${from} itself, unless the same mailbox is added over IMAP.`,
  onlyPop3:
    "All accounts are fetched by POP3, which only reads. Add an IMAP account, which may be the same mailbox, to put mail back there.",
  samePlace: "To where they were",
  samePlaceHint: "Folders that are missing are made.",
  otherPlace: "Into another folder",
  otherPlaceHint: "Several folders become its subfolders.",
  into: "Folder",
  intoHint: "Levels separated by /. It is made where it is missing.",
  plan: "Show the plan",
  planning: "Comparing archive and server",
  planTitle: "The plan",
  planChanged: "The plan no longer fits what is chosen above.",
  target: "Folder on the server",
  planned: "In the archive",
  there: "Already there",
  add: "To add",
  size: "Size",
  fresh: "new",
  source: "from",
  start: (n: number) => `Restore ${plural(n, "message")}`,
  nothingToDo: "Nothing is missing on the server. There is nothing to restore.",
  untouched:
    "Nothing that is on the server is changed or removed. Each added message is read back and compared.",
  chooseSomething: "Choose at least one folder.",
  chooseFolder: "Write the folder's name.",
};

/** The plan in a sentence or two. */
export function planWords(plan: RestorePlan): string {
  const adding = plan.folders.filter((folder) => folder.missing > 0);
  const made = plan.folders.filter((folder) => !folder.exists);
  const sentences = [
    `${plural(plan.missing, "message")} (${bytes(plan.bytes)}) will be added to ${plural(adding.length, "folder")} of ${plan.to}.`,
  ];
  if (made.length > 0) {
    sentences.push(
      made.length === 1
        ? `The folder ${made[0]?.target ?? ""} will be made.`
        : `${plural(made.length, "folder")} will be made.`,
    );
  }
  if (plan.alreadyThere > 0) {
    sentences.push(
      `${count(plan.alreadyThere)} ${plan.alreadyThere === 1 ? "is" : "are"} there already.`,
    );
  }
  return sentences.join(" ");
}
