import { useEffect } from "preact/hooks";
import { api } from "../../api/client";
import { dateTime } from "../../format";
import { useReloadAfterJobs, useResource } from "../../resource";
import { here, href, navigate, route } from "../../router";
import { Button, LinkButton } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { Loaded } from "../../ui/loaded";
import { Empty } from "../../ui/note";
import { Page, useTitle } from "../../ui/page";
import { validAt } from "./as-of";
import { AsOfPicker } from "./as-of-picker";
import { FolderTree } from "./folder-tree";
import { FolderPanes } from "./folder-panes";
import { t } from "./text";
import { treeOf } from "./tree";

/** An account's folders as they are, and as they were at any time since the first backup. */
export function BrowseScreen({
  account,
  folder,
}: {
  account: string | null;
  folder: string | null;
}) {
  const accounts = useResource("accounts", (signal) => api.get("/api/v1/accounts", { signal }));
  const first = accounts.data?.accounts[0]?.name;
  useEffect(() => {
    if (account === null && first !== undefined) {
      navigate(href(["browse", first]), { replace: true });
    }
  }, [account, first]);
  if (account === null) {
    return (
      <Page title={t.title}>
        <Loaded of={accounts}>
          {(data) =>
            data.accounts.length === 0 && (
              <div class="panel">
                <Empty icon="folder" title={t.noAccounts}>
                  <p>{t.noAccountsHint}</p>
                  <LinkButton kind="primary" icon="plus" href={href(["accounts", "new"])}>
                    {t.addAccount}
                  </LinkButton>
                </Empty>
              </div>
            )
          }
        </Loaded>
      </Page>
    );
  }
  const names = accounts.data?.accounts.map((a) => a.name) ?? [account];
  return (
    <Account
      key={account}
      account={account}
      names={names.includes(account) ? names : [account, ...names]}
      folder={folder}
    />
  );
}

function Account(props: { account: string; names: readonly string[]; folder: string | null }) {
  const { account, folder } = props;
  const at = validAt(route.value.query["at"]);
  const m = route.value.query["m"] ?? "";
  useTitle(folder === null ? `${account} · ${t.title}` : `${folder} · ${account}`);
  const folders = useResource(`folders ${account} ${at ?? ""}`, (signal) =>
    api.get("/api/v1/accounts/{name}/folders", {
      path: { name: account },
      query: at === null ? {} : { at },
      signal,
    }),
  );
  useReloadAfterJobs(folders.reload, (job) => job.kind === "backup" && job.account === account);
  const setAt = (next: string | null) => navigate(here({ at: next, m: null, c: null }));
  const classes = ["split", "three", folder === null ? "" : "listing", m === "" ? "" : "reading"];
  return (
    <div class="browse">
      <h1 class="unseen" tabIndex={-1}>
        {t.title} {account}
      </h1>
      {at !== null && (
        <div class="past-bar" role="status">
          <Icon name="clock" size={18} />
          <span>
            <span class="strong">{t.past(dateTime(new Date(at)))}.</span> {t.pastHint}
          </span>
          <Button small kind="quiet" onClick={() => setAt(null)}>
            {t.backToNow}
          </Button>
        </div>
      )}
      <div class={classes.filter((c) => c !== "").join(" ")}>
        <section class="pane folders" aria-label={t.folders}>
          <div class="browse-head">
            <select
              class="input"
              aria-label={t.account}
              onChange={(event) =>
                navigate(href(["browse", event.currentTarget.value], { at: at ?? "" }))
              }
            >
              {props.names.map((name) => (
                <option key={name} value={name} selected={name === account}>
                  {name}
                </option>
              ))}
            </select>
            <AsOfPicker account={account} at={at} onAt={setAt} />
          </div>
          <nav class="browse-tree" aria-label={t.folders}>
            <Loaded of={folders} lines={8}>
              {(data) =>
                data.folders.length === 0 ? (
                  <Empty icon="folder" title={at === null ? t.noFolders : t.noFoldersThen}>
                    <p>{at === null ? t.noFoldersHint : t.noFoldersThenHint}</p>
                  </Empty>
                ) : (
                  <FolderTree account={account} nodes={treeOf(data.folders)} current={folder} />
                )
              }
            </Loaded>
          </nav>
        </section>
        {folder === null ? (
          <>
            <section class="pane list" aria-label={t.messages}>
              <Empty icon="folder" title={t.pickFolder}>
                <p>{t.pickFolderHint}</p>
              </Empty>
            </section>
            <section class="pane reading" aria-label="Message" />
          </>
        ) : (
          <FolderPanes
            key={folder}
            account={account}
            path={folder}
            at={at}
            openId={m}
            folder={folders.data?.folders.find((f) => f.path === folder)}
          />
        )}
      </div>
    </div>
  );
}
