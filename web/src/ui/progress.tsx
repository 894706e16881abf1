import { useLayoutEffect, useRef } from "preact/hooks";

/** How far work has come; a negative total means that nobody knows yet. */
export function ProgressBar({
  label,
  done,
  total,
}: {
  label: string;
  done: number;
  total: number;
}) {
  const bar = useRef<HTMLDivElement>(null);
  const known = total > 0;
  const share = known ? Math.min(100, (done / total) * 100) : 0;
  useLayoutEffect(() => {
    if (bar.current) {
      bar.current.style.width = known ? `${share}%` : "";
    }
  }, [known, share]);
  return (
    <div
      class={known ? "progress" : "progress unknown"}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={known ? Math.floor(share) : undefined}
    >
      <div class="bar" ref={bar} />
    </div>
  );
}
