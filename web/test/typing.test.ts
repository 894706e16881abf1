import assert from "node:assert/strict";
import { test } from "node:test";
import { Problem } from "../src/api/problem";
import { firstView } from "../src/reader/body";
import { shortened, told, unfinished } from "../src/screens/search/problem";
import { offers } from "../src/screens/search/suggest";

test("a query that is being typed is not found fault with", () => {
  const place = { at: 10, length: 6, suggestion: null };
  const wrong = new Problem(400, "query", "", "there is no such attachment", "", "", place);
  assert.ok(unfinished(wrong, true));
  assert.ok(!unfinished(wrong, false), "after Enter, or when the box is left");
  assert.ok(!unfinished(new Problem(500, "", "", "", "", ""), true), "that is no fault of the query");
  const absent = { at: 6, length: 6, problem: "no folder is named Pro", hint: "", suggestion: null };
  assert.deepEqual(told([absent], "scarf in:Pro", true), []);
  assert.deepEqual(told([absent], "scarf in:Pro", false), [absent]);
  assert.deepEqual(told([absent], "scarf in:Pro ", true), [absent], "that word is finished");
});

test("of a long query only what is around the fault is repeated", () => {
  const [before, wrong, after] = shortened(["a".repeat(500), "x".repeat(6000), "z".repeat(500)]);
  assert.ok(before.length < 130 && wrong.length < 130 && after.length < 130);
  assert.ok(before.startsWith("…") && wrong.endsWith("…") && after.endsWith("…"));
  assert.deepEqual(shortened(["boat ", "form:", "ada"]), ["boat ", "form:", "ada"]);
});

test("saved searches that begin with what is typed come before all else", () => {
  const saved = [
    { name: "Old bills", query: "is:gone" },
    { name: "Bills", query: "invoice" },
  ];
  const server = { kind: "subject", text: "Bill", from: 0, to: 4, replacement: "subject:bill" } as const;
  assert.deepEqual(
    offers("bill", [server], saved, ["billing"]).map((o) => o.text),
    ["Bills", "Bill", "Old bills", "billing"],
  );
});

test("a message opens where something was found in it", () => {
  const mark = { start: 0, end: 3 };
  assert.equal(firstView({ hasHtml: true, htmlMarks: 0, marks: [mark] }), "text");
  assert.equal(firstView({ hasHtml: true, htmlMarks: 1, marks: [mark] }), "html");
  assert.equal(firstView({ hasHtml: true, htmlMarks: 0, marks: [] }), "html");
  assert.equal(firstView({ hasHtml: false, htmlMarks: 0, marks: [] }), "text");
});
