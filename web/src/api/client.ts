// The one place that talks to the server: typed by the OpenAPI document, with the CSRF token on
// every changing request, and with every failure turned into a Problem.
import { noAnswer, problemOf } from "./problem";
import type { paths } from "./schema";

type Method = "get" | "post" | "put" | "delete";
type PathsWith<M extends Method> = {
  [P in keyof paths]: paths[P] extends { [K in M]: { responses: unknown } } ? P : never;
}[keyof paths];
type Operation<P extends keyof paths, M extends Method> = NonNullable<paths[P][M & keyof paths[P]]>;
type Json<R> = R extends { content: { "application/json": infer T } } ? T : undefined;
type Answer<O> = O extends { responses: infer R }
  ? R extends { 200: infer A }
    ? Json<A>
    : R extends { 201: infer A }
      ? Json<A>
      : R extends { 202: infer A }
        ? Json<A>
        : undefined
  : never;
type PathOf<O> = O extends { parameters: { path: infer T extends object } } ? { path: T } : object;
type QueryOf<O> = O extends { parameters: { query?: infer T } } ? { query?: T } : object;
type BodyOf<O> = O extends { requestBody: { content: { "application/json": infer T } } }
  ? { body: T }
  : O extends { requestBody?: infer R }
    ? [R] extends [undefined]
      ? object
      : NonNullable<R> extends { content: { "application/json": infer T } }
        ? { body?: T }
        : object
    : object;
type Options<O> = PathOf<O> & QueryOf<O> & BodyOf<O> & { signal?: AbortSignal };
type Arguments<O> = object extends Options<O> ? [options?: Options<O>] : [options: Options<O>];

interface Loose {
  path?: Record<string, string | number>;
  query?: Record<string, string | number | boolean | undefined>;
  body?: unknown;
  signal?: AbortSignal;
}

let csrf: string | null = null;
let onSignedOut: () => void = () => undefined;

/** The token that changing requests carry from now on. */
export function useCsrf(token: string | null): void {
  csrf = token;
}

/** Called when the server says that nobody is signed in any more. */
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

/** Fills in a path's places and appends a query; undefined values are left out. */
export function address(
  template: string,
  path: Record<string, string | number> = {},
  query: Record<string, string | number | boolean | undefined> = {},
): string {
  const filled = template.replace(/\{([^}]+)\}/g, (_, name: string) => {
    const value = path[name];
    if (value === undefined) {
      throw new Error(`no value for ${name} in ${template}`);
    }
    return encodeURIComponent(String(value));
  });
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) {
      search.set(name, String(value));
    }
  }
  const text = search.toString();
  return text === "" ? filled : `${filled}?${text}`;
}

async function request(method: Method, template: string, options: Loose = {}): Promise<unknown> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (options.body !== undefined) {
    headers["Content-Type"] = "application/json";
  }
  if (method !== "get" && csrf !== null) {
    headers["X-CSRF-Token"] = csrf;
  }
  let response: Response;
  try {
    response = await fetch(address(template, options.path, options.query), {
      method: method.toUpperCase(),
      headers,
      credentials: "same-origin",
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
  } catch (thrown) {
    throw options.signal?.aborted ? thrown : noAnswer();
  }
  const body = await bodyOf(response, options.signal);
  if (response.ok) {
    return body;
  }
  const problem = problemOf(response.status, body);
  if (problem.signedOut && !template.endsWith("/session")) {
    onSignedOut();
  }
  throw problem;
}

/** What is broken off stays so; an answer that is cut off is none, but a status speaks for itself. */
async function bodyOf(response: Response, signal: AbortSignal | undefined): Promise<unknown> {
  const type = response.headers.get("Content-Type") ?? "";
  if (response.status === 204 || !/\bjson\b/.test(type)) {
    return undefined;
  }
  try {
    return await response.json();
  } catch (thrown) {
    if (signal?.aborted) {
      throw thrown;
    }
    if (response.ok) {
      throw noAnswer();
    }
    return undefined;
  }
}

function caller<M extends Method>(method: M) {
  return <P extends PathsWith<M>>(
    path: P,
    ...[options]: Arguments<Operation<P, M>>
  ): Promise<Answer<Operation<P, M>>> =>
    request(method, path, options as Loose | undefined) as Promise<Answer<Operation<P, M>>>;
}

export const api = {
  get: caller("get"),
  post: caller("post"),
  put: caller("put"),
  delete: caller("delete"),
};

/** Addresses for links and frames. */
export const urls = {
  raw: (id: string) => address("/api/v1/messages/{id}/raw", { id }),
  /** With what a query finds marked; with its header where it is to be printed. */
  html: (id: string, query: string, print = false) =>
    address(
      "/api/v1/messages/{id}/html",
      { id },
      { q: query === "" ? undefined : query, print: print ? true : undefined },
    ),
  attachments: (id: string) => address("/api/v1/messages/{id}/attachments", { id }),
  attachmentView: (id: string, index: number) =>
    address("/api/v1/messages/{id}/attachments/{index}/view", { id, index }),
  /** Several messages in one file; beginnings of their identities will do. */
  messagesZip: (ids: readonly string[]) =>
    address("/api/v1/messages.zip", {}, { ids: ids.map((id) => id.slice(0, 16)).join(",") }),
  attachment: (id: string, index: number) =>
    address("/api/v1/messages/{id}/attachments/{index}", { id, index }),
  jobEvents: "/api/v1/jobs/events",
  document: "/api/openapi.json",
};

/** The exact bytes of a message, decoded as far as they are text, cut to a length. */
export async function rawText(id: string, limit: number, signal: AbortSignal): Promise<string> {
  let response: Response;
  try {
    response = await fetch(urls.raw(id), { credentials: "same-origin", signal });
  } catch (thrown) {
    throw signal.aborted ? thrown : noAnswer();
  }
  if (!response.ok) {
    throw problemOf(response.status, await bodyOf(response, signal));
  }
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await response.arrayBuffer());
  } catch (thrown) {
    throw signal.aborted ? thrown : noAnswer();
  }
  const text = new TextDecoder("utf-8").decode(bytes.subarray(0, limit));
  return bytes.length > limit ? `${text}\n\n[…]` : text;
}
