// Schedules between the form and the server. The server says them in words once they are kept;
// until then this does.
import type { Schedule, ScheduleInput } from "../../api/types";

export type Day = Schedule["days"][number];

export const DAYS: readonly { value: Day; label: string }[] = [
  { value: "MON", label: "Monday" },
  { value: "TUE", label: "Tuesday" },
  { value: "WED", label: "Wednesday" },
  { value: "THU", label: "Thursday" },
  { value: "FRI", label: "Friday" },
  { value: "SAT", label: "Saturday" },
  { value: "SUN", label: "Sunday" },
];

export interface ScheduleForm {
  readonly mode: ScheduleInput["mode"];
  /** HH:MM, for daily and weekly. */
  readonly time: string;
  /** For hourly. */
  readonly minute: number;
  readonly days: readonly Day[];
  readonly cron: string;
}

export const NIGHTLY: ScheduleForm = {
  mode: "nightly",
  time: "02:30",
  minute: 0,
  days: ["SUN"],
  cron: "0 30 2 * * ?",
};

const two = (n: number) => String(n).padStart(2, "0");

export function formOf(schedule: Schedule): ScheduleForm {
  return {
    mode: schedule.mode,
    time: `${two(schedule.hour ?? 2)}:${two(schedule.minute ?? 30)}`,
    minute: schedule.minute ?? 0,
    days: schedule.days.length > 0 ? schedule.days : ["SUN"],
    cron: schedule.cron === "" ? NIGHTLY.cron : schedule.cron,
  };
}

/** Hour and minute of HH:MM, or null. */
export function parseTime(text: string): { hour: number; minute: number } | null {
  const found = /^(\d{1,2}):(\d{2})/.exec(text.trim());
  const hour = Number(found?.[1]);
  const minute = Number(found?.[2]);
  return found !== null && hour < 24 && minute < 60 ? { hour, minute } : null;
}

/** What is wrong with the form, or null. */
export function scheduleProblem(form: ScheduleForm): string | null {
  switch (form.mode) {
    case "nightly":
    case "off":
      return null;
    case "hourly":
      return Number.isInteger(form.minute) && form.minute >= 0 && form.minute < 60
        ? null
        : "Give a minute from 0 to 59.";
    case "weekly":
      if (form.days.length === 0) {
        return "Choose at least one day.";
      }
      return parseTime(form.time) === null ? "Give a time, such as 02:30." : null;
    case "daily":
      return parseTime(form.time) === null ? "Give a time, such as 02:30." : null;
    case "custom":
      return cronProblem(form.cron);
  }
}

/** Catches the usual mix-ups; the server knows the rest. */
export function cronProblem(cron: string): string | null {
  const fields = cron
    .trim()
    .split(/\s+/)
    .filter((field) => field !== "");
  if (fields.length === 0) {
    return "Write an expression, such as 0 30 2 * * ?";
  }
  if (fields.length === 5) {
    return "This has five fields, as on Unix. Put the seconds in front: 0 " + cron.trim();
  }
  if (fields.length < 6 || fields.length > 7) {
    return "An expression has six fields: second, minute, hour, day of month, month, day of week.";
  }
  if (fields[3] !== "?" && fields[5] !== "?") {
    return "Either the day of month or the day of week has to be a question mark.";
  }
  return null;
}

export function inputOf(form: ScheduleForm): ScheduleInput {
  const time = parseTime(form.time);
  switch (form.mode) {
    case "nightly":
    case "off":
      return { mode: form.mode };
    case "hourly":
      return { mode: "hourly", minute: form.minute };
    case "daily":
      return { mode: "daily", hour: time?.hour ?? null, minute: time?.minute ?? null };
    case "weekly":
      return {
        mode: "weekly",
        hour: time?.hour ?? null,
        minute: time?.minute ?? null,
        days: DAYS.map((day) => day.value).filter((day) => form.days.includes(day)),
      };
    case "custom":
      return { mode: "custom", cron: form.cron.trim() };
  }
}

/** "Every Monday and Thursday at 02:30". */
export function scheduleWords(form: ScheduleForm): string {
  switch (form.mode) {
    case "nightly":
      return "Every night, at a quiet minute between 1 and 5 o'clock";
    case "off":
      return "Only when you start it";
    case "hourly":
      return form.minute === 0 ? "Every hour, on the hour" : `Every hour, at minute ${form.minute}`;
    case "daily":
      return `Every day at ${form.time}`;
    case "weekly": {
      const days = DAYS.filter((day) => form.days.includes(day.value)).map((day) => day.label);
      const list = new Intl.ListFormat("en", { type: "conjunction" }).format(days);
      return days.length === 0 ? "On no day" : `Every ${list} at ${form.time}`;
    }
    case "custom":
      return cronWords(form.cron);
  }
}

/** Says the frequent shapes of a Quartz expression in words, and the others as they are. */
export function cronWords(cron: string): string {
  const fields = cron.trim().split(/\s+/);
  const [second = "", minute = "", hour = "", monthDay = "", month = "", weekDay = ""] = fields;
  const everyDay = monthDay + weekDay === "*?" || monthDay + weekDay === "?*";
  if (fields.length === 6 && second === "0" && month === "*" && everyDay && /^\d+$/.test(minute)) {
    const every = /^(?:0|\*)\/(\d+)$/.exec(hour)?.[1];
    if (every !== undefined) {
      return `Every ${every} hours, at minute ${Number(minute)}`;
    }
    if (hour === "*") {
      return scheduleWords({ ...NIGHTLY, mode: "hourly", minute: Number(minute) });
    }
    if (/^\d+(,\d+)*$/.test(hour)) {
      const times = hour.split(",").map((h) => `${two(Number(h))}:${two(Number(minute))}`);
      return `Every day at ${new Intl.ListFormat("en", { type: "conjunction" }).format(times)}`;
    }
  }
  return `As the expression says: ${cron.trim()}`;
}
