import { useEffect, useState } from "preact/hooks";
import { api } from "../../api/client";
import { sentence } from "../../api/problem";
import { useResource } from "../../resource";
import { Choice, SelectField, TextField } from "../../ui/field";
import { Note } from "../../ui/note";
import { withFound, withKind, withSecurity, withUser, written, type AccountForm } from "./form";
import { LoginFields } from "./login-fields";
import { SECURITY, t } from "./text";

/** The server of the address, asked for a moment after the last letter. */
function useFound(form: AccountForm, onForm: (form: AccountForm) => void) {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    const written = form.user.trim();
    const timer = setTimeout(() => setAddress(ADDRESS.test(written) ? written : null), 500);
    return () => clearTimeout(timer);
  }, [form.user]);
  const kind = form.touched.has("kind") ? form.kind : null;
  const key = address === null ? null : `server of ${address} ${kind ?? ""}`;
  const asked = useResource(key, async () => {
    const { server } = await api.post("/api/v1/servers/find", {
      body: { address: address ?? "", kind },
    });
    return server;
  });
  const found = asked.data;
  useEffect(() => {
    if (found && form.user.trim() === address) {
      onForm(withFound(form, found));
    }
  }, [found]);
  return { found, nothing: found === null };
}

const KINDS = ["imap", "pop3"] as const;

const ADDRESS = /^[^@\s]+@[^@\s]+\.[^@\s.]{2,}$/;

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
  const { found, nothing } = useFound(form, onForm);
  const { provider } = form;
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
        <Note tone="info" what={provider.label}>
          <p>{sentence(provider.hint)}</p>
          {provider.link !== "" && (
            <p>
              <a href={provider.link} target="_blank" rel="noreferrer">
                {t.providerLink}
              </a>
            </p>
          )}
        </Note>
      )}
      <LoginFields form={form} onForm={onForm} moved={moved} fresh={taken !== null} />
      {taken === null ? (
        form.kind === "pop3" && (
          <Note tone="info" what={t.byPop3}>
            {t.kindHint.pop3}
          </Note>
        )
      ) : (
        <fieldset>
          <legend>{t.kind}</legend>
          {KINDS.map((kind) => (
            <Choice
              key={kind}
              type="radio"
              name="kind"
              checked={form.kind === kind}
              onChange={() => onForm(withKind(form, kind))}
              label={t.kindOf[kind]}
              hint={t.kindHint[kind]}
            />
          ))}
          {found?.kind === "pop3" && !form.touched.has("kind") && (
            <Note tone="info">{t.onlyPop3}</Note>
          )}
        </fieldset>
      )}
      <TextField
        label={t.host[form.kind]}
        hint={
          taken === null
            ? undefined
            : found?.host === form.host
              ? t.found[found.source]
              : nothing
                ? t.notFound[form.kind]
                : undefined
        }
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
