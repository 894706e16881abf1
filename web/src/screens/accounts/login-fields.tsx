import { api } from "../../api/client";
import { PasswordField, SelectField, TextField } from "../../ui/field";
import { needsSignIn, oauthOf, secretOf, type AccountForm } from "./form";
import { redirect, SignInBox } from "./sign-in";
import { GRANTS, t } from "./text";

interface Props {
  form: AccountForm;
  onForm: (form: AccountForm) => void;
  /** Whether an account that is there already gets another server or user. */
  moved: boolean;
  fresh: boolean;
}

/** What opens the mailbox: a password, or a sign-in at the provider. */
export function LoginFields({ form, onForm, moved, fresh }: Props) {
  const offered = form.provider?.oauth ?? form.kept;
  const who = form.provider?.label ?? form.kept?.provider ?? "";
  return (
    <>
      {offered && (
        <SelectField
          label={t.login}
          value={form.login}
          options={[
            ...(form.provider?.logins.every((login) => login === "oauth")
              ? []
              : [{ value: "password", label: t.loginPassword }]),
            { value: "oauth", label: t.loginOauth(who) },
          ]}
          onValue={(login) => onForm({ ...form, login: login === "oauth" ? "oauth" : "password" })}
        />
      )}
      {form.login === "oauth" && offered ? (
        <OAuthFields form={form} onForm={onForm} moved={moved} fresh={fresh} />
      ) : (
        <PasswordField
          label={t.password}
          hint={moved ? t.passwordAgain : t.passwordHint}
          value={form.password}
          onValue={(password) => onForm({ ...form, password })}
          autocomplete="off"
          required={fresh || moved}
          {...(!fresh && !moved ? { placeholder: t.passwordKept } : {})}
        />
      )}
    </>
  );
}

function OAuthFields({ form, onForm, moved, fresh }: Props) {
  const offer = form.provider?.oauth;
  const oauth = oauthOf(form);
  const person = needsSignIn(form.grant);
  const tenants = offer?.tokenUrl.includes("{tenant}") === true;
  const service = form.grant === "service-account";
  const done = secretOf(form).signIn !== undefined;
  return (
    <>
      {offer && (
        <SelectField
          label={t.grant}
          value={form.grant}
          options={offer.grants.map((grant) => ({ value: grant, label: GRANTS[grant] ?? grant }))}
          onValue={(grant) => onForm({ ...form, grant })}
        />
      )}
      <TextField
        label={t.clientId}
        hint={t.clientIdHint}
        value={form.clientId}
        onValue={(clientId) => onForm({ ...form, clientId })}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        required
      />
      {tenants && (
        <TextField
          label={t.tenant}
          hint={t.tenantHint}
          value={form.tenant}
          onValue={(tenant) => onForm({ ...form, tenant })}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          required={!person && fresh}
        />
      )}
      <PasswordField
        label={service ? t.keyFile : t.clientSecret}
        hint={t.clientSecretHint}
        value={form.clientSecret}
        onValue={(clientSecret) => onForm({ ...form, clientSecret })}
        autocomplete="off"
        required={!person && (fresh || moved)}
      />
      {person && (
        <SignInBox
          label={t.signIn(form.provider?.label ?? form.kept?.provider ?? "")}
          disabled={form.clientId.trim() === "" || oauth === null}
          done={done}
          begin={() =>
            api.post("/api/v1/sign-ins", {
              body: {
                oauth,
                clientSecret: form.clientSecret === "" ? null : form.clientSecret,
                user: form.user.trim(),
                redirect: redirect(),
              },
            })
          }
          onDone={(id) => onForm({ ...form, signIn: { id, of: JSON.stringify(oauth) } })}
        />
      )}
      {!fresh && !moved && !done && <p class="hint">{t.signInKept}</p>}
    </>
  );
}
