// What went wrong, in the server's words where it gave any (RFC 9457), in ours where it could not.
import type { ProblemDocument, QueryPlace } from "./types";

/** A request that did not do what was asked. `status` is 0 where no answer came at all. */
export class Problem extends Error {
  override readonly name = "Problem";

  constructor(
    readonly status: number,
    readonly kind: string,
    readonly title: string,
    readonly detail: string,
    readonly subject: string,
    readonly hint: string,
    /** The part of a query that was not understood. */
    readonly place: QueryPlace | null = null,
  ) {
    super(detail);
  }

  /** Whether the same request may do better in a moment. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  /** Whether signing in again is the way out. */
  get signedOut(): boolean {
    return this.status === 401;
  }
}

export function noAnswer(): Problem {
  return new Problem(
    0,
    "no-answer",
    "No answer",
    "Mailcask does not answer",
    "",
    "Check that the appliance runs and that this computer can reach it, then try again.",
  );
}

export function isProblemDocument(value: unknown): value is ProblemDocument {
  const fields = value as Partial<Record<keyof ProblemDocument, unknown>> | null;
  return (
    typeof fields === "object" &&
    fields !== null &&
    typeof fields.title === "string" &&
    typeof fields.detail === "string"
  );
}

/** Makes a problem of an answer that is not a success. */
export function problemOf(status: number, body: unknown): Problem {
  if (!isProblemDocument(body)) {
    const proxy = status === 502 || status === 503 || status === 504;
    return new Problem(
      status,
      "unexpected",
      proxy ? "Not available" : "Unexpected answer",
      proxy ? "Mailcask is not available right now" : `The server answered with status ${status}`,
      "",
      proxy
        ? "It may be starting. Try again in a moment."
        : "Try again. If it stays, look into the appliance's log.",
    );
  }
  const kind = typeof body.type === "string" ? (body.type.split("/").pop() ?? "") : "";
  return new Problem(
    status,
    kind,
    body.title,
    sentence(body.detail),
    body.subject ?? "",
    sentence(body.hint ?? ""),
    body.place ?? null,
  );
}

/** Anything that was thrown, as a problem to show. */
export function asProblem(thrown: unknown): Problem {
  return thrown instanceof Problem
    ? thrown
    : new Problem(
        0,
        "bug",
        "Unexpected problem",
        thrown instanceof Error ? thrown.message : String(thrown),
        "",
        "This is a fault in Mailcask's page. Load the page again.",
      );
}

/** The server speaks in lower case without a full stop; people read sentences. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  if (trimmed === "") {
    return "";
  }
  const start = trimmed.charAt(0).toLocaleUpperCase("en") + trimmed.slice(1);
  return /[.!?:…]$/.test(start) ? start : `${start}.`;
}
