// What a form begins with while an address is typed; the server knows more (servers/find).
import type { AccountSettings } from "../../api/types";

/** A server's name to begin with, where the provider is not known. */
export function guessHost(address: string, kind: AccountSettings["kind"]): string {
  const at = address.lastIndexOf("@");
  const domain = address
    .slice(at + 1)
    .trim()
    .toLowerCase();
  return at > 0 && domain.includes(".") ? `${kind === "pop3" ? "pop" : "imap"}.${domain}` : "";
}

/** A name to begin with: what stands before the @, in the letters that a name may have. */
export function guessName(address: string, taken: readonly string[]): string {
  const local = address.slice(0, address.includes("@") ? address.lastIndexOf("@") : undefined);
  const base = local
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, "-")
    .replace(/^[^a-z0-9]+|-+$/g, "")
    .slice(0, 60);
  if (base === "" || !taken.includes(base)) {
    return base;
  }
  for (let n = 2; ; n++) {
    if (!taken.includes(`${base}-${n}`)) {
      return `${base}-${n}`;
    }
  }
}
