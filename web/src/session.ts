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
  session.value =
    answer.signedIn && answer.user !== null
      ? { kind: "user", user: answer.user }
      : { kind: "nobody", needsFirstUser: answer.needsFirstUser };
}

export async function askSession(): Promise<void> {
  try {
    take(await api.get("/api/v1/session"));
  } catch (thrown) {
    session.value = { kind: "unknown", problem: asProblem(thrown) };
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
