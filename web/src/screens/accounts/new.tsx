import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../../api/client";
import type { RemoteFolder } from "../../api/types";
import { plural } from "../../format";
import { useAction, useResource } from "../../resource";
import { href, navigate, route } from "../../router";
import { Button, LinkButton } from "../../ui/button";
import { Choice } from "../../ui/field";
import { Note, ProblemNote } from "../../ui/note";
import { Page, Panel } from "../../ui/page";
import { backUp } from "../../work/start";
import { ConnectionFields } from "./fields";
import { FolderChoice } from "./folder-choice";
import { BLANK, oauthOf, secretOf, settingsOf, sound, type AccountForm } from "./form";
import { LimitsFields } from "./limits-fields";
import { inputOf } from "./schedule";
import { ScheduleFields } from "./schedule-fields";
import { t } from "./text";

/** What the test was about: another server or password asks for another test. */
function tested(form: AccountForm): string {
  return JSON.stringify([form.kind, form.host, form.port, form.security, form.user, form.password, secretOf(form), oauthOf(form)]);
}

export function NewAccountScreen() {
  const first = route.value.query["first"] === "1";
  const accounts = useResource("accounts", (signal) => api.get("/api/v1/accounts", { signal }));
  const taken = accounts.data?.accounts.map((account) => account.name) ?? [];
  const [form, setForm] = useState<AccountForm>(BLANK);
  const [result, setResult] = useState<{ of: string; folders: RemoteFolder[] }>();
  const [anyway, setAnyway] = useState(false);
  const [startNow, setStartNow] = useState(true);
  const [tried, setTried] = useState(false);
  const next = useRef<HTMLDivElement>(null);

  const test = useAction(async () => {
    const of = tested(form);
    const body = { name: form.name, settings: settingsOf(form), ...secretOf(form) };
    const { folders } = await api.post("/api/v1/accounts/test", { body });
    setResult({ of, folders });
  });
  const add = useAction(async () => {
    const account = await api.post("/api/v1/accounts", {
      body: {
        name: form.name,
        settings: settingsOf(form),
        schedule: inputOf(form.schedule),
        ...secretOf(form),
      },
    });
    if (startNow) {
      await backUp(account.name);
    }
    navigate(href(["accounts", account.name]), { replace: true });
  });
  const works = result !== undefined && result.of === tested(form);
  useEffect(() => {
    if (works || anyway) {
      next.current?.scrollIntoView({ behavior: "smooth", block: "nearest" });
    }
  }, [works, anyway]);

  return (
    <Page
      narrow
      title={first ? t.addFirst : t.addTitle}
      lead={t.addLead}
      {...(first ? {} : { back: { href: href(["accounts"]), label: t.back } })}
    >
      <Panel title={t.connection}>
        <form
          class="form"
          onSubmit={(event) => {
            event.preventDefault();
            setAnyway(false);
            test.start();
          }}
        >
          <ConnectionFields form={form} onForm={setForm} taken={taken} />
          {test.problem && <ProblemNote problem={test.problem} />}
          {works && (
            <Note
              tone="ok"
              role="status"
              what={`${t.connected} ${plural(result.folders.length, "folder")}.`}
            />
          )}
          <div class="buttons">
            <Button kind={works ? undefined : "primary"} type="submit" busy={test.busy}>
              {test.busy ? `${t.testing} …` : works ? t.testAgain : t.test}
            </Button>
            {test.problem && !anyway && (
              <Button kind="quiet" onClick={() => setAnyway(true)}>
                {t.addAnyway}
              </Button>
            )}
          </div>
        </form>
      </Panel>
      {(works || anyway) && (
        <div class="stack wide" ref={next}>
          {works && form.kind === "imap" && (
            <Panel title={t.folders}>
              <FolderChoice
                folders={result.folders}
                include={form.include}
                exclude={form.exclude}
                onExclude={(exclude) => setForm({ ...form, exclude })}
              />
            </Panel>
          )}
          <Panel title={t.schedule}>
            <ScheduleFields
              form={form.schedule}
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
          <form
            class="stack"
            onSubmit={(event) => {
              event.preventDefault();
              setTried(true);
              if (sound(form)) {
                add.start();
              }
            }}
          >
            <Choice type="checkbox" checked={startNow} onChange={setStartNow} label={t.startNow} />
            {add.problem && <ProblemNote problem={add.problem} />}
            <div class="buttons">
              <Button kind="primary" type="submit" busy={add.busy}>
                {t.add}
              </Button>
              <LinkButton kind="quiet" href={href(["accounts"])}>
                {t.cancel}
              </LinkButton>
            </div>
          </form>
        </div>
      )}
    </Page>
  );
}
