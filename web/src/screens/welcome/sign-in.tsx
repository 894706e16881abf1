import { useState } from "preact/hooks";
import { useAction } from "../../resource";
import { signIn } from "../../session";
import { Button } from "../../ui/button";
import { PasswordField, TextField } from "../../ui/field";
import { ProblemNote } from "../../ui/note";
import { useTitle } from "../../ui/page";
import { t } from "./text";

/** Keeps the address: who signs in goes on where they were. */
export function SignInScreen() {
  useTitle(t.signInTitle);
  const [user, setUser] = useState("");
  const [password, setPassword] = useState("");
  const action = useAction(() => signIn(user.trim(), password));
  return (
    <section class="panel">
      <div class="body stack">
        <h1>{t.signInTitle}</h1>
        <form
          class="form"
          onSubmit={(event) => {
            event.preventDefault();
            action.start();
          }}
        >
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
            value={password}
            onValue={setPassword}
            autocomplete="current-password"
            required
          />
          {action.problem && <ProblemNote problem={action.problem} />}
          <Button kind="primary" type="submit" busy={action.busy}>
            {t.signIn}
          </Button>
        </form>
      </div>
    </section>
  );
}
