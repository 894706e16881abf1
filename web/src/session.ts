// Who is signed in.
import { signal } from "@preact/signals";
import { api, useCsrf, whenSignedOut } from "./api/client";
import { asProblem, type Problem } from "./api/problem";
import type { Session } from "./api/types";

export type SessionState =
  | { kind: "asking" }
  | { kind: "unknown"; problem: Problem }
  | { kind: "nobody"; needsFirstUser: boolean }
  | { kind: "user"; user: string };

export const session = signal<SessionState>({ kind: "asking" });

function take(answer: Session): void {
  useCsrf(answer.csrf);
  const { user } = answer;
  const before = session.value;
  if (!answer.signedIn || user === null) {
    session.value = { kind: "nobody", needsFirstUser: answer.needsFirstUser };
  } else if (before.kind !== "user" || before.user !== user) {
    session.value = { kind: "user", user };
  }
}

export async function askSession(): Promise<void> {
  try {
    take(await api.get("/api/v1/session"));
  } catch (thrown) {
    session.value = { kind: "unknown", problem: asProblem(thrown) };
  }
}

/** Asks again in the background: who is signed in stays so until the server says otherwise. */
export async function recheckSession(): Promise<void> {
  try {
    take(await api.get("/api/v1/session"));
  } catch {
    // No answer says nothing about the session.
  }
}

export async function signIn(user: string, password: string): Promise<void> {
  take(await api.post("/api/v1/session", { body: { user, password } }));
}

export async function createFirstUser(
  token: string,
  user: string,
  password: string,
): Promise<void> {
  take(await api.post("/api/v1/first-user", { body: { token, user, password } }));
}

export async function signOut(): Promise<void> {
  await api.delete("/api/v1/session");
  useCsrf(null);
  session.value = { kind: "nobody", needsFirstUser: false };
}

whenSignedOut(() => {
  if (session.value.kind === "user") {
    useCsrf(null);
    session.value = { kind: "nobody", needsFirstUser: false };
  }
});
