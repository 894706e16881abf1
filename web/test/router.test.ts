import assert from "node:assert/strict";
import { test } from "node:test";
import { here, href, leaveFor, match, navigate, parse, route, startRouter } from "../src/router";

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

test("what was opened and closed leaves no step", () => {
  const entries: { hash: string; state: unknown }[] = [{ hash: "#/search?q=oak", state: null }];
  let at = 0;
  let changed = () => {};
  const entry = () => entries[at] ?? { hash: "", state: null };
  const go = (to: number) => {
    at = to;
    changed();
  };
  const world = {
    addEventListener: (_: string, listener: () => void) => (changed = listener),
    location: {
      get hash() {
        return entry().hash;
      },
      set hash(hash: string) {
        entries.splice(at + 1, Infinity, { hash, state: null });
        go(at + 1);
      },
    },
    history: {
      get state() {
        return entry().state;
      },
      replaceState: (state: unknown, _: string, hash?: string) =>
        (entries[at] = { hash: hash ?? entry().hash, state }),
      back: () => go(at - 1),
    },
  };
  const before = Object.keys(world).map((key) => [key, Object.getOwnPropertyDescriptor(globalThis, key)] as const);
  for (const [key, value] of Object.entries(world)) {
    Object.defineProperty(globalThis, key, { value, configurable: true });
  }
  try {
    startRouter();
    navigate(here({ m: "1" }));
    navigate(here({ m: "2" }), { replace: true });
    leaveFor(here({ m: null }));
    assert.equal(at, 0, "the list's own entry");
    assert.deepEqual(route.value.query, { q: "oak" });
    entries.splice(0, Infinity, { hash: "#/search?q=oak&m=1", state: null });
    go(0);
    entries[0] = { hash: "#/search?q=oak&m=1", state: null };
    leaveFor(here({ m: null }));
    assert.deepEqual(entries.map(({ hash }) => hash), ["#/search?q=oak"], "nobody goes out of the page");
  } finally {
    for (const [key, was] of before) {
      if (was === undefined) {
        Reflect.deleteProperty(globalThis, key);
      } else {
        Object.defineProperty(globalThis, key, was);
      }
    }
  }
});
