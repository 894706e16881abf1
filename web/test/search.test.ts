import assert from "node:assert/strict";
import { test } from "node:test";
import { pieces } from "../src/screens/search/marks";
import {
  fieldValue,
  hasTerm,
  quoted,
  toggleTerm,
  tokensOf,
  withField,
  yearBefore,
} from "../src/screens/search/query";
import { coverageWords, totalWords } from "../src/screens/search/summary";

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
    coverageWords({ indexed: 5, archived: 5, defective: 0 }),
    /^All 5 messages searchable$/,
  );
  assert.match(
    coverageWords({ indexed: 4, archived: 5, defective: 0 }),
    /^4 of 5 messages searchable so far$/,
  );
  assert.match(
    coverageWords({ indexed: 5, archived: 5, defective: 2 }),
    /2 of them by their header only$/,
  );
  assert.match(coverageWords({ indexed: 0, archived: 0, defective: 0 }), /Nothing/);
});

test("a lower bound is told as one", () => {
  assert.equal(totalWords({ total: 1, exact: true }), "1 message");
  assert.match(totalWords({ total: 1000, exact: false }), /^More than/);
});
