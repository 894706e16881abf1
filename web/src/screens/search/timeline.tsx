// When the mail that was found was received. A bar is a button that narrows the search to its time;
// dragged over, or with Shift and the arrow keys, several bars are.
import { useEffect, useRef, useState } from "preact/hooks";
import type { TimelineBar } from "../../api/types";
import { plural } from "../../format";
import { Button } from "../../ui/button";
import { fold, stretchWords } from "./counts";
import { t } from "./text";

const MOST_BARS = 72;

export function Timeline(props: {
  bars: readonly TimelineBar[];
  exact: boolean;
  stale: boolean;
  /** Whether the query limits dates already. */
  limited: boolean;
  onRange: (from: string, before: string) => void;
  onClear: () => void;
}) {
  const bars = fold(props.bars, MOST_BARS);
  const most = bars.reduce((n, bar) => Math.max(n, bar.count), 1);
  const [at, setAt] = useState<number | null>(null);
  const [range, setRange] = useState<{ start: number; end: number } | null>(null);
  const dragging = useRef(false);
  const box = useRef<HTMLDivElement>(null);
  const chosen = (i: number) =>
    range !== null && i >= Math.min(range.start, range.end) && i <= Math.max(range.start, range.end);
  const apply = (start: number, end: number) => {
    dragging.current = false;
    setRange(null);
    const first = bars[Math.min(start, end)];
    const last = bars[Math.max(start, end)];
    if (first !== undefined && last !== undefined) {
      props.onRange(first.from, last.before);
    }
  };
  useEffect(() => {
    // A bar that was pressed and let go somewhere else chooses nothing.
    const end = () => {
      dragging.current = false;
      setRange(null);
    };
    addEventListener("pointerup", end);
    return () => removeEventListener("pointerup", end);
  }, []);
  const stop = Math.min(at ?? bars.length, bars.length - 1);
  const move = (to: number, extend: boolean) => {
    const next = Math.min(bars.length - 1, Math.max(0, to));
    setAt(next);
    setRange(extend ? { start: range?.start ?? stop, end: next } : null);
    box.current?.querySelectorAll<HTMLElement>("button")[next]?.focus();
  };
  const first = bars[0];
  const last = bars[bars.length - 1];
  const both = range === null ? null : [bars[Math.min(range.start, range.end)], bars[Math.max(range.start, range.end)]];
  return (
    <div class={props.stale ? "timeline stale" : "timeline"} role="group" aria-label={t.timeline}>
      <div
        class="bars"
        ref={box}
        onKeyDown={(event) => {
          const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
          if (by !== undefined) {
            event.preventDefault();
            move(stop + by, event.shiftKey);
          } else if (event.key === "Home" || event.key === "End") {
            event.preventDefault();
            move(event.key === "Home" ? 0 : bars.length - 1, event.shiftKey);
          }
        }}
      >
        {bars.map((bar, i) => (
          <Bar
            key={bar.from}
            bar={bar}
            most={most}
            exact={props.exact}
            stop={i === stop}
            chosen={chosen(i)}
            onDown={() => {
              dragging.current = true;
              setRange({ start: i, end: i });
            }}
            onOver={() => dragging.current && setRange((r) => r && { ...r, end: i })}
            onUp={() => dragging.current && apply(range?.start ?? i, i)}
            onKey={() => apply(range?.start ?? i, i)}
          />
        ))}
      </div>
      <div class="timeline-ends small soft">
        <span>{first && stretchWords(first.from, first.before).split(" – ")[0]}</span>
        {props.limited ? (
          <Button small kind="quiet" onClick={props.onClear}>
            {t.anyTime}
          </Button>
        ) : (
          both?.[0] && both[1] && <span>{stretchWords(both[0].from, both[1].before)}</span>
        )}
        <span>
          {last && bars.length > 1 && stretchWords(last.from, last.before).split(" – ").pop()}
        </span>
      </div>
    </div>
  );
}

function Bar(props: {
  bar: TimelineBar;
  most: number;
  exact: boolean;
  stop: boolean;
  chosen: boolean;
  onDown: () => void;
  onOver: () => void;
  onUp: () => void;
  onKey: () => void;
}) {
  const { bar, most } = props;
  const fill = useRef<HTMLSpanElement>(null);
  const share = bar.count === 0 ? 0 : Math.max(0.04, Math.sqrt(bar.count / most));
  useEffect(() => {
    fill.current?.style.setProperty("height", `${share * 100}%`);
  }, [share]);
  const label = `${stretchWords(bar.from, bar.before)}: ${props.exact ? "" : `${t.about} `}${plural(bar.count, "message")}`;
  return (
    <button
      type="button"
      class={props.chosen ? "bar chosen" : "bar"}
      aria-label={label}
      title={label}
      tabIndex={props.stop ? 0 : -1}
      onPointerDown={(event) => {
        // Touch would keep all that follows for the first bar.
        event.currentTarget.releasePointerCapture(event.pointerId);
        props.onDown();
      }}
      onPointerEnter={props.onOver}
      onPointerUp={props.onUp}
      onClick={(event) => {
        if (event.detail === 0) {
          props.onKey();
        }
      }}
    >
      <span ref={fill} />
    </button>
  );
}
