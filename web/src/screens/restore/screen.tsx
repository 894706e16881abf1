import { api } from "../../api/client";
import type { Account } from "../../api/types";
import { useResource } from "../../resource";
import { href, route } from "../../router";
import { LinkButton } from "../../ui/button";
import { Loaded } from "../../ui/loaded";
import { Empty } from "../../ui/note";
import { Page } from "../../ui/page";
import { validAt } from "../browse/as-of";
import { basket, mainAccount } from "./basket";
import { parseFolders } from "./form";
import { RestorePage } from "./restore-page";
import { t } from "./text";

/** Other screens lead here with the account, the time and the folders or messages in the address. */
export function RestoreScreen() {
  const accounts = useResource("accounts", (signal) => api.get("/api/v1/accounts", { signal }));
  return (
    <Page narrow title={t.title} lead={t.lead}>
      <Loaded of={accounts} lines={6}>
        {(data) =>
          data.accounts.length === 0 ? (
            <div class="panel">
              <Empty icon="restore" title={t.noAccounts}>
                <p>{t.noAccountsHint}</p>
                <LinkButton kind="primary" icon="plus" href={href(["accounts", "new"])}>
                  {t.addAccount}
                </LinkButton>
              </Empty>
            </div>
          ) : (
            <FromAddress accounts={data.accounts} />
          )
        }
      </Loaded>
    </Page>
  );
}

function FromAddress({ accounts }: { accounts: readonly Account[] }) {
  const { query } = route.value;
  const picked = query["basket"] === "1" ? basket.value : [];
  const names = accounts.map((account) => account.name);
  // POP3 only reads.
  const targets = accounts.filter((a) => a.settings.kind === "imap").map((a) => a.name);
  const wanted = query["from"] ?? mainAccount(picked) ?? names[0] ?? "";
  // An account that was removed still has its archive, and can be restored to another one.
  const sources = names.includes(wanted) ? names : [...names, wanted];
  return (
    <RestorePage
      sources={sources}
      targets={targets}
      start={{
        from: wanted,
        at: validAt(query["at"]),
        folders: new Set(parseFolders(query["folders"])),
        picked,
        to: targets.includes(wanted) ? wanted : (targets[0] ?? ""),
        other: false,
        into: "",
      }}
    />
  );
}
