// Plain text as people wrote it: what they quote steps back, addresses become links.
import type { ComponentChild } from "preact";

/** How deep a line quotes: "> > so" is 2. */
export function quoteDepth(line: string): number {
  const marks = /^(?:\s?>)+/.exec(line);
  return marks === null ? 0 : marks[0].replace(/\s/g, "").length;
}

export interface Block {
  readonly depth: number;
  readonly text: string;
}

/** Lines of the same depth together. */
export function blocksOf(text: string): Block[] {
  const blocks: { depth: number; lines: string[] }[] = [];
  for (const line of text.replace(/\r\n?/g, "\n").split("\n")) {
    const depth = quoteDepth(line);
    const last = blocks[blocks.length - 1];
    const stripped = depth === 0 ? line : line.replace(/^(?:\s?>)+ ?/, "");
    if (last !== undefined && last.depth === depth) {
      last.lines.push(stripped);
    } else {
      blocks.push({ depth, lines: [stripped] });
    }
  }
  return blocks.map(({ depth, lines }) => ({ depth, text: lines.join("\n") }));
}

const LINK = /\bhttps?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]}'’]/g;

/** The text cut into what is a web address and what is not. */
export function linksOf(text: string): { text: string; link: boolean }[] {
  const pieces: { text: string; link: boolean }[] = [];
  let at = 0;
  for (const found of text.matchAll(LINK)) {
    if (found.index > at) {
      pieces.push({ text: text.slice(at, found.index), link: false });
    }
    pieces.push({ text: found[0], link: true });
    at = found.index + found[0].length;
  }
  if (at < text.length) {
    pieces.push({ text: text.slice(at), link: false });
  }
  return pieces;
}

function Linked({ text }: { text: string }): ComponentChild {
  return linksOf(text).map((piece, i) =>
    piece.link ? (
      <a key={i} href={piece.text} target="_blank" rel="noreferrer noopener">
        {piece.text}
      </a>
    ) : (
      piece.text
    ),
  );
}

export function PlainText({ text }: { text: string }) {
  return (
    <div class="plain-text">
      {blocksOf(text).map((block, i) =>
        block.depth === 0 ? (
          <div key={i} dir="auto">
            <Linked text={block.text} />
          </div>
        ) : (
          <blockquote key={i} dir="auto" class={`quote-${Math.min(block.depth, 3)}`}>
            <Linked text={block.text} />
          </blockquote>
        ),
      )}
    </div>
  );
}
