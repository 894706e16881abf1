export const t = {
  skip: "Skip to the content",
  nav: "Main",
  starting: "Opening the archive",
  lost: "The connection to Mailcask is lost. What you see may be out of date; it comes back by itself.",
  signOut: "Sign out",
  signedInAs: "Signed in as",
  shortcuts: "Keyboard shortcuts",
  noPage: "There is no such page",
  noPageHint: "The address may be mistyped, or the page was moved.",
  toOverview: "To the overview",
  more: "More",
  running: "Running now",
};

export const SHORTCUTS: readonly { keys: readonly string[]; does: string }[] = [
  { keys: ["/"], does: "Search" },
  { keys: ["j"], does: "Next message" },
  { keys: ["k"], does: "Previous message" },
  { keys: ["Enter", "o"], does: "Open the message" },
  { keys: ["n"], does: "Next message of the conversation" },
  { keys: ["p"], does: "Previous message of the conversation" },
  { keys: ["u", "Esc"], does: "Back to the list" },
  { keys: ["x"], does: "Select the message" },
  { keys: ["g", "h"], does: "Overview" },
  { keys: ["g", "b"], does: "Browse" },
  { keys: ["g", "a"], does: "Accounts" },
  { keys: ["?"], does: "This list" },
];
