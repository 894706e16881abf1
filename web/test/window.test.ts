import assert from "node:assert/strict";
import { test } from "node:test";
import { farthest, MAX_CANVAS, pagesOf, rowAt, scrollTo, topOf, windowOf } from "../src/ui/window";

const list = { viewport: 600, rowHeight: 60, overscan: 2 };

test("at the top, the rows in sight and some more are drawn", () => {
  const w = windowOf({ ...list, scrollTop: 0, count: 1000 });
  assert.deepEqual(w, { first: 0, end: 12, top: 0, canvas: 60_000 });
});

test("rows are drawn where they belong", () => {
  const w = windowOf({ ...list, scrollTop: 3_030, count: 1000 });
  assert.equal(w.first, 48);
  assert.equal(w.top, 48 * 60);
  assert.equal(w.end, 63);
});

test("a list shorter than the window, and an empty one", () => {
  assert.deepEqual(windowOf({ ...list, scrollTop: 0, count: 3 }), {
    first: 0,
    end: 3,
    top: 0,
    canvas: 180,
  });
  assert.deepEqual(windowOf({ ...list, scrollTop: 50, count: 0 }), {
    first: 0,
    end: 0,
    top: 0,
    canvas: 0,
  });
});

test("a list that became shorter does not leave the window empty", () => {
  const w = windowOf({ ...list, scrollTop: 50_000, count: 20 });
  assert.equal(w.end, 20);
  assert.ok(w.first <= 10);
});

test("a place in rows stays when the list grows beyond the canvas", () => {
  const row = rowAt({ ...list, scrollTop: 30_030, count: 1000 });
  assert.equal(row, 500.5);
  const scrollTop = topOf({ ...list, count: 1_000_000 }, row);
  assert.ok(scrollTop < 30_030);
  assert.equal(Math.round(rowAt({ ...list, scrollTop, count: 1_000_000 }) * 1e6) / 1e6, row);
  assert.equal(topOf({ ...list, count: 100 }, row), 6000 - 600, "as far as a short list goes");
  assert.equal(topOf({ ...list, count: 3 }, row), 0);
});

test("a million rows fit on the canvas, and both ends can be reached", () => {
  const count = 1_000_000;
  const start = windowOf({ ...list, scrollTop: 0, count });
  const end = windowOf({ ...list, scrollTop: MAX_CANVAS - list.viewport, count });
  assert.equal(start.first, 0);
  assert.equal(start.canvas, MAX_CANVAS);
  assert.equal(end.end, count);
  // The last row ends where the canvas ends.
  const lastRowEnds = end.top + (count - end.first) * list.rowHeight;
  assert.ok(Math.abs(lastRowEnds - MAX_CANVAS) < 1, String(lastRowEnds));
});

test("everywhere in a list of any length the window is filled", () => {
  for (const count of [1, 7, 10, 11, 5_000, 250_000, 3_000_000]) {
    const canvas = Math.min(count * list.rowHeight, MAX_CANVAS);
    for (let i = 0; i <= 20; i++) {
      const scrollTop = (Math.max(0, canvas - list.viewport) * i) / 20;
      const w = windowOf({ ...list, scrollTop, count });
      const bottom = w.top + (w.end - w.first) * list.rowHeight;
      assert.ok(w.top <= scrollTop + 1, `${count} rows at ${scrollTop}: begins at ${w.top}`);
      assert.ok(
        bottom >= Math.min(scrollTop + list.viewport, canvas) - 1,
        `${count} rows at ${scrollTop}: ends at ${bottom}`,
      );
      assert.ok(w.end - w.first <= 10 + 2 * list.overscan + 2);
    }
  }
});

test("a row is scrolled into sight by the shortest way", () => {
  const input = { ...list, scrollTop: 600, count: 1000 };
  assert.equal(scrollTo(input, 12), 600, "in sight already");
  assert.equal(scrollTo(input, 5), 300, "above");
  assert.equal(scrollTo(input, 25), 26 * 60 - 600, "below");
});

test("in a list beyond the canvas the row is in sight afterwards, too", () => {
  const input = { ...list, scrollTop: 0, count: 2_000_000 };
  for (const row of [0, 9, 10, 999_999, 1_999_999]) {
    const scrollTop = scrollTo(input, row);
    const w = windowOf({ ...input, scrollTop });
    const at = w.top + (row - w.first) * input.rowHeight;
    assert.ok(
      at >= scrollTop - 1 && at + 60 <= scrollTop + 601,
      `row ${row} at ${at}, scrolled to ${scrollTop}`,
    );
  }
});

test("pages that a range touches", () => {
  assert.deepEqual(pagesOf(0, 50, 50), [0]);
  assert.deepEqual(pagesOf(49, 51, 50), [0, 1]);
  assert.deepEqual(pagesOf(120, 260, 50), [2, 3, 4, 5]);
  assert.deepEqual(pagesOf(0, 0, 50), []);
});

test("a million rows never cost more than some pages of memory", () => {
  const kept = new Set<number>();
  for (let at = 0; at < 20_000; at += 7) {
    for (const page of pagesOf(at * 50, at * 50 + 60, 50)) {
      kept.add(page);
      farthest([...kept], page, 40).forEach((far) => kept.delete(far));
    }
    assert.ok(kept.has(at) && kept.size <= 40);
  }
  assert.deepEqual(farthest([1, 5, 6, 9], 6, 2), [9, 1]);
  assert.deepEqual(farthest([1, 2], 1, 40), []);
});
