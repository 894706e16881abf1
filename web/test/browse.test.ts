import assert from "node:assert/strict";
import { test } from "node:test";
import { rowOf } from "../src/screens/browse/row-of";
import type { Folder, Run } from "../src/api/types";
import {
  browsable,
  byDay,
  instantOfLocal,
  localOfInstant,
  parseInternalDate,
  validAt,
} from "../src/screens/browse/as-of";
import { above, levelName, treeOf, type TreeNode } from "../src/screens/browse/tree";

const folder = (path: string, attributes: string[] = []): Folder => ({
  path,
  attributes,
  messages: 1,
  bytes: 1,
  gone: null,
});

test("paths become a tree, with levels that are no folders of their own", () => {
  const [inbox, projects] = treeOf([folder("Projects/Harbour/2020"), folder("INBOX")]);
  assert.equal(inbox?.name, "INBOX");
  assert.equal(projects?.name, "Projects");
  assert.equal(projects?.folder, null);
  assert.equal(projects?.children[0]?.path, "Projects/Harbour");
  assert.equal(projects?.children[0]?.children[0]?.folder?.path, "Projects/Harbour/2020");
});

test("the usual folders come first, the others by name, numbers as numbers", () => {
  const names = treeOf([
    folder("Year 10"),
    folder("Papierkorb", ["\\Trash"]),
    folder("Year 9"),
    folder("inbox"),
    folder("Gesendet", ["\\HasNoChildren", "\\Sent"]),
  ]).map((node) => node.name);
  assert.deepEqual(names, ["inbox", "Gesendet", "Papierkorb", "Year 9", "Year 10"]);
});

test("no folder is lost, in whatever order they come", () => {
  const paths = ["a/b", "a", "a/b/c", "x/y", "a%2Fb"];
  const flat = (nodes: readonly TreeNode[]): string[] =>
    nodes.flatMap((n) => [...(n.folder === null ? [] : [n.path]), ...flat(n.children)]);
  assert.deepEqual(flat(treeOf(paths.map((p) => folder(p)))).sort(), [...paths].sort());
});

test("a slash within a level is shown as one", () => {
  assert.equal(levelName("Q&A %2F FAQ"), "Q&A / FAQ");
  assert.deepEqual(above("a/b/c"), ["a", "a/b"]);
  assert.deepEqual(above("a"), []);
});

test("INTERNALDATE as servers write it", () => {
  assert.equal(
    parseInternalDate("17-Jul-1996 02:44:25 -0700")?.toISOString(),
    "1996-07-17T09:44:25.000Z",
  );
  assert.equal(
    parseInternalDate(" 1-Jan-2024 00:00:00 +0530")?.toISOString(),
    "2023-12-31T18:30:00.000Z",
  );
  assert.equal(parseInternalDate("2024-01-01"), null);
  assert.equal(parseInternalDate("17-Foo-1996 02:44:25 -0700"), null);
  assert.equal(parseInternalDate(""), null);
});

test("a local time goes to the server and comes back", () => {
  const local = "2026-05-01T02:41";
  assert.equal(localOfInstant(new Date(instantOfLocal(local))), local);
  assert.equal(instantOfLocal(""), "");
  assert.equal(instantOfLocal("soon"), "");
});

test("an address with a broken time shows the present", () => {
  assert.equal(validAt("2026-05-01T00:00:00Z"), "2026-05-01T00:00:00Z");
  assert.equal(validAt("yesterday"), null);
  assert.equal(validAt(undefined), null);
});

test("runs that left nothing to look at are not offered; the others go by day", () => {
  const run = (number: number, finished: string | null, ended = true): Run => ({
    number,
    started: "2026-05-01T00:00:00Z",
    finished,
    browseAt: finished,
    summary: ended
      ? {
          outcome: "complete",
          problem: "",
          folders: 1,
          onServer: 1,
          fetched: 0,
          known: 1,
          gone: 0,
          flagsChanged: 0,
          failed: 0,
          bytesFetched: 0,
          alarms: [],
          pause: null,
        }
      : null,
  });
  const runs = [
    run(4, "2026-05-02T05:00:00Z"),
    run(3, null),
    run(2, "2026-05-02T01:00:00Z"),
    run(1, "2026-05-01T01:00:00Z"),
  ];
  const days = byDay(browsable(runs), (at) => at.toISOString().slice(0, 10));
  assert.deepEqual(
    days.map((d) => [d.day, d.runs.map((r) => r.number)]),
    [
      ["2026-05-02", [4, 2]],
      ["2026-05-01", [1]],
    ],
  );
});

test("a message is found among its neighbours by halving its folder", async () => {
  // Newest first; several came within one second.
  const folder = Array.from({ length: 1000 }, (_, i) => ({
    id: `m${i}`,
    at: 10_000 - (i >> 2),
    uid: 5000 - i,
  }));
  let asked = 0;
  const load = (row: number) => {
    asked++;
    return Promise.resolve(folder[row]);
  };
  for (const row of [0, 1, 502, 503, 998, 999]) {
    const wanted = folder[row];
    assert.ok(wanted !== undefined);
    assert.equal(await rowOf(wanted, folder.length, load), row);
  }
  assert.ok(asked <= 6 * 10, String(asked));
  assert.equal(await rowOf({ id: "x", at: 9_900, uid: 1 }, folder.length, load), -1);
  assert.equal(await rowOf({ id: "x", at: 0, uid: 1 }, 0, load), -1);
  assert.equal(await rowOf({ id: "m999", at: 1, uid: 1 }, 10, () => Promise.resolve(undefined)), -1);
});
