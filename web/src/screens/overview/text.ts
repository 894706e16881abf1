export const t = {
  title: "Overview",
  accounts: "Accounts",
  storage: "In the archive",
  recent: "Recent activity",
  all: "All activity",
  running: "Running now",
  nothingRunning: "Nothing runs right now.",
  allWell: "Everything is backed up.",
  allWellHint: (n: number) =>
    n === 1
      ? "The last backup of your account was complete."
      : "The last backup of every account was complete.",
  someNew: "Some mail is not backed up yet.",
  attention: (n: number) => (n === 1 ? "One account needs you." : `${n} accounts need you.`),
  troubled: "The archive needs you.",
  working: "A backup is running.",
  messages: "Messages",
  size: "Mail",
  stored: "On disk",
  ratio: "Compression",
  index: "Search index",
  welcome: "Your mail, safe and at hand",
  welcomeHint:
    "Add a mailbox. Mailcask copies every message, byte for byte, keeps what is deleted later, and lets you search and restore all of it.",
  addFirst: "Add your first account",
  nothing: "Nothing has happened yet.",
  steps: ["Add an account", "Back it up", "Search, browse, restore"],
};
