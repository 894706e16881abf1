import assert from "node:assert/strict";
import { test } from "node:test";
import type { Job } from "../src/api/types";
import { verdict } from "../src/screens/archive/verdict";

function job(day: number, shares: number, left: number | null): Job {
  return {
    id: String(day),
    status: left === null ? "cancelled" : left > 0 ? "failed" : "done",
    queued: `2026-11-0${day}T04:00:00Z`,
    ended: `2026-11-0${day}T04:10:00Z`,
    hint: "",
    result: left === null ? null : { kind: "verify", shares, left },
  } as unknown as Job;
}

test("a sample alone does not make the archive sound", () => {
  assert.equal(verdict(null, null).tone, "info");
  assert.equal(verdict(null, job(1, 20, 0)).tone, "info");
  assert.equal(verdict(job(1, 1, 0), null).tone, "ok");
  assert.equal(verdict(job(1, 1, 0), job(2, 20, 0)).tone, "ok");
});

test("damage stands until a full check is without it", () => {
  assert.equal(verdict(job(1, 1, 1), job(2, 20, 0)).tone, "bad");
  assert.equal(verdict(job(1, 1, 0), job(2, 20, 1)).tone, "bad");
  assert.equal(verdict(job(3, 1, 0), job(2, 20, 1)).tone, "ok");
});

test("what did not come to its end proves nothing", () => {
  assert.equal(verdict(job(1, 1, null), null).tone, "warn");
  assert.equal(verdict(job(1, 1, 0), job(2, 20, null)).tone, "warn");
});
