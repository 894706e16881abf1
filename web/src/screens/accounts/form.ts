// What is in the form of an account, and what follows from what.
import type { Account, AccountSettings, AccountSettingsInput } from "../../api/types";
import { guessHost, guessName, providerOf } from "./providers";
import { formOf, NIGHTLY, type ScheduleForm } from "./schedule";
import { SECURITY } from "./text";

export interface AccountForm {
  readonly name: string;
  readonly user: string;
  readonly password: string;
  readonly host: string;
  readonly port: string;
  readonly security: AccountSettings["security"];
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly schedule: ScheduleForm;
  /** Fields that a person has written in: nothing fills them in any more. */
  readonly touched: ReadonlySet<"host" | "port" | "security" | "name">;
}

export const BLANK: AccountForm = {
  name: "",
  user: "",
  password: "",
  host: "",
  port: "993",
  security: "tls",
  include: [],
  exclude: [],
  schedule: NIGHTLY,
  touched: new Set(),
};

export function ofAccount(account: Account): AccountForm {
  const { settings } = account;
  return {
    name: account.name,
    user: settings.user,
    password: "",
    host: settings.host,
    port: String(settings.port),
    security: settings.security,
    include: settings.include,
    exclude: settings.exclude,
    schedule: formOf(account.schedule),
    touched: new Set(["host", "port", "security", "name"]),
  };
}

/** The form after the user name was written: server and name follow it where nobody wrote them. */
export function withUser(form: AccountForm, user: string, taken: readonly string[]): AccountForm {
  const provider = providerOf(user);
  const free = (field: "host" | "port" | "security" | "name") => !form.touched.has(field);
  return {
    ...form,
    user,
    name: free("name") ? guessName(user, taken) : form.name,
    host: free("host") ? (provider?.host ?? guessHost(user)) : form.host,
    port: free("port") ? String(provider?.port ?? 993) : form.port,
    security: free("security") ? (provider?.security ?? "tls") : form.security,
  };
}

/** The form with another protection; the port follows where it is a usual one. */
export function withSecurity(
  form: AccountForm,
  security: AccountSettings["security"],
): AccountForm {
  const usual = SECURITY.some((s) => String(s.port) === form.port);
  const port = SECURITY.find((s) => s.value === security)?.port;
  return {
    ...form,
    security,
    port: usual && port !== undefined ? String(port) : form.port,
    touched: new Set([...form.touched, "security"]),
  };
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
    kind: "imap",
    host: form.host.trim(),
    port: form.port.trim() === "" || !Number.isInteger(port) ? null : port,
    security: form.security,
    user: form.user.trim(),
    include: [...form.include],
    exclude: [...form.exclude],
  };
}
