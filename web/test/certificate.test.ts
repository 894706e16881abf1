import assert from "node:assert/strict";
import { test } from "node:test";
import type { AccountStatus, FolderStatus } from "../src/api/types";
import { standing, totals } from "../src/screens/account/certificate";

const FOLDER: FolderStatus = {
  path: "INBOX",
  onServer: 10,
  archived: 10,
  waiting: 0,
  failed: 0,
  read: true,
  counted: "every UID was listed",
  exists: 10,
  listed: 10,
  held: 10,
  problem: "",
  backTo: null,
  failures: [],
};

function status(complete: boolean, ...folders: Partial<FolderStatus>[]): AccountStatus {
  return {
    account: "work",
    complete,
    run: null,
    folders: folders.map((folder) => ({ ...FOLDER, ...folder })),
    alarms: [],
    warnings: [],
  };
}

test("green is only what is complete and was read", () => {
  assert.equal(standing(status(true, {})), "ok");
  assert.equal(standing(status(false, { archived: 8, waiting: 2 })), "warn");
  assert.equal(standing(status(false, { archived: 8, failed: 2 })), "bad");
  assert.equal(standing(status(false, {}, { read: false })), "bad");
});

test("the sums are those of all folders", () => {
  assert.deepEqual(totals(status(false, { waiting: 2 }, { failed: 1, read: false })), {
    onServer: 20,
    archived: 20,
    waiting: 2,
    failed: 1,
    unread: 1,
  });
});
