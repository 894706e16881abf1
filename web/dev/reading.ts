// What is told of a message that is read, in the invented mail.
import type { Conversation } from "../src/api/types";
import type { SampleMessage } from "./sample";
import { marksOf, wordsOf } from "./searches";
import { messages, sorted } from "./state";

export function conversation(id: string): Conversation {
  const found = messages.get(id);
  const base = (subject: string) => subject.replace(/^(re: )+/i, "");
  const all = sorted
    .filter((m) => found !== undefined && (m.id === id || base(m.subject) === base(found.subject)))
    .slice(0, 7)
    .sort((a, b) => (a.received < b.received ? -1 : 1));
  return {
    complete: all.length < 7,
    messages: all.map((m, depth) => ({
      id: m.id,
      depth,
      date: m.received,
      from: m.from,
      to: m.to,
      subject: m.subject,
      size: m.size,
      places: m.places,
    })),
  };
}

/** What the query finds in a message, as the server marks it. */
export function marked(message: SampleMessage, q: string) {
  return { marks: marksOf(q, message.text ?? ""), htmlMarks: markHtml(message, q).hits };
}

export function markHtml(message: SampleMessage, q: string): { html: string; hits: number } {
  let hits = 0;
  const words = wordsOf(q);
  const html = (message.html ?? "").replace(/(<[^>]*>)|([^<]+)/g, (all, tag, text: string) => {
    if (tag !== undefined || words.length === 0) {
      return all;
    }
    return text.replace(new RegExp(words.join("|"), "giu"), (w) => `<mark id="hit-${++hits}">${w}</mark>`);
  });
  return { html, hits };
}

export function unread() {
  const some = sorted.filter((m) => m.attachments.length > 0).slice(0, 4);
  const reasons = [
    "it is encrypted with a password",
    "it is damaged, or not what its name says",
    "it is nested too deeply or unpacks to too much, as a zip bomb does",
    "its reader crashed",
  ];
  return {
    waiting: 12,
    refused: some.length,
    offset: 0,
    attachments: some.map((m, i) => ({
      message: m.id,
      subject: m.subject,
      from: m.from,
      name: m.attachments[0]?.name ?? "",
      type: "application/octet-stream",
      reason: reasons[i] ?? "",
      since: m.received,
    })),
  };
}
