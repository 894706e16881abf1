import { PasswordField, SelectField, TextField } from "../../ui/field";
import { Note } from "../../ui/note";
import { withSecurity, withUser, written, type AccountForm } from "./form";
import { providerAt, providerOf } from "./providers";
import { SECURITY, t } from "./text";

interface Props {
  form: AccountForm;
  onForm: (form: AccountForm) => void;
  /** Names that are in use; null when the account is there already and keeps its name. */
  taken: readonly string[] | null;
  /** Whether an account that is there already gets another server or user. */
  moved?: boolean;
}

/** Where the mailbox is, and how to get in. */
export function ConnectionFields({ form, onForm, taken, moved = false }: Props) {
  const provider = providerOf(form.user) ?? providerAt(form.host);
  return (
    <>
      <TextField
        label={t.user}
        hint={t.userHint}
        value={form.user}
        onValue={(user) => onForm(withUser(form, user, taken ?? []))}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        inputMode="email"
        autofocus={taken !== null}
        required
      />
      {provider && (
        <Note tone="info" what={provider.name}>
          <p>{provider.hint}</p>
          {provider.link && (
            <p>
              <a href={provider.link} target="_blank" rel="noreferrer">
                {t.providerLink}
              </a>
            </p>
          )}
        </Note>
      )}
      <PasswordField
        label={t.password}
        hint={moved ? t.passwordAgain : t.passwordHint}
        value={form.password}
        onValue={(password) => onForm({ ...form, password })}
        autocomplete="off"
        required={taken !== null || moved}
        {...(taken === null && !moved ? { placeholder: t.passwordKept } : {})}
      />
      <TextField
        label={t.host}
        value={form.host}
        onValue={(host) => onForm(written(form, "host", host))}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        inputMode="url"
        required
      />
      <div class="form-row">
        <SelectField
          label={t.security}
          value={form.security}
          options={SECURITY}
          onValue={(value) => {
            const chosen = SECURITY.find((s) => s.value === value);
            if (chosen !== undefined) {
              onForm(withSecurity(form, chosen.value));
            }
          }}
        />
        <TextField
          label={t.port}
          value={form.port}
          onValue={(port) => onForm(written(form, "port", port))}
          inputMode="numeric"
          pattern="[0-9]{1,5}"
          autocomplete="off"
          required
        />
      </div>
      {form.security === "none" && <Note tone="warn">{t.plaintext}</Note>}
      {taken !== null && (
        <TextField
          label={t.name}
          hint={t.nameHint}
          value={form.name}
          onValue={(name) => onForm(written(form, "name", name))}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          maxLength={64}
          required
        />
      )}
    </>
  );
}
