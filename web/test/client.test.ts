import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { address, api, rawText, useCsrf, whenSignedOut } from "../src/api/client";
import { asProblem, Problem, problemOf, sentence } from "../src/api/problem";

const original = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = original;
  useCsrf(null);
});

interface Sent {
  url: string;
  init: RequestInit;
}

function answering(status: number, body: unknown, type = "application/json"): Sent[] {
  const sent: Sent[] = [];
  globalThis.fetch = ((url: string, init: RequestInit) => {
    sent.push({ url, init });
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return Promise.resolve(
      new Response(status === 204 ? null : text, { status, headers: { "Content-Type": type } }),
    );
  }) as typeof fetch;
  return sent;
}

test("places of a path are filled in and escaped", () => {
  assert.equal(
    address(
      "/api/v1/accounts/{name}/messages",
      { name: "a/b c" },
      { folder: "x&y", at: undefined },
    ),
    "/api/v1/accounts/a%2Fb%20c/messages?folder=x%26y",
  );
  assert.throws(() => address("/x/{name}"), /no value for name/);
});

test("only changing requests carry the token", async () => {
  useCsrf("secret");
  const sent = answering(200, { accounts: [] });
  await api.get("/api/v1/accounts");
  await api.post("/api/v1/verify");
  const headers = sent.map(({ init }) => init.headers as Record<string, string>);
  assert.equal(headers[0]?.["X-CSRF-Token"], undefined);
  assert.equal(headers[1]?.["X-CSRF-Token"], "secret");
});

test("a body is JSON and says so", async () => {
  const sent = answering(200, {});
  await api.post("/api/v1/session", { body: { user: "ada", password: "pass" } });
  assert.equal(sent[0]?.init.body, '{"user":"ada","password":"pass"}');
  assert.equal(
    (sent[0]?.init.headers as Record<string, string>)["Content-Type"],
    "application/json",
  );
});

test("an answer without content is undefined", async () => {
  answering(204, "");
  assert.equal(await api.delete("/api/v1/session"), undefined);
});

const DOCUMENT = {
  type: "/problems/refused",
  title: "Refused",
  status: 422,
  detail: "the server refused the password",
  subject: "account work",
  hint: "make an app password",
};

test("a problem document becomes a problem in sentences", async () => {
  answering(422, DOCUMENT, "application/problem+json");
  await assert.rejects(api.post("/api/v1/verify"), (thrown) => {
    assert.ok(thrown instanceof Problem);
    assert.equal(thrown.kind, "refused");
    assert.equal(thrown.detail, "The server refused the password.");
    assert.equal(thrown.hint, "Make an app password.");
    assert.equal(thrown.subject, "account work");
    return true;
  });
});

test("an answer that is no problem document is told from what a proxy says", () => {
  assert.match(problemOf(500, "<html>").detail, /status 500/);
  assert.match(problemOf(502, undefined).detail, /not available/);
});

test("no answer at all is a problem of its own, a cancelled request is none", async () => {
  globalThis.fetch = () => Promise.reject(new TypeError("fetch failed"));
  await assert.rejects(api.get("/api/v1/stats"), (thrown) => {
    assert.ok(thrown instanceof Problem);
    return thrown.kind === "no-answer" && thrown.status === 0;
  });
  const abort = new AbortController();
  abort.abort();
  await assert.rejects(api.get("/api/v1/stats", { signal: abort.signal }), TypeError);
});

test("whoever is signed out is told, but not while signing in", async () => {
  let told = 0;
  whenSignedOut(() => told++);
  answering(401, { ...DOCUMENT, status: 401 }, "application/problem+json");
  await assert.rejects(api.post("/api/v1/session", { body: { user: "a", password: "b" } }));
  assert.equal(told, 0);
  await assert.rejects(api.get("/api/v1/accounts"));
  assert.equal(told, 1);
});

test("the source of a message is cut where it gets long", async () => {
  answering(200, "abcdefgh", "message/rfc822");
  assert.equal(await rawText("00", 100, new AbortController().signal), "abcdefgh");
  assert.equal(await rawText("00", 3, new AbortController().signal), "abc\n\n[…]");
});

test("sentences begin large and end with a stop", () => {
  assert.equal(sentence("disk is full"), "Disk is full.");
  assert.equal(sentence("Really?"), "Really?");
  assert.equal(sentence("  "), "");
});

test("a fault of the page is shown as one", () => {
  assert.equal(asProblem(new RangeError("oops")).kind, "bug");
});

test("an answer that is broken off while it comes is no answer", async () => {
  const abort = new AbortController();
  const broken = (reason: Error, status = 200) => {
    const body = new ReadableStream({
      pull(controller) {
        if (reason.name === "AbortError") {
          abort.abort();
        }
        controller.error(reason);
      },
    });
    globalThis.fetch = () =>
      Promise.resolve(new Response(body, { status, headers: { "Content-Type": "application/json" } }));
  };
  broken(new TypeError("terminated"));
  await assert.rejects(api.get("/api/v1/stats"), (thrown) => {
    assert.ok(thrown instanceof Problem);
    return thrown.kind === "no-answer";
  });
  broken(new TypeError("terminated"), 503);
  await assert.rejects(api.get("/api/v1/stats"), (thrown) => {
    assert.ok(thrown instanceof Problem);
    return thrown.status === 503;
  });
  broken(new DOMException("aborted", "AbortError"));
  await assert.rejects(api.get("/api/v1/stats", { signal: abort.signal }), { name: "AbortError" });
});

test("an answer that is cut off is an error", async () => {
  answering(200, '{"accounts": [');
  await assert.rejects(api.get("/api/v1/accounts"), (thrown) => {
    assert.ok(thrown instanceof Problem);
    return thrown.kind === "no-answer";
  });
});
