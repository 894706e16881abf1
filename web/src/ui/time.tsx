import { signal } from "@preact/signals";
import { ago, dateTime, duration, fullDateTime, planned, short } from "../format";

/** Goes on twice a minute, so that "3 minutes ago" stays true. */
export const now = signal(new Date());

export function startClock(): void {
  setInterval(() => {
    now.value = new Date();
  }, 30_000);
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
  const text =
    as === "ago"
      ? ago(date, now.value)
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
