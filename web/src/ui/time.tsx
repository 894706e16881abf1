import { signal } from "@preact/signals";
import { ago, dateTime, duration, fullDateTime, planned, short } from "../format";

/** Goes on twice a minute, so that "3 minutes ago" stays true. */
export const now = signal(new Date());

export function startClock(): void {
  setInterval(() => {
    now.value = new Date();
  }, 30_000);
}

const CLOCKS_DIFFER = 5 * 60_000;

function later(date: Date): boolean {
  return date.getTime() > Date.now() + CLOCKS_DIFFER;
}

/** A moment, in the words that fit; the exact time is in its title. */
export function Time({
  at,
  as = "ago",
}: {
  at: string;
  as?: "ago" | "full" | "short" | "planned";
}) {
  const date = new Date(at);
  // What the server has just told is newer than the last tick, or its clock is a little ahead.
  const since = date > now.value && as === "ago" && !later(date) ? date : now.value;
  const text =
    as === "ago"
      ? ago(date, since)
      : as === "short"
        ? short(date, now.value)
        : as === "planned"
          ? planned(date, now.value)
          : dateTime(date);
  return (
    <time dateTime={at} title={fullDateTime(date)}>
      {text}
    </time>
  );
}

export function Took({ from, to }: { from: string; to: string }) {
  return <>{duration((Date.parse(to) - Date.parse(from)) / 1000)}</>;
}
