// Which rows of a long list are on the screen. Rows have one height, so this is arithmetic.
// Browsers cut elements off somewhere above sixteen million pixels; a longer list is drawn on a
// shorter canvas, on which scrolling goes faster than the rows.

export const MAX_CANVAS = 12_000_000;

export interface WindowInput {
  readonly scrollTop: number;
  readonly viewport: number;
  readonly rowHeight: number;
  readonly count: number;
  /** Rows drawn beyond either edge. */
  readonly overscan: number;
}

export interface ListWindow {
  readonly first: number;
  /** Behind the last. */
  readonly end: number;
  /** Where the first row is on the canvas. */
  readonly top: number;
  readonly canvas: number;
}

function scale({ viewport, rowHeight, count }: Omit<WindowInput, "scrollTop">): {
  full: number;
  canvas: number;
  by: number;
} {
  const full = rowHeight * count;
  const canvas = Math.min(full, MAX_CANVAS);
  const by = full > canvas && canvas > viewport ? (full - viewport) / (canvas - viewport) : 1;
  return { full, canvas, by };
}

export function windowOf(input: WindowInput): ListWindow {
  const { viewport, rowHeight, count, overscan } = input;
  const { full, canvas, by } = scale(input);
  const scrollTop = Math.min(Math.max(0, input.scrollTop), Math.max(0, canvas - viewport));
  const at = Math.min(scrollTop * by, Math.max(0, full - viewport));
  const first = Math.max(0, Math.floor(at / rowHeight) - overscan);
  const end = Math.min(count, Math.ceil((at + viewport) / rowHeight) + overscan);
  return { first, end, top: scrollTop + (first * rowHeight - at), canvas };
}

/** Where to scroll so that a row is seen whole, moving as little as can be. */
export function scrollTo(input: WindowInput, row: number): number {
  const { viewport, rowHeight } = input;
  const { canvas, by } = scale(input);
  const at = input.scrollTop * by;
  const start = row * rowHeight;
  const wanted =
    start < at ? start : start + rowHeight > at + viewport ? start + rowHeight - viewport : at;
  return wanted === at
    ? input.scrollTop
    : Math.min(Math.max(0, wanted / by), Math.max(0, canvas - viewport));
}

/** Where the list is, in rows: a place that stays the same when there are more rows. */
export function rowAt(input: WindowInput): number {
  return (input.scrollTop * scale(input).by) / input.rowHeight;
}

/** Where to scroll to be at a row, as far as the list goes. */
export function topOf(input: Omit<WindowInput, "scrollTop">, row: number): number {
  const { canvas, by } = scale(input);
  return Math.min((row * input.rowHeight) / by, Math.max(0, canvas - input.viewport));
}

/** The pages that a range of rows touches. */
export function pagesOf(first: number, end: number, pageSize: number): number[] {
  const pages: number[] = [];
  for (let page = Math.floor(first / pageSize); page * pageSize < end; page++) {
    pages.push(page);
  }
  return pages;
}

/** Those of the pages that are too many to be kept: the farthest from the one that is looked at. */
export function farthest(pages: readonly number[], from: number, kept: number): number[] {
  return [...pages].sort((a, b) => Math.abs(a - from) - Math.abs(b - from)).slice(kept);
}
