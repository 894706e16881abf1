import assert from "node:assert/strict";
import { test } from "node:test";
import {
  datesOf,
  dayAfter,
  fold,
  hasAll,
  hasDates,
  stretchWords,
  toggleAll,
  withDates,
  withoutDates,
} from "../src/screens/search/counts";
import { trim } from "../src/screens/search/excerpts";
import { cut, meant } from "../src/screens/search/problem";
import { applied, offers } from "../src/screens/search/suggest";
import { brought, marksWithin, pieces } from "../src/screens/search/marks";
import {
  fieldValue,
  hasTerm,
  quoted,
  toggleTerm,
  tokensOf,
  withField,
  yearBefore,
} from "../src/screens/search/query";
import { backlogWords, waitingWords } from "../src/screens/unread/words";
import { coverageWords, totalWords, wholeTotal } from "../src/screens/search/summary";

const DATES = datesOf([
  { names: ["after", "since"], example: "after:2024", meaning: "", dated: true },
  { names: ["before"], example: "before:2024", meaning: "", dated: true },
  { names: ["from"], example: "from:ada", meaning: "", dated: false },
  { names: ["on", "date"], example: "on:2024", meaning: "", dated: true },
  { names: ["newer_than"], example: "newer_than:6m", meaning: "", dated: true },
]);

test("quoted text stays in one piece", () => {
  assert.deepEqual(tokensOf('from:"Ada Nordin" -in:Trash "a b" c'), [
    'from:"Ada Nordin"',
    "-in:Trash",
    '"a b"',
    "c",
  ]);
  assert.deepEqual(tokensOf('"never closed here'), ['"never closed here']);
  assert.deepEqual(tokensOf("   "), []);
});

test("a term comes and goes, and the rest stays", () => {
  const with1 = toggleTerm("harbour", "has:attachment");
  assert.equal(with1, "harbour has:attachment");
  assert.ok(hasTerm(with1, "has:attachment"));
  assert.equal(toggleTerm(with1, "has:attachment"), "harbour");
  assert.ok(!hasTerm('"has:attachment"', "has:attachment"), "within quotes it is text");
});

test("a field has one value, quoted where it must be", () => {
  assert.equal(withField("a account:work b", "account", "private"), "a b account:private");
  assert.equal(withField("a account:work", "account", ""), "a");
  assert.equal(withField("", "in", "Roof repair"), 'in:"Roof repair"');
  assert.equal(fieldValue('in:"Roof repair" a', "in"), "Roof repair");
  assert.equal(fieldValue("-in:Trash", "in"), "");
  assert.equal(quoted('a"b'), '"ab"');
});

test("a year ago, by the calendar", () => {
  assert.equal(yearBefore(new Date(2026, 10, 3)), "2025-11-03");
  assert.equal(yearBefore(new Date(2024, 1, 29)), "2023-03-01");
});

test("a snippet is cut at its marks", () => {
  assert.deepEqual(pieces("the harbour works", [{ start: 4, end: 11 }]), [
    { text: "the ", match: false },
    { text: "harbour", match: true },
    { text: " works", match: false },
  ]);
  assert.deepEqual(pieces("ab", []), [{ text: "ab", match: false }]);
  assert.deepEqual(pieces("", []), []);
});

test("marks that make no sense lose no text", () => {
  const marks = [
    { start: 2, end: 4 },
    { start: 3, end: 5 },
    { start: 5, end: 5 },
    { start: 6, end: 99 },
  ];
  assert.equal(
    pieces("abcdefgh", marks)
      .map((p) => p.text)
      .join(""),
    "abcdefgh",
  );
  assert.deepEqual(
    pieces("abcdefgh", marks)
      .filter((p) => p.match)
      .map((p) => p.text),
    ["cd"],
  );
});

test("coverage never claims more than there is", () => {
  assert.match(
    coverageWords({ indexed: 5, archived: 5, defective: 0, waiting: 0 }),
    /^All 5 messages searchable$/,
  );
  assert.match(
    coverageWords({ indexed: 4, archived: 5, defective: 0, waiting: 0 }),
    /^4 of 5 messages searchable so far$/,
  );
  assert.match(
    coverageWords({ indexed: 5, archived: 5, defective: 2, waiting: 0 }),
    /2 of them by their header only$/,
  );
  assert.match(
    coverageWords({ indexed: 5, archived: 5, defective: 0, waiting: 3 }),
    /^All 5 messages searchable; attachments of 3 messages are still being read$/,
  );
  assert.match(coverageWords({ indexed: 0, archived: 0, defective: 0, waiting: 0 }), /Nothing/);
});

test("a lower bound is told as one", () => {
  assert.equal(totalWords({ total: 1, exact: true }), "1 message");
  assert.equal(totalWords({ total: 1002, exact: false }), "More than 1,000 messages");
  assert.equal(totalWords({ total: 1000, exact: false }), "More than 1,000 messages");
  assert.deepEqual(wholeTotal({ total: 1002, exact: false }, 3919), { total: 3919, exact: true });
  assert.deepEqual(wholeTotal({ total: 1002, exact: false }, undefined), {
    total: 1002,
    exact: false,
  });
  assert.deepEqual(wholeTotal({ total: 12, exact: true }, 11), { total: 12, exact: true });
});

test("a suggestion replaces what is typed and one goes on behind it", () => {
  const suggestion = { kind: "operator", text: "", from: 2, to: 4 } as const;
  assert.deepEqual(applied("a fr", { ...suggestion, replacement: "from:" }), {
    query: "a from:",
    cursor: 7,
  });
  assert.deepEqual(applied("a fr", { ...suggestion, replacement: "frank" }), {
    query: "a frank ",
    cursor: 8,
  });
  assert.deepEqual(applied("a fr b", { ...suggestion, replacement: "frank" }), {
    query: "a frank b",
    cursor: 8,
  });
});

test("saved and recent searches are offered once, and never what is typed already", () => {
  const saved = [{ name: "Bills", query: "invoice" }];
  const list = offers("inv", [], saved, ["invoice", "inventory", "inv", "other"]);
  assert.deepEqual(
    list.map((o) => [o.kind, o.query]),
    [
      ["saved", "invoice"],
      ["recent", "inventory"],
    ],
  );
  assert.equal(offers("", [], [], ["a", "b"]).length, 2);
  const many = Array.from({ length: 20 }, (_, i) => `inv ${i}`);
  assert.ok(offers("inv", [], saved, many).length <= 8);
});

test("a facet's value comes and goes as a whole", () => {
  const year = "after:2024-01-01 before:2025-01-01";
  assert.equal(toggleAll("a", year, DATES), `a ${year}`);
  assert.equal(toggleAll(`a ${year} b`, year, DATES), "a b");
  assert.equal(toggleAll("a after:2020 date:2020-02", year, DATES), `a ${year}`);
  assert.equal(toggleAll("a from:ada", 'from:"Ada N"', []), 'a from:ada from:"Ada N"');
  assert.ok(!hasAll("after:2024-01-01", year));
  assert.ok(!hasAll("a", ""));
});

test("what is one of several is never taken out of them", () => {
  const either = "roof OR after:2025";
  assert.equal(toggleAll(either, "date:2023", DATES), `(${either}) date:2023`);
  assert.equal(toggleAll(`(${either}) date:2023`, "date:2024", DATES), `(${either}) date:2024`);
  assert.equal(toggleAll(`(${either}) date:2023`, "date:2023", DATES), `(${either})`);
  assert.equal(
    withDates(either, DATES, "2024-01-01", "2025-01-01"),
    `(${either}) after:2024-01-01 before:2025-01-01`,
  );
  assert.ok(!hasDates(either, DATES), "there is nothing that Any time could take away");
  assert.ok(hasDates(`(${either}) date:2023`, DATES));
  assert.equal(withoutDates(either, DATES), either);
  assert.equal(toggleAll("after:2025 | roof", "date:2023", DATES), "(after:2025 | roof) date:2023");
  assert.equal(toggleAll("roof OR tile after:2025", "date:2023", DATES), "roof OR tile date:2023");
  assert.equal(toggleTerm("a OR b", "has:attachment"), "(a OR b) has:attachment");
  assert.equal(withField("from:ada OR from:bo", "from", "eve"), "(from:ada OR from:bo) from:eve");
  assert.equal(toggleAll("NOT after:2025", "date:2023", DATES), "NOT after:2025 date:2023");
  assert.equal(toggleAll("-(a after:2025)", "date:2023", DATES), "-(a after:2025) date:2023");
  assert.equal(toggleAll("a AND after:2025", "date:2023", DATES), "a date:2023");
  assert.equal(toggleAll('"a OR b" after:2025', "date:2023", DATES), '"a OR b" date:2023');
  assert.equal(withField("in:(a b) c", "in", "d"), "c in:d");
  assert.equal(toggleAll("roof AROUND 5 after", "date:2023", DATES), "roof AROUND 5 after date:2023");
});

test("a stretch of time takes the place of all others", () => {
  assert.equal(
    withDates("x on:2020 since:2019 newer_than:6m", DATES, "2024-03-01", "2024-04-01"),
    "x after:2024-03-01 before:2024-04-01",
  );
  assert.equal(dayAfter("2024-02-28"), "2024-02-29");
  assert.equal(dayAfter("2024-12-31"), "2025-01-01");
  assert.equal(stretchWords("2024-01-01", "2025-01-01"), "2024");
  assert.equal(stretchWords("2023-01-01", "2025-01-01"), "2023 – 2024");
  assert.match(stretchWords("2024-05-01", "2024-06-01"), /^May 2024$/);
  assert.match(stretchWords("2024-05-03", "2024-05-04"), /3/);
});

test("bars are put together until they can be told apart, and none is lost", () => {
  const bars = Array.from({ length: 250 }, (_, i) => ({
    from: dayAfter(new Date(Date.UTC(2020, 0, i)).toISOString().slice(0, 10)),
    before: dayAfter(new Date(Date.UTC(2020, 0, i + 1)).toISOString().slice(0, 10)),
    count: i,
  }));
  const folded = fold(bars, 72);
  assert.ok(folded.length <= 72);
  assert.equal(
    folded.reduce((n, b) => n + b.count, 0),
    bars.reduce((n, b) => n + b.count, 0),
  );
  folded.slice(1).forEach((bar, i) => assert.equal(bar.from, folded[i]?.before));
  assert.deepEqual(fold([], 72), []);
});

test("what was meant takes the place of what is wrong", () => {
  const query = "boat form:ada x";
  assert.deepEqual(cut(query, { at: 5, length: 5, suggestion: null }), ["boat ", "form:", "ada x"]);
  assert.equal(meant(query, { at: 5, length: 5, suggestion: "from:" }), "boat from:ada x");
  assert.equal(meant(query, { at: 5, length: 5, suggestion: null }), null);
  assert.equal(meant(query, null), null);
  assert.deepEqual(cut("a", { at: 9, length: 3, suggestion: null }), ["a", "", ""]);
});

test("what is kept of excerpts has an end", () => {
  const known = new Map(Array.from({ length: 10 }, (_, i) => [String(i), i] as const));
  trim(known, 4);
  assert.deepEqual([...known.values()], [6, 7, 8, 9]);
});

test("what is not read of attachments is told, and nothing where all is", () => {
  assert.equal(backlogWords({ waiting: 0, refused: 0 }), "");
  assert.equal(backlogWords({ waiting: 0, refused: 1 }), "Files: 1 failed");
  assert.equal(backlogWords({ waiting: 2, refused: 0 }), "Files: 2 waiting");
  assert.equal(backlogWords({ waiting: 2, refused: 3 }), "Files: 2 waiting, 3 failed");
  assert.match(waitingWords(1), /^Attachments of 1 message are/);
});

test("of a part of a text the marks are those within it", () => {
  const from = '"Ada Nordin" <ada@example.org>';
  const marks = [
    { start: 1, end: 4 },
    { start: 14, end: 17 },
  ];
  assert.deepEqual(marksWithin(marks, from.indexOf("Ada Nordin"), 10), [{ start: 0, end: 3 }]);
  assert.deepEqual(marksWithin(marks, 2, 10), [{ start: 0, end: 2 }], "cut where the part begins");
});

test("the first match is brought into a narrow row", () => {
  const text = "a new blade before Thursday, and who has the key of the timber store";
  const start = text.indexOf("timber");
  const { text: cut, marks } = brought(text, [{ start, end: start + 6 }]);
  assert.ok(cut.startsWith("…") && cut.endsWith("timber store"));
  assert.equal(cut.slice(marks[0]?.start, marks[0]?.end), "timber");
  assert.ok((marks[0]?.start ?? 99) <= 25);
  assert.match(cut, /^…\w+ /);
  assert.deepEqual(brought("timber", [{ start: 0, end: 6 }]).text, "timber");
  const long = "x".repeat(60) + "timber";
  const whole = brought(long, [{ start: 60, end: 66 }]);
  assert.equal(whole.text.slice(whole.marks[0]?.start, whole.marks[0]?.end), "timber");
});
