import assert from "node:assert/strict";
import { test } from "node:test";
import type { Account, AccountSettings, Job, Run, ServerProposal } from "../src/api/types";
import {
  BLANK,
  oauthOf,
  secretOf,
  settingsOf,
  withFound,
  withSecurity,
  withUser,
  written,
} from "../src/screens/accounts/form";
import { health, lastBackups } from "../src/screens/accounts/health";
import {
  limitsForm,
  limitsOf,
  limitsProblems,
  NO_LIMITS,
  watchOf,
  type LimitsForm,
} from "../src/screens/accounts/limits";
import { choiceOf, matches, specialUse, withFolder } from "../src/screens/accounts/patterns";
import { guessName } from "../src/screens/accounts/providers";

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
      grants: ["device-code", "client-credentials"],
      authorizeUrl: "https://login/{tenant}/authorize",
      tokenUrl: "https://login/{tenant}/token",
      deviceUrl: "https://login/{tenant}/device",
      scopes: ["imap"],
      tenantScopes: ["all"],
    },
  },
};

test("the server follows the address until someone writes it", () => {
  let form = withUser(BLANK, "ada@harbour.example", []);
  assert.deepEqual([form.host, form.port, form.name], ["imap.harbour.example", "993", "ada"]);
  form = withFound(form, FOUND);
  assert.deepEqual([form.host, form.login], ["outlook.office365.com", "oauth"]);
  form = withFound(withUser(written(form, "host", "mail.local"), "ada@x.example", ["ada"]), FOUND);
  assert.deepEqual([form.host, form.name], ["mail.local", "ada-2"]);
});

test("a sign-in counts for the settings that it was made with", () => {
  let form = { ...withFound(withUser(BLANK, "ada@outlook.com", []), FOUND), clientId: " id " };
  assert.equal(settingsOf(form).oauth?.tokenUrl, "https://login/common/token");
  assert.deepEqual(secretOf(form), {});
  form = { ...form, signIn: { id: "s", of: JSON.stringify(oauthOf(form)) } };
  assert.deepEqual(secretOf(form), { signIn: "s" });
  assert.deepEqual(secretOf({ ...form, tenant: "other.example" }), {});
  const tenant = { ...form, grant: "client-credentials", clientSecret: "x" };
  assert.deepEqual([secretOf(tenant), oauthOf(tenant)?.scopes], [{ password: "x" }, ["all"]]);
  assert.deepEqual(oauthOf({ ...form, login: "password" }), null);
});

test("the port follows the protection unless it is an odd one", () => {
  const start = withSecurity(BLANK, "starttls");
  assert.equal(start.port, "143");
  assert.equal(withSecurity(start, "tls").port, "993");
  assert.equal(withSecurity(written(BLANK, "port", "10993"), "starttls").port, "10993");
});

test("limits are sent as they were written, and nothing as null", () => {
  const { limits, watch } = settingsOf(BLANK);
  assert.deepEqual(limits, { connections: null, bytesPerDay: null, commandsPerMinute: null });
  assert.equal(watch, null);
  const own: LimitsForm = {
    perDay: " 0,5 ",
    connections: "1",
    commands: "30",
    watch: "own",
    folders: " INBOX \n\nLists/dev\nINBOX",
  };
  assert.deepEqual(limitsProblems(own), {});
  assert.deepEqual(limitsOf(own), {
    connections: 1,
    bytesPerDay: 500_000_000,
    commandsPerMinute: 30,
  });
  assert.deepEqual(watchOf(own), ["INBOX", "Lists/dev"]);
  assert.deepEqual(watchOf({ ...own, watch: "none" }), []);
});

test("limits that make no sense are named before they are sent", () => {
  for (const perDay of ["much", "-1", "0", "0.0001", "1.2.3"]) {
    assert.deepEqual(Object.keys(limitsProblems({ ...NO_LIMITS, perDay })), ["perDay"]);
  }
  assert.deepEqual(Object.keys(limitsProblems({ ...NO_LIMITS, commands: "9" })), ["commands"]);
  for (const folders of [" ", "a\nb\nc\nd"]) {
    const form = { ...NO_LIMITS, watch: "own" as const, folders };
    assert.deepEqual(Object.keys(limitsProblems(form)), ["folders"]);
    assert.deepEqual(limitsProblems({ ...form, watch: "usual" }), {});
  }
});

test("what an account has is in its form again", () => {
  const form = { ...NO_LIMITS, perDay: "1.5", commands: "20", watch: "own" as const, folders: "A\nB" };
  const settings = { limits: limitsOf(form), watch: watchOf(form) } as AccountSettings;
  assert.deepEqual(limitsForm(settings), form);
  assert.equal(limitsForm({ ...settings, watch: [] }).watch, "none");
});

test("an empty port leaves the choice to the server", () => {
  assert.equal(settingsOf(written(BLANK, "port", "")).port, null);
  assert.equal(settingsOf(BLANK).port, 993);
});

test("names keep to the letters that a name may have", () => {
  assert.equal(guessName("Ada.Nordin+mail@x.example", []), "ada.nordin-mail");
  assert.equal(guessName("@x.example", []), "");
  assert.equal(guessName("a@x", ["a", "a-2"]), "a-3");
});

test("patterns match as the server matches them", () => {
  const cases: [string, string, boolean][] = [
    ["Archive", "Archive", true],
    ["Archive", "Archive/2009", false],
    ["Archive/*", "Archive/2009/May", true],
    ["Archive/*", "Archive", false],
    ["*/Junk", "Lists/Junk", true],
    ["*/Junk", "Junk", false],
    ["a*b*c", "aXbXbc", true],
    ["a*b*c", "aXbXb", false],
    ["??", "ab", true],
    ["??", "a", false],
    ["inbox/*", "INBOX/x", true],
    ["Inbox", "INBOX", true],
    ["junk", "Junk", false],
    ["*", "", true],
    ["", "a", false],
  ];
  for (const [pattern, path, fits] of cases) {
    assert.equal(matches(pattern, path), fits, `${pattern} on ${path}`);
  }
});

test("a tick comes and goes, and every folder can have its own", () => {
  for (const path of ["INBOX", "Lists/*", "a?b", "[Gmail]/All Mail", "back\\slash"]) {
    const out = withFolder(["Elsewhere"], path, false);
    assert.deepEqual(choiceOf(path, [], out), { kept: false, because: null }, path);
    assert.deepEqual(withFolder(out, path, true), ["Elsewhere"], path);
  }
});

test("a pattern written by hand is stronger than a tick, and is named", () => {
  assert.deepEqual(choiceOf("Lists/dev", [], ["Lists/*"]), { kept: false, because: "Lists/*" });
  assert.deepEqual(choiceOf("Junk", ["INBOX"], []), { kept: false, because: "INBOX" });
  assert.deepEqual(choiceOf("inbox", ["INBOX"], []), { kept: true, because: null });
});

test("special uses are known in any case", () => {
  assert.equal(specialUse(["\\HasNoChildren", "\\sent"]), "Sent");
  assert.equal(specialUse([]), "");
});

const NOW = new Date("2026-11-23T12:00:00Z");

function run(outcome: "complete" | "partial" | "failed", hoursAgo: number, failed = 0): Run {
  const at = new Date(NOW.getTime() - hoursAgo * 3_600_000).toISOString();
  const summary = {
    outcome,
    problem: outcome === "complete" ? "" : "went away",
    folders: 1,
    onServer: 1,
    fetched: 0,
    known: 1,
    gone: 0,
    flagsChanged: 0,
    failed,
    bytesFetched: 0,
    alarms: [],
    pause: null,
  };
  return { number: 1, started: at, finished: at, browseAt: null, summary };
}

function account(lastRun: Run | null, mode: Account["schedule"]["mode"] = "daily"): Account {
  return {
    name: "work",
    settings: {
      kind: "imap",
      host: "h",
      port: 993,
      security: "tls",
      user: "u",
      include: [],
      exclude: [],
      oauth: null,
      limits: { connections: null, bytesPerDay: null, commandsPerMinute: null },
      watch: null,
    },
    schedule: { mode, hour: 2, minute: 0, days: [], cron: "", words: "", zone: "UTC" },
    nextRun: mode === "off" ? null : NOW.toISOString(),
    lastRun,
    totals: { folders: 1, messages: 1, bytes: 1, goneFolders: 0, goneMessages: 0 },
    job: null,
    loginProblem: null,
    watchProblem: null,
    alarms: [],
  };
}

function job(status: Job["status"], hoursAgo: number): Job {
  const at = new Date(NOW.getTime() - hoursAgo * 3_600_000).toISOString();
  return {
    id: `${status}${hoursAgo}`,
    kind: "backup",
    account: "work",
    restore: null,
    status,
    trigger: "schedule",
    queued: at,
    started: at,
    ended: status === "running" ? null : at,
    step: null,
    result: null,
    outcome: "wrong password",
    hint: "write it anew",
  };
}

test("a folder that cannot be waited in is told of", () => {
  const waiting = { ...account(run("complete", 5)), watchProblem: "a folder is not there: X" };
  const { level, detail } = health(waiting, undefined, undefined, NOW);
  assert.equal(level, "warn");
  assert.match(detail, /not there: X/);
});

test("an account is well only while its backups come as planned", () => {
  assert.equal(health(account(run("complete", 5)), undefined, undefined, NOW).level, "ok");
  assert.equal(health(account(run("complete", 50)), undefined, undefined, NOW).level, "warn");
  assert.equal(
    health(account(run("complete", 50), "weekly"), undefined, undefined, NOW).level,
    "ok",
  );
  assert.equal(
    health(account(run("complete", 5000), "off"), undefined, undefined, NOW).level,
    "ok",
  );
});

test("what went wrong is told in plain words", () => {
  assert.match(
    health(account(run("partial", 1, 3)), undefined, undefined, NOW).detail,
    /3 messages could not/,
  );
  const failed = health(account(run("failed", 1)), undefined, job("failed", 1), NOW);
  assert.deepEqual(
    [failed.level, failed.detail, failed.hint],
    ["bad", "Went away.", "Write it anew."],
  );
  const killed = { ...run("complete", 1), finished: null, summary: null };
  assert.match(health(account(killed), undefined, undefined, NOW).title, /Interrupted/);
});

test("a job that failed before its run began counts, an older one does not", () => {
  assert.equal(health(account(run("complete", 5)), undefined, job("failed", 1), NOW).level, "bad");
  assert.equal(health(account(run("complete", 5)), undefined, job("failed", 9), NOW).level, "ok");
  assert.equal(health(account(null), undefined, job("failed", 1), NOW).level, "bad");
  assert.equal(health(account(null), undefined, undefined, NOW).level, "new");
});

test("what runs comes before what was", () => {
  assert.equal(health(account(run("failed", 5)), job("running", 0), undefined, NOW).level, "run");
});

test("the newest ended backup of each account is found", () => {
  const jobs = [job("running", 0), job("done", 1), job("failed", 2)];
  assert.equal(lastBackups(jobs).get("work")?.status, "done");
});

test("an alarm comes first, whatever the last backup came to", () => {
  const alarm = {
    run: 3,
    at: "2026-11-23T02:00:00Z",
    kind: "dropped" as const,
    folder: "INBOX",
    before: 500,
    left: 300,
    problem: "300 of 500 messages in folder INBOX are not on the server any more",
  };
  const found = health({ ...account(null), alarms: [alarm] }, undefined, undefined, new Date());
  assert.equal(found.level, "bad");
  assert.match(found.detail, /300 of 500/);
});
