import { useState } from "preact/hooks";
import { api } from "../../api/client";
import type { Account, RemoteFolder } from "../../api/types";
import { plural } from "../../format";
import { useAction, useResource } from "../../resource";
import { href, navigate } from "../../router";
import { Button, LinkButton } from "../../ui/button";
import { Loaded } from "../../ui/loaded";
import { Note, ProblemNote } from "../../ui/note";
import { Page, Panel } from "../../ui/page";
import { ConnectionFields } from "./fields";
import { FolderChoice } from "./folder-choice";
import { ofAccount, secretOf, settingsOf, sound } from "./form";
import { LimitsFields } from "./limits-fields";
import { inputOf } from "./schedule";
import { ScheduleFields } from "./schedule-fields";
import { t } from "./text";

export function EditAccountScreen({ name }: { name: string }) {
  const account = useResource(`account ${name}`, (signal) =>
    api.get("/api/v1/accounts/{name}", { path: { name }, signal }),
  );
  return (
    <Page narrow title={t.editTitle(name)} back={{ href: href(["accounts", name]), label: name }}>
      <Loaded of={account} lines={8}>
        {(data) => <EditForm account={data} />}
      </Loaded>
    </Page>
  );
}

function EditForm({ account }: { account: Account }) {
  const [form, setForm] = useState(() => ofAccount(account));
  const [folders, setFolders] = useState<RemoteFolder[]>();
  const [tried, setTried] = useState(false);
  const settings = settingsOf(form);
  const moved =
    settings.host !== account.settings.host ||
    settings.port !== account.settings.port ||
    settings.security !== account.settings.security ||
    settings.user !== account.settings.user ||
    JSON.stringify(settings.oauth) !== JSON.stringify(account.settings.oauth);
  const secret = secretOf(form);
  const given = secret.password !== undefined || secret.signIn !== undefined;
  const same = !given && !moved;
  const test = useAction(async () => {
    const answer = same
      ? await api.post("/api/v1/accounts/{name}/test", { path: { name: account.name } })
      : await api.post("/api/v1/accounts/test", {
          body: { name: account.name, settings, ...secret },
        });
    setFolders(answer.folders);
  });
  const save = useAction(async () => {
    await api.put("/api/v1/accounts/{name}", {
      path: { name: account.name },
      body: {
        settings,
        schedule: inputOf(form.schedule),
        ...secret,
      },
    });
    navigate(href(["accounts", account.name]));
  });
  return (
    <form
      class="stack wide"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (sound(form)) {
          save.start();
        }
      }}
    >
      <Panel title={t.connection}>
        <div class="form">
          <ConnectionFields form={form} onForm={setForm} taken={null} moved={moved} />
          {test.problem && <ProblemNote problem={test.problem} />}
          {folders && !test.busy && !test.problem && (
            <Note
              tone="ok"
              role="status"
              what={`${t.connected} ${plural(folders.length, "folder")}.`}
            />
          )}
          <div class="buttons">
            <Button
              busy={test.busy}
              disabled={!same && !given}
              onClick={() => test.start()}
            >
              {test.busy ? `${t.testing} …` : t.test}
            </Button>
          </div>
        </div>
      </Panel>
      {form.kind === "imap" && (
        <Panel title={t.folders}>
          {folders === undefined ? (
            <LeftOut exclude={form.exclude} include={form.include} />
          ) : (
            <FolderChoice
              folders={folders}
              include={form.include}
              exclude={form.exclude}
              onExclude={(exclude) => setForm({ ...form, exclude })}
            />
          )}
        </Panel>
      )}
      <Panel title={t.schedule}>
        <ScheduleFields
          form={form.schedule}
          zone={account.schedule.zone}
          tried={tried}
          onForm={(schedule) => setForm({ ...form, schedule })}
        />
      </Panel>
      <Panel title={t.limits}>
        <LimitsFields
          form={form.limits}
          kind={form.kind}
          tried={tried}
          onForm={(limits) => setForm({ ...form, limits })}
        />
      </Panel>
      {save.problem && <ProblemNote problem={save.problem} />}
      <div class="buttons">
        <Button kind="primary" type="submit" busy={save.busy}>
          {t.save}
        </Button>
        <LinkButton kind="quiet" href={href(["accounts", account.name])}>
          {t.cancel}
        </LinkButton>
      </div>
    </form>
  );
}

function LeftOut({ include, exclude }: { include: readonly string[]; exclude: readonly string[] }) {
  return (
    <div class="stack">
      {include.length > 0 && (
        <p>
          {t.includeOnly} <code>{include.join("  ")}</code>
        </p>
      )}
      <p>
        {exclude.length === 0 ? (
          "No folder is left out."
        ) : (
          <>
            Left out: <code>{exclude.join("  ")}</code>
          </>
        )}
      </p>
      <p class="hint">Test the connection to see the server's folders and choose among them.</p>
    </div>
  );
}
