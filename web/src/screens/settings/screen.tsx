import { useState } from "preact/hooks";
import { api, urls } from "../../api/client";
import { useAction } from "../../resource";
import { session } from "../../session";
import { chooseTheme, storedTheme, type Theme } from "../../theme";
import { Button } from "../../ui/button";
import { PasswordField, Segments } from "../../ui/field";
import { Note, ProblemNote } from "../../ui/note";
import { Page, Panel } from "../../ui/page";
import { passwordProblem } from "../welcome/password";
import { t } from "./text";

const THEMES: readonly { value: Theme; label: string }[] = [
  { value: "system", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];

export function SettingsScreen() {
  const state = session.value;
  return (
    <Page narrow title={t.title} lead={state.kind === "user" && `${t.signedIn} ${state.user}`}>
      <Panel title={t.look}>
        <ThemeChoice />
      </Panel>
      <Panel title={t.password}>
        <PasswordForm />
      </Panel>
      <Panel title={t.about}>
        <div class="stack">
          <p>{t.aboutText}</p>
          <ul>
            <li>
              <a href={urls.document}>{t.api}</a>
            </li>
            <li>
              <a href="licenses.txt">{t.licenses}</a>
            </li>
          </ul>
        </div>
      </Panel>
    </Page>
  );
}

function ThemeChoice() {
  const [theme, setTheme] = useState(storedTheme());
  return (
    <div class="stack">
      <div>
        <Segments
          label={t.theme}
          value={theme}
          options={THEMES}
          onValue={(value) => {
            chooseTheme(value);
            setTheme(value);
          }}
        />
      </div>
      <p class="hint">{t.themeHint}</p>
    </div>
  );
}

function PasswordForm() {
  const [current, setCurrent] = useState("");
  const [fresh, setFresh] = useState("");
  const [again, setAgain] = useState("");
  const [tried, setTried] = useState(false);
  const [changed, setChanged] = useState(false);
  const wrong = passwordProblem(fresh, again);
  const change = useAction(async () => {
    await api.put("/api/v1/password", { body: { currentPassword: current, newPassword: fresh } });
    setCurrent("");
    setFresh("");
    setAgain("");
    setTried(false);
    setChanged(true);
  });
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        setChanged(false);
        if (wrong === null) {
          change.start();
        }
      }}
    >
      <PasswordField
        label={t.current}
        value={current}
        onValue={setCurrent}
        autocomplete="current-password"
        required
      />
      <PasswordField
        label={t.fresh}
        hint={t.hint}
        value={fresh}
        onValue={setFresh}
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
      {change.problem && <ProblemNote problem={change.problem} />}
      {changed && <Note tone="ok" role="status" what={t.changed} />}
      <div class="buttons">
        <Button type="submit" busy={change.busy}>
          {t.change}
        </Button>
      </div>
    </form>
  );
}
