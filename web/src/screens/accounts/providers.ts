// What we know of mail providers: where their servers are and what password they want.
import type { AccountSettings } from "../../api/types";

export interface Provider {
  readonly name: string;
  readonly domains: readonly string[];
  readonly host: string;
  readonly port: number;
  readonly security: AccountSettings["security"];
  /** What to know before the first try. */
  readonly hint: string;
  /** Where the provider lets its users do that. */
  readonly link?: string;
}

const APP_PASSWORD =
  "Your usual password does not work here: make an app password for Mailcask and use that.";

export const PROVIDERS: readonly Provider[] = [
  {
    name: "Gmail",
    domains: ["gmail.com", "googlemail.com"],
    host: "imap.gmail.com",
    port: 993,
    security: "tls",
    hint: `${APP_PASSWORD} It needs 2-step verification to be on.`,
    link: "https://myaccount.google.com/apppasswords",
  },
  {
    name: "iCloud",
    domains: ["icloud.com", "me.com", "mac.com"],
    host: "imap.mail.me.com",
    port: 993,
    security: "tls",
    hint: APP_PASSWORD,
    link: "https://account.apple.com/account/manage",
  },
  {
    name: "Yahoo",
    domains: ["yahoo.com", "yahoo.de", "yahoo.co.uk", "yahoo.fr", "ymail.com", "rocketmail.com"],
    host: "imap.mail.yahoo.com",
    port: 993,
    security: "tls",
    hint: APP_PASSWORD,
    link: "https://login.yahoo.com/account/security",
  },
  {
    name: "AOL",
    domains: ["aol.com", "aim.com"],
    host: "imap.aol.com",
    port: 993,
    security: "tls",
    hint: APP_PASSWORD,
    link: "https://login.aol.com/account/security",
  },
  {
    name: "Outlook.com",
    domains: ["outlook.com", "hotmail.com", "live.com", "msn.com", "outlook.de", "hotmail.de"],
    host: "outlook.office365.com",
    port: 993,
    security: "tls",
    hint: "Microsoft does not accept passwords over IMAP any more, only its own sign-in, which Mailcask does not have yet. The test will most likely be refused.",
  },
  {
    name: "Fastmail",
    domains: ["fastmail.com", "fastmail.fm"],
    host: "imap.fastmail.com",
    port: 993,
    security: "tls",
    hint: APP_PASSWORD,
    link: "https://app.fastmail.com/settings/security",
  },
  {
    name: "GMX",
    domains: ["gmx.de", "gmx.net", "gmx.at", "gmx.ch"],
    host: "imap.gmx.net",
    port: 993,
    security: "tls",
    hint: "Switch IMAP on first: in GMX's settings, under POP3/IMAP.",
  },
  {
    name: "WEB.DE",
    domains: ["web.de"],
    host: "imap.web.de",
    port: 993,
    security: "tls",
    hint: "Switch IMAP on first: in WEB.DE's settings, under POP3/IMAP.",
  },
  {
    name: "T-Online",
    domains: ["t-online.de", "magenta.de"],
    host: "secureimap.t-online.de",
    port: 993,
    security: "tls",
    hint: "Use the e-mail password of the Telekom customer centre, not the login password.",
  },
  {
    name: "mailbox.org",
    domains: ["mailbox.org"],
    host: "imap.mailbox.org",
    port: 993,
    security: "tls",
    hint: "With two-factor login switched on, make an app password for Mailcask.",
  },
  {
    name: "Posteo",
    domains: ["posteo.de", "posteo.net"],
    host: "posteo.de",
    port: 993,
    security: "tls",
    hint: "With additional e-mail account protection on, use an app password.",
  },
  {
    name: "Proton Mail",
    domains: ["proton.me", "protonmail.com", "pm.me"],
    host: "127.0.0.1",
    port: 1143,
    security: "starttls",
    hint: "Proton Mail can be read only through Proton Mail Bridge, running on the same machine as Mailcask. Use the user and the password that Bridge shows.",
  },
];

/** The provider of a mail address, or undefined where we know nothing of it. */
export function providerOf(address: string): Provider | undefined {
  const domain = address
    .slice(address.lastIndexOf("@") + 1)
    .trim()
    .toLowerCase();
  return address.includes("@") ? PROVIDERS.find((p) => p.domains.includes(domain)) : undefined;
}

/** The provider whose server that is. */
export function providerAt(host: string): Provider | undefined {
  const wanted = host.trim().toLowerCase();
  return PROVIDERS.find((p) => p.host === wanted && p.host !== "127.0.0.1");
}

/** A server's name to begin with, where the provider is not known. */
export function guessHost(address: string): string {
  const at = address.lastIndexOf("@");
  const domain = address
    .slice(at + 1)
    .trim()
    .toLowerCase();
  return at > 0 && domain.includes(".") ? `imap.${domain}` : "";
}

/** A name to begin with: what stands before the @, in the letters that a name may have. */
export function guessName(address: string, taken: readonly string[]): string {
  const local = address.slice(0, address.includes("@") ? address.lastIndexOf("@") : undefined);
  const base = local
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, "-")
    .replace(/^[^a-z0-9]+|-+$/g, "")
    .slice(0, 60);
  if (base === "" || !taken.includes(base)) {
    return base;
  }
  for (let n = 2; ; n++) {
    if (!taken.includes(`${base}-${n}`)) {
      return `${base}-${n}`;
    }
  }
}
