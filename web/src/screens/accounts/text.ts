import type { AccountSettings } from "../../api/types";

export const t = {
  title: "Accounts",
  lead: "The mailboxes that Mailcask keeps safe.",
  add: "Add account",
  addTitle: "Add an account",
  addFirst: "Add your first account",
  addLead: "Mailcask copies the mailbox and leaves every message where it is.",
  none: "No account yet",
  noneHint:
    "Add a mailbox, and Mailcask copies every message of it, byte for byte. From then on each backup fetches only what is new.",
  connection: "Connection",
  user: "E-mail address or user name",
  userHint: "What you sign in with at the mail server.",
  kind: "How mail is fetched",
  byPop3: "Fetched by POP3",
  kindOf: { imap: "IMAP", pop3: "POP3" },
  kindHint: {
    imap: "All folders, with flags; what was lost can be put back.",
    pop3: "Only the inbox: no sent mail and no other folders, no flags, and nothing can be put back into it. For mailboxes that have no IMAP. Mail stays on the server.",
  },
  host: { imap: "Mail server (IMAP)", pop3: "Mail server (POP3)" },
  port: "Port",
  security: "Protection",
  password: "Password",
  passwordHint: "Kept encrypted on the appliance, and used only to read and restore this mailbox.",
  passwordAgain:
    "Server, port, protection or user is another: type the password again. The kept one is only ever sent where it was given for.",
  login: "What opens the mailbox",
  loginPassword: "A password or app password",
  loginOauth: (provider: string) => `Signing in with ${provider} (OAuth)`,
  grant: "How to sign in",
  clientId: "Client ID",
  clientIdHint:
    "Of a client of your own at the provider; the guide tells how to make one.",
  clientSecret: "Client secret",
  clientSecretHint: "If the client has one. Kept encrypted on the appliance.",
  keyFile: "Key file of the service account (its whole text)",
  tenant: "Tenant",
  tenantHint: "Its ID or domain; leave it empty for any.",
  signIn: (provider: string) => `Sign in with ${provider}`,
  signInAgain: "Sign in again",
  signedIn: "Signed in.",
  signInKept: "The kept sign-in stays unless you sign in again.",
  openPage: "Open the sign-in page",
  typeCode: "and type this code:",
  waiting: "Waiting for you to sign in",
  paste: "Address of the page that the browser ended at",
  pasteHint:
    "If that page cannot be shown, copy its address and paste it here: it says that you have signed in.",
  pasteButton: "Use this address",
  cancelSignIn: "Cancel",
  found: {
    table: "Known for this address.",
    autoconfig: "Published by the domain. Is this your mail server?",
    srv: "Named in the domain's DNS. Is this your mail server?",
    mx: "Found by who receives the domain's mail. Is this your mail server?",
    guess: "A guess. Is this your mail server?",
  },
  notFound: {
    imap: "Nothing is known of this domain: ask the provider for its IMAP server.",
    pop3: "Nothing is known of this domain: ask the provider for its POP3 server.",
  },
  onlyPop3: "This domain names a POP3 server and no IMAP server.",
  passwordKept: "Kept; type to change it",
  name: "Name in Mailcask",
  nameHint: "Small letters, digits, dot, hyphen. It stays for good: the archive is kept under it.",
  plaintext:
    "Password and mail travel in the clear. Use this only for a server on the same machine.",
  providerLink: "Make one at the provider",
  test: "Test the connection",
  testAgain: "Test again",
  testing: "Connecting, signing in, listing the folders",
  connected: "The connection works.",
  addAnyway: "Add without a working test",
  folders: "Folders",
  foldersHint: "Take the tick from those to leave out.",
  byPattern: (pattern: string) => `Left out by the pattern ${pattern}`,
  noFolders: "The server lists no folders.",
  includeOnly: "Only folders that fit these patterns are backed up:",
  schedule: "Schedule",
  zone: "In the appliance's time zone",
  time: "Time",
  minute: "Minute",
  days: "Days",
  cron: "Quartz cron expression",
  cronHint: "Second, minute, hour, day of month, month, day of week. Example: 0 15 */4 * * ?",
  limits: "Limits and new mail",
  perDay: "Fetch at most so many GB a day",
  perDayHint:
    "A first backup of a large mailbox then takes several days, goes on by itself, and says when it will be done. Empty: what the configuration says, else what the provider is known to allow, less a fifth for your other programs.",
  noLimit: "no limit of its own",
  connections: "Connections at a time",
  commands: "Commands a minute",
  watch: "Wait for new mail, to archive it within seconds",
  watchFolders: "Folders to wait in",
  watchHint: "One a line, three at the most; each takes one more connection.",
  startNow: "Start the first backup right away",
  save: "Save",
  cancel: "Cancel",
  editTitle: (name: string) => `Settings of ${name}`,
  back: "Accounts",
  lastComplete: "Last complete backup",
  nextRun: "Next",
  messages: "Messages",
  server: "Server",
  never: "never",
  notPlanned: "not planned",
  backUpNow: "Back up now",
};

export const SECURITY: readonly {
  value: AccountSettings["security"];
  label: string;
}[] = [
  { value: "tls", label: "TLS (recommended)" },
  { value: "starttls", label: "STARTTLS" },
  { value: "none", label: "None" },
];

/** The port of a server that does as most do. */
export function usualPort(
  kind: AccountSettings["kind"],
  security: AccountSettings["security"],
): number {
  if (kind === "pop3") {
    return security === "tls" ? 995 : 110;
  }
  return security === "tls" ? 993 : 143;
}

export const CONNECTIONS = [
  { value: "", label: "As configured" },
  { value: "1", label: "1" },
  { value: "2", label: "2" },
] as const;

export const WATCH = [
  { value: "usual", label: "As the configuration says" },
  { value: "own", label: "In these folders" },
  { value: "none", label: "Not in this account" },
] as const;

export const GRANTS: Readonly<Record<string, string>> = {
  "authorization-code": "In this browser",
  "device-code": "With a code, in a browser anywhere",
  "client-credentials": "Nobody signs in: the client opens mailboxes of the tenant",
  "service-account": "Nobody signs in: a service account opens mailboxes of the domain",
};

export const MODES = [
  { value: "nightly", label: "Every night" },
  { value: "daily", label: "Every day at a time" },
  { value: "weekly", label: "On certain days" },
  { value: "hourly", label: "Every hour" },
  { value: "custom", label: "By a cron expression" },
  { value: "off", label: "Only when I start it" },
] as const;
