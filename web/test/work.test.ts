import assert from "node:assert/strict";
import { test } from "node:test";
import type { Job, RestorePlan } from "../src/api/types";
import * as format from "../src/format";
import { backoff, withJob } from "../src/live";
import { blocksOf, piecesOf, quoteDepth } from "../src/reader/plain-text";
import { baseOf, indentOf, neighbour } from "../src/reader/conversation";
import { displayName } from "../src/reader/message-row";
import { mainAccount, parseBasket, pickedOf } from "../src/screens/restore/basket";
import {
  missingOf,
  parseFolders,
  proposal,
  requestOf,
  type RestoreForm,
} from "../src/screens/restore/form";
import { planWords } from "../src/screens/restore/text";
import { passwordProblem } from "../src/screens/welcome/password";
import { themeOf } from "../src/theme";
import { leftWords, secondsLeft, stepFigures } from "../src/work/words";

const JOB: Job = {
  id: "1",
  kind: "backup",
  account: "work",
  restore: null,
  status: "running",
  trigger: "user",
  queued: "2026-11-23T12:00:00Z",
  started: "2026-11-23T12:00:00Z",
  ended: null,
  step: { stage: "fetching", detail: "INBOX", done: 100, total: 400, bytes: 0, secondsLeft: -1, coverage: "" },
  result: null,
  outcome: "",
  hint: "",
};

test("jobs are kept while they run", () => {
  const one = withJob(new Map(), JOB);
  assert.equal(one.size, 1);
  assert.equal(withJob(one, { ...JOB, status: "done" }).size, 0);
  assert.equal(withJob(one, { ...JOB, id: "2", status: "queued" }).size, 2);
});

test("a lost connection is tried again, ever more patiently", () => {
  assert.deepEqual([1, 2, 3, 6, 50].map(backoff), [1000, 2000, 4000, 30_000, 30_000]);
});

test("time left is told once it means something", () => {
  assert.equal(secondsLeft(JOB, new Date("2026-11-23T12:00:02Z")), null);
  assert.equal(secondsLeft(JOB, new Date("2026-11-23T12:00:20Z")), 60);
  assert.equal(
    secondsLeft({ ...JOB, step: { ...JOB.step!, total: -1 } }, new Date("2026-11-23T12:00:20Z")),
    null,
  );
  assert.equal(leftWords(61), "about 2 min left");
  assert.equal(leftWords(47 * 3600), "about 47 h left");
  assert.equal(leftWords(7.6 * 86_400), "about 8 days left");
  assert.equal(stepFigures(JOB), "100 of 400");
});

const FORM: RestoreForm = {
  from: "a",
  at: null,
  folders: new Set(["y", "x"]),
  picked: [],
  to: "a",
  other: false,
  into: "",
};
const item = (id: string, ...accounts: string[]) => ({ id, subject: "", from: "", accounts });

test("a restore asks for what was chosen and nothing else", () => {
  assert.deepEqual(requestOf(FORM), {
    from: "a",
    folders: ["x", "y"],
    messages: [],
    at: null,
    to: null,
    into: null,
  });
  assert.deepEqual(requestOf({ ...FORM, to: "b", other: true, into: " Back " }).into, "Back");
  const picked = requestOf({ ...FORM, picked: [item("1", "a"), item("2", "b")] });
  assert.deepEqual([picked.folders, picked.messages], [[], ["1"]]);
});

test("nothing chosen never means everything", () => {
  assert.equal(missingOf({ ...FORM, folders: new Set() }), "something");
  assert.equal(missingOf({ ...FORM, folders: new Set(), picked: [item("1", "b")] }), "something");
  assert.equal(missingOf({ ...FORM, other: true }), "into");
  assert.equal(missingOf(FORM), null);
});

test("broken addresses and storage choose nothing", () => {
  assert.deepEqual(parseFolders('["a",1,"b"]'), ["a", "b"]);
  assert.deepEqual(parseFolders("{"), []);
  assert.deepEqual(parseBasket('[{"id":"1"}]'), []);
  assert.deepEqual(parseBasket(null), []);
});

test("picked messages know their accounts", () => {
  const seen = {
    id: "1",
    subject: "s",
    from: "f",
    places: [{ account: "b" }, { account: "a" }, { account: "b" }],
  };
  assert.deepEqual(pickedOf(seen).accounts, ["a", "b"]);
  assert.equal(
    mainAccount([item("1", "a"), item("2", "a", "b"), item("3", "b"), item("4", "b")]),
    "b",
  );
  assert.equal(mainAccount([]), null);
});

test("a plan in words", () => {
  const plan: RestorePlan = {
    to: "work",
    planned: 33,
    alreadyThere: 2,
    missing: 31,
    bytes: 1000,
    folders: [
      {
        source: "Roof",
        target: "Roof",
        exists: false,
        planned: 33,
        alreadyThere: 2,
        missing: 31,
        bytes: 1000,
      },
    ],
  };
  assert.equal(
    planWords(plan),
    "31 messages (1 kB) will be added to 1 folder of work. The folder Roof will be made. 2 are there already.",
  );
  assert.equal(proposal(new Date(2026, 0, 5)), "Restored 2026-01-05");
});

test("quotes by depth", () => {
  assert.equal(quoteDepth("> > so"), 2);
  assert.equal(quoteDepth(">>so"), 2);
  assert.equal(quoteDepth("so > what"), 0);
  const text = "a\r\n> b\n> c\n>> d\n\ne";
  const blocks = blocksOf(text);
  assert.deepEqual(
    blocks.map((b) => [b.depth, b.lines.map((l) => l.text).join("\n")]),
    [
      [0, "a"],
      [1, "b\nc"],
      [2, "d"],
      [0, "\ne"],
    ],
  );
  for (const { lines } of blocks) {
    for (const line of lines) {
      assert.equal(text.slice(line.at, line.at + line.text.length), line.text);
    }
  }
});

const linked = (text: string) => piecesOf({ text, at: 0 }, []);

test("a conversation knows its neighbours and its subject", () => {
  assert.equal(baseOf("Re: AW: Fwd: Roof"), "Roof");
  assert.equal(baseOf("Reply"), "Reply");
  const turns = ["a", "b", "c"].map((id) => ({
    id,
    depth: 0,
    date: "",
    from: "",
    to: "",
    subject: "",
    size: 1,
    places: [],
  }));
  assert.equal(neighbour(turns, "b", 1), "c");
  assert.equal(neighbour(turns, "a", -1), null);
  assert.equal(neighbour(turns, "x", 1), null);
  assert.equal(indentOf(99), "deep-5");
});

test("matches are marked where they stand, within links and across them", () => {
  const text = "first\n> see http://boat.example now";
  const marks = [
    { start: 0, end: 5 },
    { start: 12, end: 23 },
    { start: 30, end: 31 },
  ];
  const pieces = blocksOf(text).flatMap((b) => b.lines.flatMap((line) => piecesOf(line, marks)));
  assert.deepEqual(pieces[0], { text: "first", link: null, mark: 0 });
  assert.equal(
    pieces
      .filter((p) => p.mark === 1)
      .map((p) => p.text)
      .join(""),
    text.slice(12, 23),
  );
  assert.ok(pieces.filter((p) => p.mark === 1).every((p) => p.link === "http://boat.example"));
  assert.equal(pieces.map((p) => p.text).join(""), "firstsee http://boat.example now");
});

test("only web addresses become links, without the sentence's punctuation", () => {
  const pieces = linked("see https://a.example/b?c=1. (http://x.example) javascript:alert(1)");
  assert.deepEqual(
    pieces.filter((p) => p.link !== null).map((p) => p.text),
    ["https://a.example/b?c=1", "http://x.example"],
  );
  assert.equal(
    pieces.map((p) => p.text).join(""),
    "see https://a.example/b?c=1. (http://x.example) javascript:alert(1)",
  );
});

test("people by name, else by address", () => {
  assert.equal(displayName('"Nordin, Ada" <ada@x.example>'), "Nordin, Ada");
  assert.equal(displayName("<ada@x.example>"), "ada@x.example");
  assert.equal(displayName("ada@x.example"), "ada@x.example");
});

test("sizes and shares", () => {
  assert.equal(format.bytes(0), "0 B");
  assert.equal(format.bytes(999), "999 B");
  assert.equal(format.bytes(1000), "1 kB");
  assert.equal(format.bytes(999_600), "1 MB");
  assert.match(format.bytes(1_340_000_000), /^1.34 GB$/);
  assert.equal(format.percent(999, 1000), "99 %");
  assert.equal(format.percent(5, 5), "100 %");
  assert.equal(format.percent(0, 0), "0 %");
});

test("times in words", () => {
  const now = new Date(2026, 10, 23, 12, 0, 0);
  const at = (...p: [number, number, number, number]) => new Date(2026, p[0], p[1], p[2], p[3]);
  assert.equal(format.ago(at(10, 23, 11, 57), now), "3 minutes ago");
  assert.equal(format.ago(at(10, 23, 7, 0), now), "5 hours ago");
  assert.equal(format.ago(at(10, 21, 7, 0), now), "2 days ago");
  assert.equal(format.ago(at(10, 23, 11, 59), new Date(2026, 10, 23, 11, 59, 20)), "just now");
  assert.equal(format.duration(0.42), "0.4 s");
  assert.equal(format.duration(200), "3 min 20 s");
  assert.equal(format.duration(7500), "2 h 5 min");
  assert.equal(format.duration(7200), "2 h");
});

test("new passwords", () => {
  assert.equal(passwordProblem("short", "short"), "short");
  assert.equal(passwordProblem("long enough!", "long enough?"), "mismatch");
  assert.equal(passwordProblem("long enough!", "long enough!"), null);
});

test("an unknown theme is the system's", () => {
  assert.equal(themeOf("dark"), "dark");
  assert.equal(themeOf("purple"), "system");
  assert.equal(themeOf(null), "system");
});
