import { useState } from "preact/hooks";
import { api } from "../../api/client";
import { useAction } from "../../resource";
import { href, navigate } from "../../router";
import { createFirstUser } from "../../session";
import { Button, LinkButton } from "../../ui/button";
import { PasswordField, TextField } from "../../ui/field";
import { Note, ProblemNote } from "../../ui/note";
import { useTitle } from "../../ui/page";
import { passwordProblem } from "./password";
import { t } from "./text";

/** Opened by the one-time link; leads straight on to the first account. */
export function FirstUserScreen({ token, needed }: { token: string; needed: boolean }) {
  useTitle(t.welcome);
  if (!needed) {
    return (
      <Note tone="info" what={t.used}>
        <p>{t.usedHint}</p>
        <div class="buttons">
          <LinkButton small href={href([])}>
            {t.toSignIn}
          </LinkButton>
        </div>
      </Note>
    );
  }
  return (
    <section class="panel">
      <div class="body stack">
        <h1>{t.welcome}</h1>
        {token === "" ? (
          <Note tone="info" what={t.needLink}>
            <p>{t.needLinkHint}</p>
          </Note>
        ) : (
          <FirstUserForm token={token} />
        )}
      </div>
    </section>
  );
}

function FirstUserForm({ token }: { token: string }) {
  const [user, setUser] = useState("");
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const [tried, setTried] = useState(false);
  const wrong = passwordProblem(password, again);
  const create = useAction(async () => {
    await createFirstUser(token, user.trim(), password);
    const { accounts } = await api.get("/api/v1/accounts");
    const next = accounts.length > 0 ? href([]) : href(["accounts", "new"], { first: "1" });
    navigate(next, { replace: true });
  });
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (wrong === null) {
          create.start();
        }
      }}
    >
      <p class="soft">{t.welcomeLead}</p>
      <TextField
        label={t.user}
        value={user}
        onValue={setUser}
        autocomplete="username"
        autocapitalize="none"
        spellcheck={false}
        required
        autofocus
      />
      <PasswordField
        label={t.password}
        hint={t.newPasswordHint}
        value={password}
        onValue={setPassword}
        autocomplete="new-password"
        error={tried && wrong === "short" ? t.tooShort : undefined}
        required
      />
      <PasswordField
        label={t.again}
        value={again}
        onValue={setAgain}
        autocomplete="new-password"
        error={tried && wrong === "mismatch" ? t.mismatch : undefined}
        required
      />
      {create.problem && <ProblemNote problem={create.problem} />}
      <Button kind="primary" type="submit" busy={create.busy}>
        {t.create}
      </Button>
    </form>
  );
}
