import assert from "node:assert/strict";
import { test } from "node:test";
import type { ServerProposal } from "../src/api/types";
import {
  BLANK,
  oauthOf,
  settingsOf,
  withFound,
  withKind,
  withSecurity,
  withUser,
  written,
} from "../src/screens/accounts/form";

const FOUND: ServerProposal = {
  source: "table",
  kind: "imap",
  host: "outlook.office365.com",
  port: 993,
  security: "tls",
  user: "ada@outlook.com",
  provider: {
    name: "microsoft",
    label: "Microsoft",
    hint: "sign in",
    link: "",
    logins: ["oauth"],
    oauth: {
      grants: ["device-code"],
      authorizeUrl: "https://login/{tenant}/authorize",
      tokenUrl: "https://login/{tenant}/token",
      deviceUrl: "https://login/{tenant}/device",
      scopes: ["https://outlook.office.com/IMAP.AccessAsUser.All", "offline_access"],
      tenantScopes: [],
    },
  },
};

test("POP3 has ports and hosts of its own, and what was chosen stays", () => {
  let form = withKind(withUser(BLANK, "ada@harbour.example", []), "pop3");
  assert.deepEqual([form.host, form.port], ["pop.harbour.example", "995"]);
  form = withSecurity(form, "starttls");
  assert.equal(form.port, "110");
  form = withUser(form, "ada@other.example", []);
  assert.deepEqual([form.kind, form.host], ["pop3", "pop.other.example"]);
  assert.equal(withFound(form, FOUND), form, "an answer about IMAP comes too late");
  assert.equal(withFound(form, { ...FOUND, kind: "pop3", host: "pop.x" }).host, "pop.x");
  assert.deepEqual([settingsOf(form).kind, settingsOf(form).watch], ["pop3", null]);
  assert.equal(withKind(written(form, "port", "1995"), "imap").port, "1995");
  assert.equal(withKind(written(form, "host", "mail.local"), "imap").host, "mail.local");
});

test("a domain that has only POP3 is taken at its word until another address is typed", () => {
  const found = { ...FOUND, kind: "pop3", host: "pop.x", port: 995, provider: null } as const;
  const form = withFound(withUser(BLANK, "ada@x.example", []), found);
  assert.deepEqual([form.kind, form.host, form.port], ["pop3", "pop.x", "995"]);
  const other = withUser(form, "ada@y.example", []);
  assert.deepEqual([other.kind, other.host, other.port], ["imap", "imap.y.example", "993"]);
});

test("Microsoft's right to read by POP3 is another one", () => {
  const form = { ...withFound(withUser(BLANK, "ada@outlook.com", []), FOUND), clientId: "id" };
  assert.deepEqual(oauthOf(form)?.scopes, FOUND.provider?.oauth?.scopes);
  assert.deepEqual(oauthOf({ ...form, kind: "pop3" })?.scopes, [
    "https://outlook.office.com/POP.AccessAsUser.All",
    "offline_access",
  ]);
});
