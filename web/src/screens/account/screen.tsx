import { useState } from "preact/hooks";
import { api } from "../../api/client";
import type { Account, Job } from "../../api/types";
import { bytes, count, plural } from "../../format";
import { activeJobs } from "../../live";
import { useAction, useReloadAfterJobs, useResource } from "../../resource";
import { href } from "../../router";
import { Button, LinkButton } from "../../ui/button";
import { Loaded } from "../../ui/loaded";
import { Note, ProblemNote } from "../../ui/note";
import { Page, Panel } from "../../ui/page";
import { now, Time } from "../../ui/time";
import { JobProgress } from "../../work/job-progress";
import { backUp } from "../../work/start";
import { HealthBadge, LastComplete } from "../accounts/card";
import { health, lastBackups } from "../accounts/health";
import { Alarms, FolderProof } from "./folders";
import { RemoveDialog } from "./remove";
import { LetIn } from "./let-in";
import { Runs } from "./runs";
import { t } from "./text";

export function AccountScreen({ name }: { name: string }) {
  const account = useResource(`account ${name}`, (signal) =>
    api.get("/api/v1/accounts/{name}", { path: { name }, signal }),
  );
  const jobs = useResource("jobs", (signal) =>
    api.get("/api/v1/jobs", { query: { limit: 200 }, signal }),
  );
  const status = useResource(`status ${name}`, (signal) =>
    api.get("/api/v1/accounts/{name}/status", { path: { name }, signal }),
  );
  const [past, setPast] = useState<number | null>(null);
  const then = useResource(past === null ? null : `status ${name} ${past}`, (signal) =>
    api.get("/api/v1/accounts/{name}/status", {
      path: { name },
      query: { run: past ?? 1 },
      signal,
    }),
  );
  const shown = past === null ? status : then;
  const runs = useResource(`runs ${name}`, (signal) =>
    api.get("/api/v1/accounts/{name}/runs", { path: { name }, query: { limit: 1000 }, signal }),
  );
  useReloadAfterJobs(
    () => [account, jobs, status, runs].forEach((resource) => resource.reload()),
    (job) => job.kind === "backup" && job.account === name,
  );
  const [removing, setRemoving] = useState(false);
  const active = [...activeJobs.value.values()].find(
    (job) => job.kind === "backup" && job.account === name,
  );
  const start = useAction(async () => {
    await backUp(name);
  });
  return (
    <Page
      title={name}
      back={{ href: href(["accounts"]), label: t.back }}
      actions={
        <>
          <LinkButton icon="settings" href={href(["accounts", name, "edit"])}>
            {t.edit}
          </LinkButton>
          <LinkButton icon="folder" href={href(["browse", name])}>
            {t.browse}
          </LinkButton>
          <LinkButton icon="restore" href={href(["restore"], { from: name })}>
            {t.restore}
          </LinkButton>
          {active === undefined && (
            <Button kind="primary" icon="play" busy={start.busy} onClick={() => start.start()}>
              {t.backUpNow}
            </Button>
          )}
        </>
      }
    >
      {start.problem && <ProblemNote problem={start.problem} />}
      <Loaded of={account} lines={5}>
        {(data) => (
          <State
            account={data}
            active={active}
            lastJob={lastBackups(jobs.data?.jobs ?? []).get(name)}
          />
        )}
      </Loaded>
      {status.data && (
        <Alarms
          status={status.data}
          onSeen={() => [account, status].forEach((resource) => resource.reload())}
        />
      )}
      {account.data && account.data.loginProblem !== null && (
        <LetIn account={account.data} onDone={account.reload} />
      )}
      {account.data && (
        <>
          <Panel
            title={t.folders}
            aside={
              shown.data?.run?.finished && (
                <span class="small soft">
                  {t.asOfRun} <Time at={shown.data.run.finished} />{" "}
                  {past !== null && (
                    <Button small onClick={() => setPast(null)}>
                      {t.newest}
                    </Button>
                  )}
                </span>
              )
            }
          >
            <Loaded of={shown} lines={5}>
              {(data) => <FolderProof status={data} past={past !== null} />}
            </Loaded>
          </Panel>
          <Panel title={t.runs}>
            <Loaded of={runs} lines={5}>
              {(data) => <Runs
                  account={name}
                  runs={data.runs}
                  onCertificate={(number) => {
                    setPast(number);
                    window.scrollTo({ top: 0 });
                  }}
                />}
            </Loaded>
          </Panel>
          <div>
            <Button kind="danger" onClick={() => setRemoving(true)}>
              {t.remove}
            </Button>
          </div>
        </>
      )}
      {removing && <RemoveDialog name={name} onClose={() => setRemoving(false)} />}
    </Page>
  );
}

function State(props: { account: Account; active: Job | undefined; lastJob: Job | undefined }) {
  const { account, active, lastJob } = props;
  const h = health(account, active, lastJob, now.value);
  const { settings, schedule, totals } = account;
  return (
    <Panel title={t.state} aside={<HealthBadge health={h} />}>
      <div class="stack wide">
        {active && <JobProgress job={active} />}
        {h.detail !== "" && (
          <Note
            tone={h.level === "bad" ? "bad" : h.level === "warn" ? "warn" : "info"}
            what={h.detail}
          >
            {h.hint !== "" && <p>{h.hint}</p>}
          </Note>
        )}
        <dl class="facts two">
          <dt>{t.lastComplete}</dt>
          <dd class="strong">
            <LastComplete account={account} />
          </dd>
          <dt>{t.next}</dt>
          <dd>
            {account.nextRun === null ? t.notPlanned : <Time at={account.nextRun} as="planned" />}
          </dd>
          <dt>{t.schedule}</dt>
          <dd>
            {schedule.words.charAt(0).toUpperCase() + schedule.words.slice(1)}
            {schedule.mode !== "off" && <span class="soft"> ({schedule.zone})</span>}
          </dd>
          <dt>{t.kept}</dt>
          <dd>
            {plural(totals.messages, "message")} in {plural(totals.folders, "folder")},{" "}
            {bytes(totals.bytes)}
          </dd>
          {totals.goneFolders > 0 && (
            <>
              <dt>{t.gone}</dt>
              <dd>
                {plural(totals.goneFolders, "folder")} with {plural(totals.goneMessages, "message")}
              </dd>
            </>
          )}
          <dt>{t.server}</dt>
          <dd>
            {settings.host}, port {String(settings.port)}, {SECURITY_WORDS[settings.security]}
          </dd>
          <dt>{t.user}</dt>
          <dd>{settings.user}</dd>
          {settings.include.length > 0 && (
            <>
              <dt>{t.only}</dt>
              <dd>
                <code>{settings.include.join("  ")}</code>
              </dd>
            </>
          )}
          {settings.exclude.length > 0 && (
            <>
              <dt>{t.leftOut}</dt>
              <dd>
                {settings.exclude.length > 6 ? (
                  `${count(settings.exclude.length)} patterns`
                ) : (
                  <code>{settings.exclude.join("  ")}</code>
                )}
              </dd>
            </>
          )}
        </dl>
      </div>
    </Panel>
  );
}

const SECURITY_WORDS = { tls: "TLS", starttls: "STARTTLS", none: "without protection" } as const;
