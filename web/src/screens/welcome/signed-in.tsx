import { useEffect, useState } from "preact/hooks";
import { signal } from "@preact/signals";
import { api } from "../../api/client";
import { asProblem, type Problem } from "../../api/problem";
import { href } from "../../router";
import { LinkButton } from "../../ui/button";
import { Empty, ProblemNote } from "../../ui/note";
import { useTitle } from "../../ui/page";

/** The address that a mail provider sent the browser back to, until it was handed over. */
const brought = signal<string | null>(null);

/** Takes what a provider put into the address, and out of it: a code in a history is a key there. */
export function takeAnswer(): void {
  const query = new URLSearchParams(location.search);
  if (query.has("state") && (query.has("code") || query.has("error"))) {
    brought.value = location.href;
    history.replaceState(null, "", `${location.pathname}${location.hash}`);
  }
}

export function hasAnswer(): boolean {
  return brought.value !== null;
}

/** The page that the browser comes back to in its new window. */
export function SignedInScreen() {
  const [problem, setProblem] = useState<Problem>();
  const [done, setDone] = useState(false);
  useTitle("Signed in");
  useEffect(() => {
    const address = brought.value;
    if (address === null) {
      return;
    }
    api.post("/api/v1/sign-ins/answer", { body: { address } }).then(
      () => setDone(true),
      (thrown: unknown) => setProblem(asProblem(thrown)),
    );
  }, []);
  return (
    <div class="page">
      {problem ? (
        <ProblemNote problem={problem} />
      ) : (
        <Empty icon="ok" title={done ? "You are signed in" : "Signing in …"} level={1}>
          <p>{done ? "Close this window and go on in the one before." : ""}</p>
        </Empty>
      )}
      <div
        onClick={() => {
          brought.value = null;
        }}
      >
        <LinkButton href={href(["accounts"])}>Accounts</LinkButton>
      </div>
    </div>
  );
}
