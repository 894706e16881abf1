export const t = {
  title: "Search",
  label: "Search all mail",
  placeholder: "Search all mail",
  search: "Search",
  help: "Search help",
  clear: "Clear",
  results: "Results",
  newest: "Newest first",
  best: "Best match first",
  sort: "Order",
  withAttachment: "With attachment",
  lastYear: "Last 12 months",
  gone: "Gone from the server",
  allAccounts: "All accounts",
  account: "Account",
  nothing: "Nothing found",
  nothingHint: "Try fewer or shorter words, or take a condition away.",
  nothingArchived: "Nothing is archived yet",
  nothingArchivedHint: "Once an account is backed up, every message of it can be found here.",
  toAccounts: "To the accounts",
  understood: "Understood as",
  goOnTyping: "Not finished yet.",
  foundBefore: "What was found before stays until it is.",
  selected: (n: number) => (n === 1 ? "1 selected" : `${n} selected`),
  restoreSelected: "Restore selected",
  unselect: "Clear selection",
  inAttachment: "in attachment",
  offers: "Suggestions",
  unread: "Attachments whose text cannot be found, and why",
  keep: "Save this search",
  keptAlready: "This search is saved",
  name: "Name",
  save: "Save",
  replace: (name: string) => `Replace “${name}”?`,
  replaceHint: "Another search is saved under this name. It would be lost.",
  replaceIt: "Replace",
  forgetAsk: (name: string) => `Delete the saved search “${name}”?`,
  forgetHint: "The messages that it finds stay where they are.",
  forgetIt: "Delete",
  pickHint: "Enter leads from the search box to the list; there j and k move, and Enter opens.",
  cancel: "Cancel",
  savedSearches: "Saved searches",
  forget: (name: string) => `Delete the saved search ${name}`,
  filter: "Narrow down",
  nothingToNarrow: "Nothing was found that could be narrowed down.",
  close: "Close",
  copyLink: "Copy a link to this search",
  copied: "The link is copied.",
  notCopied: "This browser does not let a page copy. The address is in its address bar.",
  timeline: "When it was received",
  anyTime: "Any time",
  about: "about",
  estimated: "Counts with ~ are estimated from a part of what was found.",
  more: "and others",
  searchFor: (query: string) => `Search for ${query}`,
  deepest: (n: string) => `These are the newest ${n} messages.`,
  deepestBest: (n: string) =>
    `These are the best ${n} matches. Narrow the search down, or sort it by date, to see others.`,
  goOn: (day: string) => `Go on with mail before ${day}`,
};

interface Example {
  readonly write: string;
  readonly finds: string;
}

/** What is no operator; those the server tells of. */
export const SYNTAX: readonly Example[] = [
  { write: "invoice march", finds: "both words, anywhere" },
  { write: '"annual report"', finds: "these words in this order" },
  { write: "invoic*", finds: "words that begin so" },
  { write: "roof AROUND 5 offer", finds: "one word near another" },
  { write: "-newsletter", finds: "without the word" },
  { write: "from:ada OR from:grace", finds: "either of them" },
];

/** What an example of the operator does not show. */
export const VALUES: readonly Example[] = [
  { write: "after:2019 before:2021-06", finds: "between two dates" },
  { write: "has:link", finds: "with web addresses" },
  { write: "is:gone", finds: "not on the server any more" },
  { write: "is:defective", finds: "not wholly readable" },
];

export const GROUPS: Record<"sender" | "account" | "folder" | "year" | "kind", string> = {
  sender: "From",
  account: "Account",
  folder: "Folder",
  year: "Year",
  kind: "Attached",
};

export const OFFERED: Record<
  "operator" | "address" | "subject" | "folder" | "account" | "saved" | "recent",
  string
> = {
  operator: "narrows",
  address: "person",
  subject: "subject",
  folder: "folder",
  account: "account",
  saved: "saved",
  recent: "searched before",
};

const KINDS: Record<string, string> = {
  pdf: "PDF",
  image: "Images",
  document: "Documents",
  spreadsheet: "Tables",
  presentation: "Slides",
  archive: "Archives",
  audio: "Sound",
  video: "Films",
  calendar: "Invitations",
  message: "Messages",
  text: "Text",
  other: "Other files",
};

/** A kind of attachment as people call it. */
export function kindName(kind: string): string {
  return KINDS[kind] ?? kind;
}
