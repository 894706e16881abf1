import assert from "node:assert/strict";
import { test } from "node:test";
import { href, match, parse } from "../src/router";

test("an address comes apart as it was put together", () => {
  const segments = ["browse", "work", "Lists/dev % 日本"];
  const query = { q: 'from:ada "a & b" ?#', at: "2026-05-01T02:41:00Z" };
  assert.deepEqual(parse(href(segments, query)), { segments, query });
});

test("a slash within a folder's path stays within its segment", () => {
  assert.equal(href(["browse", "work", "a/b"]), "#/browse/work/a%2Fb");
  assert.deepEqual(parse("#/browse/work/a%2Fb").segments, ["browse", "work", "a/b"]);
});

test("empty values are left out", () => {
  assert.equal(href(["search"], { q: "", m: null, sort: undefined }), "#/search");
});

test("every spelling of nowhere is the overview", () => {
  for (const hash of ["", "#", "#/", "/"]) {
    assert.deepEqual(parse(hash), { segments: [], query: {} });
  }
});

test("a broken escape is taken as it stands", () => {
  assert.deepEqual(parse("#/message/%zz").segments, ["message", "%zz"]);
});

test("a pattern names segments, and fits only its own length", () => {
  assert.deepEqual(match("accounts/:name/edit", parse("#/accounts/work/edit")), { name: "work" });
  assert.equal(match("accounts/:name/edit", parse("#/accounts/work")), null);
  assert.equal(match("accounts/:name/edit", parse("#/accounts/work/runs")), null);
  assert.deepEqual(match("", parse("#/")), {});
});
