import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../../api/client";
import type { SignIn } from "../../api/types";
import { useAction } from "../../resource";
import { Button } from "../../ui/button";
import { TextField } from "../../ui/field";
import { Note, ProblemNote } from "../../ui/note";
import { t } from "./text";

const POLL_MILLIS = 1500;

/** Where the provider sends the browser back to: this page, where a browser may be sent to it. */
export function redirect(): string | null {
  const here = location.hostname === "localhost" || /^127\.|^\[::1\]$/.test(location.hostname);
  return location.protocol === "https:" || here ? `${location.origin}/` : null;
}

/** Begins a sign-in and waits for it. */
export function SignInBox(props: {
  label: string;
  disabled?: boolean;
  done: boolean;
  begin: () => Promise<SignIn>;
  onDone: (id: string) => void;
}) {
  const { label, disabled = false, done, onDone } = props;
  const [sign, setSign] = useState<SignIn>();
  const [pasted, setPasted] = useState("");
  const begin = useAction(async () => setSign(await props.begin()));
  const take = (latest: SignIn) => {
    setSign(latest.state === "done" ? undefined : latest);
    if (latest.state === "done") {
      setPasted("");
      onDone(latest.id);
    }
  };
  const latest = useRef(take); // the form may be written in while the browser is away
  latest.current = take;
  const answer = useAction(async () =>
    take(await api.post("/api/v1/sign-ins/answer", { body: { address: pasted } })),
  );
  const waiting = sign?.state === "waiting";
  const id = sign?.id;
  useEffect(() => {
    if (!waiting || id === undefined) {
      return;
    }
    const abort = new AbortController();
    const timer = setInterval(() => {
      api
        .get("/api/v1/sign-ins/{id}", { path: { id }, signal: abort.signal })
        .then((now) => latest.current(now))
        .catch(() => undefined); // asked again in a moment
    }, POLL_MILLIS);
    return () => {
      clearInterval(timer);
      abort.abort();
    };
  }, [waiting, id]);
  if (!waiting) {
    return (
      <div class="stack">
        {done && <Note tone="ok" role="status" what={t.signedIn} />}
        {sign?.state === "failed" && (
          <Note tone="bad" role="alert" what={sign.problem}>
            <p>{sign.hint}</p>
          </Note>
        )}
        {begin.problem && <ProblemNote problem={begin.problem} />}
        <div class="buttons">
          <Button busy={begin.busy} disabled={disabled} onClick={() => begin.start()}>
            {done ? t.signInAgain : label}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div class="stack sign-in">
      <p>
        <a class="button primary" href={sign.address} target="_blank" rel="noreferrer">
          {t.openPage}
        </a>{" "}
        {sign.userCode !== "" && (
          <>
            {t.typeCode} <strong class="sign-in-code">{sign.userCode}</strong>
          </>
        )}
      </p>
      <p role="status">
        <span class="spinner" aria-hidden="true" /> {t.waiting} …
      </p>
      {sign.userCode === "" && (
        <TextField
          label={t.paste}
          hint={t.pasteHint}
          value={pasted}
          onValue={setPasted}
          autocomplete="off"
          spellcheck={false}
          inputMode="url"
        />
      )}
      {answer.problem && <ProblemNote problem={answer.problem} />}
      <div class="buttons">
        {sign.userCode === "" && pasted !== "" && (
          <Button busy={answer.busy} onClick={() => answer.start()}>
            {t.pasteButton}
          </Button>
        )}
        <Button
          kind="quiet"
          onClick={() => {
            setSign(undefined);
            void api.delete("/api/v1/sign-ins/{id}", { path: { id: sign.id } });
          }}
        >
          {t.cancelSignIn}
        </Button>
      </div>
    </div>
  );
}
