// What is in the form of an account, and what follows from what.
import type {
  Account,
  AccountSettings,
  AccountSettingsInput,
  OAuth,
  Provider,
  ServerProposal,
} from "../../api/types";
import { guessHost, guessName } from "./providers";
import { limitsForm, limitsOf, limitsProblems, NO_LIMITS, watchOf, type LimitsForm } from "./limits";
import { formOf, NIGHTLY, scheduleProblem, type ScheduleForm } from "./schedule";
import { SECURITY, usualPort } from "./text";

export interface AccountForm {
  readonly name: string;
  readonly kind: AccountSettings["kind"];
  readonly user: string;
  readonly password: string;
  readonly host: string;
  readonly port: string;
  readonly security: AccountSettings["security"];
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly schedule: ScheduleForm;
  readonly limits: LimitsForm;
  /** Fields that a person has written in: nothing fills them in any more. */
  readonly login: "password" | "oauth";
  /** Who runs the server, where that is known. */
  readonly provider: Provider | null;
  readonly grant: string;
  readonly clientId: string;
  /** Of the owner's client; or the key file of a service account. */
  readonly clientSecret: string;
  readonly tenant: string;
  /** Id of a sign-in that is done, and with what settings it was. */
  readonly signIn: { id: string; of: string } | null;
  /** How access tokens of the account were come by so far. */
  readonly kept: OAuth | null;
  readonly touched: ReadonlySet<"kind" | "host" | "port" | "security" | "name">;
}

export const BLANK: AccountForm = {
  name: "",
  kind: "imap",
  user: "",
  password: "",
  host: "",
  port: "993",
  security: "tls",
  include: [],
  exclude: [],
  schedule: NIGHTLY,
  limits: NO_LIMITS,
  login: "password",
  provider: null,
  grant: "",
  clientId: "",
  clientSecret: "",
  tenant: "",
  signIn: null,
  kept: null,
  touched: new Set(),
};

export function ofAccount(account: Account): AccountForm {
  const { settings } = account;
  return {
    name: account.name,
    kind: settings.kind,
    user: settings.user,
    password: "",
    host: settings.host,
    port: String(settings.port),
    security: settings.security,
    include: settings.include,
    exclude: settings.exclude,
    schedule: formOf(account.schedule),
    limits: limitsForm(settings),
    login: settings.oauth === null ? "password" : "oauth",
    provider: null,
    grant: settings.oauth?.grant ?? "",
    clientId: settings.oauth?.clientId ?? "",
    clientSecret: "",
    tenant: "",
    signIn: null,
    kept: settings.oauth,
    touched: new Set(["kind", "host", "port", "security", "name"]),
  };
}

/** The form after the user name was written: server and name follow it where nobody wrote them. */
export function withUser(form: AccountForm, user: string, taken: readonly string[]): AccountForm {
  const free = (field: "kind" | "host" | "port" | "security" | "name") => !form.touched.has(field);
  const kind = free("kind") ? "imap" : form.kind;
  return {
    ...form,
    kind,
    user,
    provider: null,
    login: form.kept === null ? "password" : form.login,
    grant: form.kept?.grant ?? "",
    name: free("name") ? guessName(user, taken) : form.name,
    host: free("host") ? guessHost(user, kind) : form.host,
    port: free("port") ? String(usualPort(kind, "tls")) : form.port,
    security: free("security") ? "tls" : form.security,
  };
}

/** The form with what the server found for the address, where nobody wrote something else. */
export function withFound(form: AccountForm, found: ServerProposal): AccountForm {
  const free = (field: "kind" | "host" | "port" | "security") => !form.touched.has(field);
  const { provider } = found;
  if (!free("kind") && found.kind !== form.kind) {
    return form; // an answer to what was asked before
  }
  const oauthOnly = provider !== null && provider.logins.every((login) => login === "oauth");
  return {
    ...form,
    kind: found.kind,
    user: free("host") ? found.user : form.user,
    host: free("host") ? found.host : form.host,
    port: free("port") ? String(found.port) : form.port,
    security: free("security") ? found.security : form.security,
    provider,
    login: oauthOnly && free("host") ? "oauth" : form.login,
    grant: form.grant === "" ? (provider?.oauth?.grants[0] ?? "") : form.grant,
  };
}

/** Whether a person signs in, or an administrator opened all mailboxes. */
export function needsSignIn(grant: string): boolean {
  return grant === "authorization-code" || grant === "device-code";
}

/** Microsoft has a right of its own for each protocol. */
const IMAP_SCOPE = /\/IMAP\.AccessAsUser\.All$/;

/** How access tokens are come by; null with a password, or where nothing is known of it. */
export function oauthOf(form: AccountForm): OAuth | null {
  if (form.login === "password") {
    return null;
  }
  const offer = form.provider?.oauth;
  const { kept } = form;
  const unchanged =
    kept !== null &&
    kept.grant === form.grant &&
    kept.clientId === form.clientId.trim() &&
    form.tenant.trim() === "";
  if (unchanged || !offer) {
    return kept;
  }
  const tenant = form.tenant.trim() === "" ? "common" : form.tenant.trim();
  const at = (url: string) => url.replace("{tenant}", encodeURIComponent(tenant));
  return {
    provider: form.provider?.name ?? "",
    grant: form.grant as OAuth["grant"],
    clientId: form.clientId.trim(),
    authorizeUrl: at(offer.authorizeUrl),
    tokenUrl: at(offer.tokenUrl),
    deviceUrl: at(offer.deviceUrl),
    scopes: (needsSignIn(form.grant) ? offer.scopes : offer.tenantScopes).map((scope) =>
      form.kind === "pop3" ? scope.replace(IMAP_SCOPE, "/POP.AccessAsUser.All") : scope,
    ),
  };
}

/** What the form brings to be let in with; nothing where the kept one stays. */
export function secretOf(form: AccountForm): { password?: string; signIn?: string } {
  if (form.login === "password") {
    return form.password === "" ? {} : { password: form.password };
  }
  if (needsSignIn(form.grant)) {
    const done = form.signIn;
    return done !== null && done.of === JSON.stringify(oauthOf(form)) ? { signIn: done.id } : {};
  }
  return form.clientSecret === "" ? {} : { password: form.clientSecret };
}

/** The form with another protection; the port follows where it is a usual one. */
export function withSecurity(
  form: AccountForm,
  security: AccountSettings["security"],
): AccountForm {
  return {
    ...form,
    security,
    port: portAfter(form, form.kind, security),
    touched: new Set([...form.touched, "security"]),
  };
}

/** The form with another protocol; what nobody wrote follows. */
export function withKind(form: AccountForm, kind: AccountSettings["kind"]): AccountForm {
  return {
    ...form,
    kind,
    host: form.touched.has("host") ? form.host : guessHost(form.user, kind),
    port: portAfter(form, kind, form.security),
    touched: new Set([...form.touched, "kind"]),
  };
}

function portAfter(
  form: AccountForm,
  kind: AccountSettings["kind"],
  security: AccountSettings["security"],
): string {
  const usual = SECURITY.some((s) => String(usualPort(form.kind, s.value)) === form.port);
  return usual ? String(usualPort(kind, security)) : form.port;
}

export function written(
  form: AccountForm,
  field: "host" | "port" | "name",
  value: string,
): AccountForm {
  return { ...form, [field]: value, touched: new Set([...form.touched, field]) };
}

export function settingsOf(form: AccountForm): AccountSettingsInput {
  const port = Number(form.port);
  return {
    kind: form.kind,
    host: form.host.trim(),
    port: form.port.trim() === "" || !Number.isInteger(port) ? null : port,
    security: form.security,
    user: form.user.trim(),
    include: [...form.include],
    exclude: [...form.exclude],
    oauth: oauthOf(form),
    limits: limitsOf(form.limits),
    watch: form.kind === "pop3" ? null : watchOf(form.limits),
  };
}

/** Whether what is said of schedule and limits can be sent. */
export function sound(form: AccountForm): boolean {
  return (
    scheduleProblem(form.schedule) === null && Object.keys(limitsProblems(form.limits)).length === 0
  );
}
