// A server that behaves like Mailcask's, in memory, for working on the pages. Its answers have the
// types of the OpenAPI document.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Account, Job, ProblemDocument, RestoreRequest, Session } from "../src/api/types";
import { FakeJobs } from "./fake-jobs";
import { foldersAt, makeAccount, makeRuns } from "./sample";
import { accounts, messages, mode, Refusal } from "./state";
import { conversation, marked, markHtml, unread } from "./reading";
import { excerpts, facets, kept, OPERATORS, search, suggestions } from "./searches";
import { folderMessages, plan, stats, status, upkeep } from "./views";

const jobs = new FakeJobs(mode === "", (job) => {
  const account = accounts.get(job.account ?? "");
  if (account !== undefined && job.kind === "backup") {
    account.lastRun = makeRuns("private")[0] ?? null;
  }
});
let signedIn = mode !== "first";
let needsFirstUser = mode === "first";

const session = (): Session => ({
  signedIn,
  needsFirstUser,
  user: signedIn ? "ada" : null,
  csrf: signedIn ? "token" : null,
});

async function bodyOf<T>(request: IncomingMessage): Promise<T> {
  let text = "";
  for await (const piece of request) {
    text += String(piece);
  }
  return JSON.parse(text) as T;
}

function accountOf(name: string): Account {
  const account = accounts.get(name);
  if (account === undefined) {
    throw new Refusal(404, `account ${name}`, "there is no such account", "did you mean private?");
  }
  return account;
}

const REMOTE = ["INBOX", "Drafts", "Sent", "Archive", "Archive/2009", "Junk", "Trash", "Lists/dev"];
const ATTRIBUTES: Record<string, string[]> = {
  Sent: ["\\Sent"],
  Drafts: ["\\Drafts"],
  Junk: ["\\Junk"],
  Trash: ["\\Trash"],
};

async function answer(
  method: string,
  path: string,
  url: URL,
  request: IncomingMessage,
): Promise<[number, unknown]> {
  const [, , , kind = "", name = "", what = ""] = path.split("/").map(decodeURIComponent);
  switch (`${method} ${kind}${name === "" ? "" : "/:"}${what === "" ? "" : `/${what}`}`) {
    case "GET session":
      return [200, session()];
    case "POST session":
    case "POST first-user": {
      const { password } = await bodyOf<{ password: string }>(request);
      if (password === "wrong password") {
        throw new Refusal(
          403,
          "sign-in",
          "the name or the password is wrong",
          "check both; capital letters matter",
        );
      }
      signedIn = true;
      needsFirstUser = false;
      return [200, session()];
    }
    case "DELETE session":
      signedIn = false;
      return [204, undefined];
    case "PUT password":
      return [204, undefined];
    case "GET accounts":
      return [200, { accounts: [...accounts.values()] }];
    case "POST accounts": {
      const body = await bodyOf<{ name: string; settings: Account["settings"] }>(request);
      const account = {
        ...makeAccount("club", body.settings.host, body.settings.user),
        name: body.name,
      };
      accounts.set(body.name, account);
      return [201, account];
    }
    case "POST accounts/:":
    case "POST accounts/:/test": {
      await new Promise((resolve) => setTimeout(resolve, 600));
      const body =
        what === ""
          ? await bodyOf<{ password: string; name: string }>(request)
          : { password: "kept", name };
      if (body.password === "wrong") {
        throw new Refusal(
          403,
          `account ${body.name}`,
          "the server refused the user name or the password",
          "check both; many providers want an app password for IMAP",
        );
      }
      return [
        200,
        {
          folders: REMOTE.map((p) => ({
            path: p,
            selectable: true,
            attributes: ATTRIBUTES[p] ?? [],
          })),
        },
      ];
    }
    case "GET accounts/:":
      return [200, accountOf(name)];
    case "PUT accounts/:":
      return [200, accountOf(name)];
    case "DELETE accounts/:":
      accounts.delete(name);
      return [204, undefined];
    case "POST accounts/:/backup":
      return [202, jobs.start("backup", name, null, 400)];
    case "GET accounts/:/runs":
      return [200, { runs: makeRuns(name) }];
    case "GET accounts/:/status":
      return [200, status(accountOf(name))];
    case "GET accounts/:/folders":
      return [
        200,
        {
          account: name,
          at: url.searchParams.get("at"),
          folders: foldersAt(name, url.searchParams.get("at")),
        },
      ];
    case "GET accounts/:/messages":
      return [200, folderMessages(name, url)];
    case "GET search":
      return [200, search(url)];
    case "GET search/:":
      switch (name) {
        case "excerpts":
          return [200, excerpts(url)];
        case "facets":
          return [200, facets(url)];
        case "operators":
          return [200, { operators: OPERATORS }];
        default:
          return [200, suggestions(url)];
      }
    case "GET attachments/:":
      return [200, unread()];
    case "POST attachments/:":
      return [204, undefined];
    case "GET searches":
      return [200, { searches: kept }];
    case "PUT searches":
      kept.push(await bodyOf<(typeof kept)[number]>(request));
      return [200, { searches: kept }];
    case "DELETE searches":
      kept.splice(
        kept.findIndex((s) => s.name === url.searchParams.get("name")),
        1,
      );
      return [200, { searches: kept }];
    case "GET messages/:/conversation":
      return [200, conversation(name)];
    case "GET messages/:": {
      const found = messages.get(name);
      if (found === undefined) {
        throw new Refusal(
          404,
          `message ${name.slice(0, 12)}`,
          "there is no such message",
          "check the address",
        );
      }
      const { html: _html, snippet: _snippet, ...message } = found;
      return [200, { ...message, ...marked(found, url.searchParams.get("q") ?? "") }];
    }
    case "POST restore/:":
      return [200, plan(await bodyOf<RestoreRequest>(request))];
    case "POST restore": {
      const body = await bodyOf<RestoreRequest>(request);
      return [202, jobs.start("restore", body.to ?? body.from, body, plan(body).missing)];
    }
    case "POST verify":
      return [202, jobs.start("verify", null, null, 2000)];
    case "POST rebuild":
      return [202, jobs.start("rebuild", null, null, 2000)];
    case "GET jobs":
      return [200, { jobs: jobs.list() }];
    case "GET jobs/:":
    case "DELETE jobs/:": {
      const job: Job | undefined = method === "DELETE" ? jobs.cancel(name) : jobs.get(name);
      if (job === undefined) {
        throw new Refusal(404, `job ${name}`, "there is no such job", "look into the activity");
      }
      return [method === "DELETE" ? 202 : 200, job];
    }
    case "POST compact":
      return [202, jobs.start("compact", null, null, 2000)];
    case "POST copy":
      return [202, jobs.start("copy", null, null, 2000)];
    case "GET upkeep":
      return [200, upkeep(jobs.list())];
    case "GET stats":
      return [200, stats()];
    default:
      throw new Refusal(404, path, "there is nothing here", "check the address");
  }
}

export async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const method = request.method ?? "GET";
  const path = url.pathname;
  if (path === "/api/v1/jobs/events") {
    jobs.stream(response);
    return;
  }
  const part = /^\/api\/v1\/messages\/([0-9a-f]+)\/(html|raw|attachments)/.exec(path);
  if (part !== null) {
    const message = messages.get(part[1] ?? "");
    const html = part[2] === "html";
    response.writeHead(200, {
      "Content-Type": html ? "text/html; charset=utf-8" : "text/plain; charset=utf-8",
      "Content-Security-Policy":
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups",
    });
    response.end(
      html && message !== undefined ? markHtml(message, url.searchParams.get("q") ?? "").html : `Subject: ${message?.subject ?? ""}\r\n\r\n${message?.text ?? ""}`,
    );
    return;
  }
  try {
    const [status, body] = await answer(method, path, url, request);
    response.writeHead(status, { "Content-Type": "application/json" });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  } catch (thrown) {
    const r = thrown instanceof Refusal ? thrown : new Refusal(500, "", String(thrown), "");
    const document: ProblemDocument = {
      type: "/problems/refused",
      title: "Refused",
      status: r.status,
      detail: r.problem,
      subject: r.subject,
      hint: r.hint,
      place: r.place,
    };
    const typing = r.place !== null && url.searchParams.get("typing") === "true";
    response.writeHead(typing ? 200 : r.status, {
      "Content-Type": typing ? "application/json" : "application/problem+json",
    });
    response.end(JSON.stringify(document));
  }
}
