// Plain text as people wrote it: what they quote steps back, addresses become links, and what was
// searched for is marked.
import type { ComponentChild } from "preact";
import type { Mark } from "../api/types";

/** How deep a line quotes: "> > so" is 2. */
export function quoteDepth(line: string): number {
  const marks = /^(?:\s?>)+/.exec(line);
  return marks === null ? 0 : marks[0].replace(/\s/g, "").length;
}

export interface Line {
  readonly text: string;
  /** Where it begins in the whole text. */
  readonly at: number;
}

export interface Block {
  readonly depth: number;
  readonly lines: readonly Line[];
}

/** Lines of the same depth together, without the signs that quote them. */
export function blocksOf(text: string): Block[] {
  const blocks: { depth: number; lines: Line[] }[] = [];
  let at = 0;
  for (const piece of text.split(/(\r\n|\r|\n)/)) {
    const end = at + piece.length;
    if (!/^[\r\n]+$/.test(piece)) {
      const depth = quoteDepth(piece);
      const stripped = depth === 0 ? piece : piece.replace(/^(?:\s?>)+ ?/, "");
      const line = { text: stripped, at: end - stripped.length };
      const last = blocks[blocks.length - 1];
      if (last !== undefined && last.depth === depth) {
        last.lines.push(line);
      } else {
        blocks.push({ depth, lines: [line] });
      }
    }
    at = end;
  }
  return blocks;
}

const LINK = /\bhttps?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]}'’]/g;

export interface Piece {
  readonly text: string;
  /** The whole address that it is a part of. */
  readonly link: string | null;
  /** Which of the matches it is a part of. */
  readonly mark: number | null;
}

/** A line cut where links and matches begin and end. */
export function piecesOf(line: Line, marks: readonly Mark[]): Piece[] {
  const links = [...line.text.matchAll(LINK)].map((found) => ({
    start: found.index,
    end: found.index + found[0].length,
    link: found[0],
  }));
  const length = line.text.length;
  const own = marksIn(marks, line.at, line.at + length).map(({ mark, start, end }) => ({
    mark,
    start: Math.max(0, start - line.at),
    end: Math.min(length, end - line.at),
  }));
  const cuts = new Set([0, length]);
  for (const { start, end } of [...links, ...own]) {
    cuts.add(start).add(end);
  }
  const at = [...cuts].sort((a, b) => a - b);
  return at.slice(0, -1).map((start, i) => ({
    text: line.text.slice(start, at[i + 1]),
    link: links.find((l) => l.start <= start && start < l.end)?.link ?? null,
    mark: own.find((m) => m.start <= start && start < m.end)?.mark ?? null,
  }));
}

/** The matches that reach into a stretch of the text; they are ascending. */
function marksIn(marks: readonly Mark[], from: number, to: number) {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((marks[middle]?.end ?? 0) <= from) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  const found: { mark: number; start: number; end: number }[] = [];
  for (let i = low; i < marks.length; i++) {
    const mark = marks[i];
    if (mark === undefined || mark.start >= to) {
      break;
    }
    found.push({ mark: i, ...mark });
  }
  return found;
}

function Lines({ block, marks }: { block: Block; marks: readonly Mark[] }): ComponentChild {
  const out: ComponentChild[] = [];
  block.lines.forEach((line, i) => {
    if (i > 0) {
      out.push("\n");
    }
    for (const piece of piecesOf(line, marks)) {
      const text =
        piece.mark === null ? piece.text : <mark data-hit={piece.mark + 1}>{piece.text}</mark>;
      out.push(
        piece.link === null ? (
          text
        ) : (
          <a href={piece.link} target="_blank" rel="noreferrer noopener">
            {text}
          </a>
        ),
      );
    }
  });
  return out;
}

export function PlainText({ text, marks }: { text: string; marks: readonly Mark[] }) {
  return (
    <div class="plain-text">
      {blocksOf(text).map((block, i) =>
        block.depth === 0 ? (
          <div key={i} dir="auto">
            <Lines block={block} marks={marks} />
          </div>
        ) : (
          <blockquote key={i} dir="auto" class={`quote-${Math.min(block.depth, 3)}`}>
            <Lines block={block} marks={marks} />
          </blockquote>
        ),
      )}
    </div>
  );
}
