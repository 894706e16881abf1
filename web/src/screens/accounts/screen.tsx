import { api } from "../../api/client";
import { activeJobs } from "../../live";
import { useReloadAfterJobs, useResource } from "../../resource";
import { href } from "../../router";
import { LinkButton } from "../../ui/button";
import { Loaded } from "../../ui/loaded";
import { Empty } from "../../ui/note";
import { Page } from "../../ui/page";
import { AccountCard } from "./card";
import { lastBackups } from "./health";
import { t } from "./text";

export function AccountsScreen() {
  const accounts = useResource("accounts", (signal) => api.get("/api/v1/accounts", { signal }));
  const jobs = useResource("jobs", (signal) =>
    api.get("/api/v1/jobs", { query: { limit: 200 }, signal }),
  );
  const reload = () => {
    accounts.reload();
    jobs.reload();
  };
  useReloadAfterJobs(reload, (job) => job.kind === "backup");
  const last = lastBackups(jobs.data?.jobs ?? []);
  const active = [...activeJobs.value.values()];
  return (
    <Page
      title={t.title}
      lead={t.lead}
      actions={
        <LinkButton kind="primary" icon="plus" href={href(["accounts", "new"])}>
          {t.add}
        </LinkButton>
      }
    >
      <Loaded of={accounts} lines={6}>
        {(data) =>
          data.accounts.length === 0 ? (
            <div class="panel">
              <Empty icon="account" title={t.none}>
                <p>{t.noneHint}</p>
                <LinkButton kind="primary" icon="plus" href={href(["accounts", "new"])}>
                  {t.addFirst}
                </LinkButton>
              </Empty>
            </div>
          ) : (
            <ul class="account-cards">
              {data.accounts.map((account) => (
                <li key={account.name}>
                  <AccountCard
                    account={account}
                    active={active.find(
                      (job) => job.kind === "backup" && job.account === account.name,
                    )}
                    lastJob={last.get(account.name)}
                  />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Page>
  );
}
