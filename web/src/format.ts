// Numbers, sizes and times for people, in the browser's own language and time zone.
// English words around them stay English, so relative times do too.
const locale = typeof navigator === "undefined" ? "en-GB" : navigator.language;

const integers = new Intl.NumberFormat(locale);
const dayTime = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
const fullTime = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "long" });
const dayOnly = new Intl.DateTimeFormat(locale, { dateStyle: "medium" });
const timeOnly = new Intl.DateTimeFormat(locale, { timeStyle: "short" });
const dayOfYear = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short" });
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

export function count(n: number): string {
  return integers.format(n);
}

/** "1 message", "2,000 messages". */
export function plural(n: number, one: string, many: string = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

const UNITS = ["B", "kB", "MB", "GB", "TB", "PB"];

/** Decimal units, as disks are sold: 1 kB is 1000 bytes. */
export function bytes(n: number): string {
  let value = n;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  const text = new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value);
  return `${text} ${UNITS[unit] ?? ""}`;
}

export function percent(part: number, whole: number): string {
  // Never 100 % while something is missing.
  const share =
    whole <= 0 ? 0 : part >= whole ? 100 : Math.min(99, Math.floor((part / whole) * 100));
  return `${share} %`;
}

export function decimal(n: number, digits = 1): string {
  return new Intl.NumberFormat(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(n);
}

export function dateTime(at: Date): string {
  return dayTime.format(at);
}

export function fullDateTime(at: Date): string {
  return fullTime.format(at);
}

export function day(at: Date): string {
  return dayOnly.format(at);
}

export function clock(at: Date): string {
  return timeOnly.format(at);
}

function midnight(at: Date): number {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
}

/** Short, for lists: a time for today, a day for this year, else a date. */
export function short(at: Date, now: Date): string {
  if (midnight(at) === midnight(now)) {
    return clock(at);
  }
  return at.getFullYear() === now.getFullYear() ? dayOfYear.format(at) : day(at);
}

/** "3 hours ago", "in 5 minutes", "yesterday". */
export function ago(at: Date, now: Date): string {
  const seconds = (at.getTime() - now.getTime()) / 1000;
  const size = Math.abs(seconds);
  if (size < 45) {
    return seconds <= 0 ? "just now" : "in a moment";
  }
  if (size < 45 * 60) {
    return relative.format(Math.round(seconds / 60), "minute");
  }
  if (size < 22 * 3600) {
    return relative.format(Math.round(seconds / 3600), "hour");
  }
  const days = Math.round((midnight(at) - midnight(now)) / 86_400_000);
  if (Math.abs(days) < 31) {
    return relative.format(days, "day");
  }
  if (Math.abs(days) < 345) {
    return relative.format(Math.round(days / 30.4), "month");
  }
  return relative.format(Math.round(days / 365), "year");
}

/** "in 4 hours" is vague for a plan: "today at 02:41", "tomorrow at 02:41". */
export function planned(at: Date, now: Date): string {
  const days = Math.round((midnight(at) - midnight(now)) / 86_400_000);
  if (days === 0) {
    return `today at ${clock(at)}`;
  }
  if (days === 1) {
    return `tomorrow at ${clock(at)}`;
  }
  return dateTime(at);
}

/** "0.4 s", "12 s", "3 min 20 s", "2 h 5 min". */
export function duration(seconds: number): string {
  if (seconds < 10) {
    return `${decimal(Math.max(0, seconds))} s`;
  }
  const whole = Math.round(seconds);
  if (whole < 60) {
    return `${whole} s`;
  }
  if (whole < 3600) {
    return whole % 60 === 0 ? `${whole / 60} min` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
  }
  if (whole >= 172_800) {
    return `${Math.round(whole / 86_400)} days`;
  }
  const minutes = Math.round(whole / 60);
  return minutes % 60 === 0
    ? `${minutes / 60} h`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
