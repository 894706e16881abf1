// Answers to searches in the invented mail.
import type {
  Excerpt,
  Facets,
  FacetValue,
  Hit,
  Operator,
  QueryNote,
  SavedSearch,
  SearchAnswer,
  Suggestion,
  TimelineBar,
} from "../src/api/types";
import type { SampleMessage } from "./sample";
import { messages, mode, Refusal, sorted } from "./state";

/** FAKE=million finds a million messages, the same ones over and over. */
const MILLION = 1_000_000;
export const kept: SavedSearch[] = [{ name: "Harbour", query: "harbour from:kaspar" }];

export const OPERATORS: Operator[] = [
  { names: ["from", "von"], example: "from:ada", meaning: "of a sender", dated: false },
  { names: ["after", "since"], example: "after:2024", meaning: "from then on", dated: true },
  { names: ["before", "until"], example: "before:2024", meaning: "before then", dated: true },
  { names: ["on", "date"], example: "on:2024-03", meaning: "within it", dated: true },
];

export const wordsOf = (q: string) =>
  q
    .toLowerCase()
    .split(/\s+/)
    .filter((w) => w !== "" && !w.includes(":"));

function found(q: string): SampleMessage[] {
  const wrong = /\bform:/.exec(q);
  if (wrong !== null) {
    throw new Refusal(
      400,
      `search query, character ${wrong.index + 1}`,
      "there is no 'form:'",
      "did you mean 'from:'? To search for the words, put them in quotes",
      { at: wrong.index, length: 5, suggestion: "from:" },
    );
  }
  const words = wordsOf(q);
  const account = /account:(\S+)/.exec(q)?.[1];
  const from = /from:(\S+)/.exec(q)?.[1];
  const after = /after:(\S+)/.exec(q)?.[1] ?? "";
  const before = /before:(\S+)/.exec(q)?.[1] ?? "9";
  return mode === "first" || mode === "empty"
    ? []
    : sorted.filter(
        (m) =>
          (account === undefined || m.places.some((p) => p.account === account)) &&
          (from === undefined || m.from.toLowerCase().includes(from.toLowerCase())) &&
          (!q.includes("has:attachment") || m.attachments.length > 0) &&
          m.received >= after &&
          m.received < before &&
          words.every((w) => `${m.subject} ${m.from} ${m.text ?? ""}`.toLowerCase().includes(w)),
      );
}

function notesOn(q: string): QueryNote[] {
  const size = /\bsize:/.exec(q);
  return size === null
    ? []
    : [
        {
          at: size.index,
          length: 5,
          problem: "there is no operator 'size:', it is looked for as words",
          hint: "did you mean 'larger:' or 'smaller:'?",
          suggestion: "larger:",
        },
      ];
}

export function search(url: URL): SearchAnswer {
  const q = url.searchParams.get("q") ?? "";
  const all = found(q);
  const offset = Number(url.searchParams.get("offset") ?? 0);
  const limit = Number(url.searchParams.get("limit") ?? 50);
  const total = mode === "million" ? MILLION : all.length;
  const hits: Hit[] = [];
  for (let i = offset; i < Math.min(total, offset + limit); i++) {
    const m = all[i % all.length];
    if (m !== undefined) {
      hits.push({
        id: m.id,
        date: m.received,
        from: m.from,
        to: m.to,
        subject: mode === "million" ? `${i + 1}: ${m.subject}` : m.subject,
        size: m.size,
        places: m.places,
      });
    }
  }
  const archived = mode === "first" || mode === "empty" ? 0 : messages.size;
  return {
    total,
    exact: mode !== "million",
    understoodAs: wordsOf(q)
      .map((w) => `“${w}” anywhere`)
      .join(" and "),
    notes: notesOn(q),
    coverage: { indexed: archived, archived, defective: archived === 0 ? 0 : 3, waiting: 0 },
    seconds: 0.004 + q.length / 3000,
    offset,
    hits,
  };
}

export function marksOf(q: string, text: string): { start: number; end: number }[] {
  const words = wordsOf(q);
  if (words.length === 0) {
    return [];
  }
  const pattern = words.map((w) => w.replace(/[^\p{L}\p{N}]/gu, ".")).join("|");
  return [...text.matchAll(new RegExp(pattern, "giu"))].map((m) => ({
    start: m.index,
    end: m.index + m[0].length,
  }));
}

export function excerpts(url: URL): { excerpts: Excerpt[] } {
  const q = url.searchParams.get("q") ?? "";
  const ids = (url.searchParams.get("ids") ?? "").split(",");
  return {
    excerpts: sorted
      .filter((m) => ids.some((id) => m.id.startsWith(id)))
      .map((m) => ({
        id: m.id,
        subject: marksOf(q, m.subject),
        from: marksOf(q, m.from),
        snippet: m.snippet,
        marks: marksOf(q, m.snippet),
        file: null,
        attachments: m.attachments.map((a) => a.name),
      })),
  };
}

function counted(of: readonly string[], query: (value: string) => string): FacetValue[] {
  const counts = new Map<string, number>();
  of.forEach((value) => counts.set(value, (counts.get(value) ?? 0) + 1));
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 6)
    .map(([label, count]) => ({ label, query: query(label), count }));
}

export function facets(url: URL): Facets {
  const all = found(url.searchParams.get("q") ?? "");
  const quoted = (text: string) => (text.includes(" ") ? `"${text}"` : text);
  const months = new Map<string, number>();
  all.forEach((m) =>
    months.set(m.received.slice(0, 7), (months.get(m.received.slice(0, 7)) ?? 0) + 1),
  );
  const timeline: TimelineBar[] = [];
  const first = [...months.keys()].sort()[0];
  const last = [...months.keys()].sort().pop() ?? "";
  for (let month = first; month !== undefined && month <= last; ) {
    const at: Date = new Date(`${month}-01T00:00:00Z`);
    const next = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1))
      .toISOString()
      .slice(0, 10);
    timeline.push({ from: `${month}-01`, before: next, count: months.get(month) ?? 0 });
    month = next.slice(0, 7);
  }
  const years = counted(
    all.map((m) => m.received.slice(0, 4)),
    (y) => `after:${y}-01-01 before:${Number(y) + 1}-01-01`,
  );
  return {
    total: mode === "million" ? MILLION : all.length,
    exact: mode !== "million",
    groups: [
      {
        facet: "sender",
        values: counted(
          all.map((m) => m.from.replace(/\s*<.*/, "").replaceAll('"', "")),
          (v) => `from:${quoted(v)}`,
        ),
        more: true,
      },
      {
        facet: "account",
        values: counted(
          all.flatMap((m) => m.places.map((p) => p.account)),
          (v) => `account:${v}`,
        ),
        more: false,
      },
      {
        facet: "folder",
        values: counted(
          all.flatMap((m) => m.places.map((p) => p.folder)),
          (v) => `in:${quoted(v)}`,
        ),
        more: true,
      },
      { facet: "year", values: years.sort((a, b) => (a.label < b.label ? 1 : -1)), more: false },
      {
        facet: "kind",
        values: counted(
          all.flatMap((m) =>
            m.attachments.map((a) =>
              a.name.endsWith("pdf") ? "pdf" : a.name.endsWith("jpeg") ? "image" : "other",
            ),
          ),
          (v) => `type:${v}`,
        ),
        more: false,
      },
    ],
    timeline,
  };
}

export function suggestions(url: URL): { suggestions: Suggestion[] } {
  const q = url.searchParams.get("q") ?? "";
  const cursor = Number(url.searchParams.get("cursor") ?? q.length);
  const from = q.lastIndexOf(" ", cursor - 1) + 1;
  const word = q.slice(from, cursor).toLowerCase();
  if (word === "") {
    return { suggestions: [] };
  }
  const operators = ["from:", "to:", "subject:", "filename:", "has:attachment", "larger:"]
    .filter((o) => o.startsWith(word))
    .map((o): Suggestion => ({ kind: "operator", text: o, from, to: cursor, replacement: o }));
  const people = [...new Set(sorted.map((m) => m.from))]
    .filter((p) => p.toLowerCase().includes(word.replace(/^from:/, "")))
    .slice(0, 4)
    .map(
      (p): Suggestion => ({
        kind: "address",
        text: p,
        from,
        to: cursor,
        replacement: `from:${/<(.*)>/.exec(p)?.[1] ?? p}`,
      }),
    );
  return { suggestions: [...operators, ...people] };
}
