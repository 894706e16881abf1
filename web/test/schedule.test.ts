import assert from "node:assert/strict";
import { test } from "node:test";
import type { Schedule } from "../src/api/types";
import {
  cronProblem,
  cronWords,
  formOf,
  inputOf,
  NIGHTLY,
  parseTime,
  scheduleProblem,
  scheduleWords,
} from "../src/screens/accounts/schedule";

test("schedules in words", () => {
  assert.equal(scheduleWords({ ...NIGHTLY, mode: "daily", time: "02:41" }), "Every day at 02:41");
  assert.equal(
    scheduleWords({ ...NIGHTLY, mode: "weekly", time: "06:00", days: ["THU", "MON"] }),
    "Every Monday and Thursday at 06:00",
  );
  assert.equal(
    scheduleWords({ ...NIGHTLY, mode: "hourly", minute: 15 }),
    "Every hour, at minute 15",
  );
  assert.equal(scheduleWords({ ...NIGHTLY, mode: "off" }), "Only when you start it");
});

test("frequent expressions in words, the others as they are", () => {
  assert.equal(cronWords("0 41 2 * * ?"), "Every day at 02:41");
  assert.equal(cronWords("0 41 2 ? * *"), "Every day at 02:41");
  assert.equal(cronWords("0 0 8,20 * * ?"), "Every day at 08:00 and 20:00");
  assert.equal(cronWords("0 5 0/6 * * ?"), "Every 6 hours, at minute 5");
  assert.equal(cronWords("0 30 * * * ?"), "Every hour, at minute 30");
  assert.equal(cronWords("0 0 2 ? * MON-FRI"), "As the expression says: 0 0 2 ? * MON-FRI");
  assert.equal(cronWords("0 0 2 1 * ?"), "As the expression says: 0 0 2 1 * ?");
});

test("the usual mix-ups in expressions are named", () => {
  assert.equal(cronProblem("0 30 2 * * ?"), null);
  assert.equal(cronProblem("0 30 2 * * ? 2027"), null);
  assert.match(cronProblem("30 2 * * *") ?? "", /five fields/);
  assert.match(cronProblem("0 30 2 * * *") ?? "", /question mark/);
  assert.match(cronProblem("now") ?? "", /six fields/);
  assert.match(cronProblem("  ") ?? "", /Write/);
});

test("times", () => {
  assert.deepEqual(parseTime("02:30"), { hour: 2, minute: 30 });
  assert.deepEqual(parseTime("7:05"), { hour: 7, minute: 5 });
  assert.equal(parseTime("24:00"), null);
  assert.equal(parseTime("12:60"), null);
  assert.equal(parseTime(""), null);
});

test("a form that cannot be sent says why", () => {
  assert.equal(scheduleProblem(NIGHTLY), null);
  assert.match(scheduleProblem({ ...NIGHTLY, mode: "weekly", days: [] }) ?? "", /day/);
  assert.match(scheduleProblem({ ...NIGHTLY, mode: "daily", time: "" }) ?? "", /time/);
  assert.match(scheduleProblem({ ...NIGHTLY, mode: "hourly", minute: 75 }) ?? "", /0 to 59/);
});

test("a schedule of the server comes back as it was", () => {
  const schedule: Schedule = {
    mode: "weekly",
    hour: 4,
    minute: 5,
    days: ["MON", "SUN"],
    cron: "0 5 4 ? * MON,SUN",
    words: "",
    zone: "UTC",
  };
  assert.deepEqual(inputOf(formOf(schedule)), {
    mode: "weekly",
    hour: 4,
    minute: 5,
    days: ["MON", "SUN"],
  });
  assert.deepEqual(inputOf(formOf({ ...schedule, mode: "custom" })), {
    mode: "custom",
    cron: "0 5 4 ? * MON,SUN",
  });
  assert.deepEqual(inputOf(formOf({ ...schedule, mode: "off", cron: "" })), { mode: "off" });
});
