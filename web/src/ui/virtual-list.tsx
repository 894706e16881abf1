import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { leave, leftAt } from "./left";
import { rowAt, scrollTo, topOf, windowOf } from "./window";

const OVERSCAN = 6;

function rem(): number {
  return parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
}

/**
 * A list of any length that holds only the rows on the screen. Rows say their place in the whole
 * list by aria-setsize and aria-posinset.
 */
export function VirtualList(props: {
  label: string;
  /** Who comes back to a list of this name finds it where it was left. */
  name: string;
  count: number;
  /** In rem. */
  rowHeight: number;
  /** The row to keep in sight when it changes, or -1. */
  active: number;
  onRange: (first: number, end: number) => void;
  /** A row, or something in it, got the focus. */
  onFocusRow: (index: number) => void;
  row: (index: number) => ComponentChildren;
  busy?: boolean;
  /** Whether it can only be looked at. */
  inert?: boolean;
}) {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLDivElement>(null);
  const slice = useRef<HTMLUListElement>(null);
  const [scrollTop, setScrollTop] = useState(0);
  const [viewport, setViewport] = useState(0);
  const rowHeight = props.rowHeight * rem();
  const input = { scrollTop, viewport, rowHeight, count: props.count, overscan: OVERSCAN };
  const shown = windowOf(input);

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) {
      return;
    }
    const measure = () => setViewport(element.clientHeight);
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);

  useLayoutEffect(() => {
    canvas.current?.style.setProperty("height", `${shown.canvas}px`);
    slice.current?.style.setProperty("transform", `translateY(${shown.top}px)`);
  }, [shown.canvas, shown.top]);

  // A list may be shorter than its place for a while, and grow below the hands: the place stays.
  const { name } = props;
  const named = useRef("");
  const place = useRef(0);
  const settled = useRef(0);
  if (named.current !== name) {
    named.current = name;
    place.current = leftAt(name);
  }
  useLayoutEffect(() => {
    const element = box.current;
    if (element !== null && viewport > 0) {
      element.scrollTop = topOf(input, place.current);
      settled.current = element.scrollTop;
      setScrollTop(element.scrollTop);
    }
  }, [name, viewport > 0, props.count, rowHeight]);

  const { onRange } = props;
  useEffect(() => {
    onRange(shown.first, shown.end);
  }, [onRange, shown.first, shown.end]);

  useLayoutEffect(() => {
    const element = box.current;
    if (element !== null && props.active >= 0 && props.active < props.count && viewport > 0) {
      const wanted = scrollTo({ ...input, scrollTop: element.scrollTop }, props.active);
      if (wanted !== element.scrollTop) {
        element.scrollTop = wanted;
        setScrollTop(element.scrollTop);
      }
    }
  }, [props.active, viewport > 0]);

  const rows = [];
  for (let i = shown.first; i < shown.end; i++) {
    rows.push(
      <li
        key={i}
        aria-setsize={props.count}
        aria-posinset={i + 1}
        onFocusIn={() => props.onFocusRow(i)}
      >
        {props.row(i)}
      </li>,
    );
  }
  return (
    <div
      class="virtual"
      ref={box}
      aria-busy={props.busy === true}
      inert={props.inert === true}
      onScroll={(event) => {
        const at = event.currentTarget.scrollTop;
        setScrollTop(at);
        if (at !== settled.current) {
          settled.current = at;
          place.current = rowAt({ ...input, scrollTop: at });
          leave(name, place.current);
        }
      }}
    >
      <div class="virtual-canvas" ref={canvas}>
        <ul ref={slice} aria-label={props.label}>
          {rows}
        </ul>
      </div>
    </div>
  );
}
