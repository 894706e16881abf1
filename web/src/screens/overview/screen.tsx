import { api } from "../../api/client";
import { sentence } from "../../api/problem";
import type { Account, Job, Stats } from "../../api/types";
import { bytes, count, decimal } from "../../format";
import { activeJobs } from "../../live";
import { useReloadAfterJobs, useResource } from "../../resource";
import { href } from "../../router";
import { LinkButton } from "../../ui/button";
import { Note } from "../../ui/note";
import { Icon } from "../../ui/icon";
import { Loaded } from "../../ui/loaded";
import { Logo } from "../../ui/logo";
import { Page, Panel, useTitle } from "../../ui/page";
import { now } from "../../ui/time";
import { JobList } from "../../work/job-list";
import { JobProgress } from "../../work/job-progress";
import { jobTitle } from "../../work/words";
import { AccountCard } from "../accounts/card";
import { health, lastBackups, type Level } from "../accounts/health";
import { coverageWords } from "../search/summary";
import { t } from "./text";

export function OverviewScreen() {
  const accounts = useResource("accounts", (signal) => api.get("/api/v1/accounts", { signal }));
  const jobs = useResource("jobs", (signal) =>
    api.get("/api/v1/jobs", { query: { limit: 200 }, signal }),
  );
  const upkeep = useResource("upkeep", (signal) => api.get("/api/v1/upkeep", { signal }));
  const stats = useResource("stats", (signal) => api.get("/api/v1/stats", { signal }));
  useReloadAfterJobs(
    () => [accounts, jobs, upkeep, stats].forEach((resource) => resource.reload()),
    () => true,
  );
  if (accounts.data?.accounts.length === 0) {
    return <FirstSteps />;
  }
  const active = [...activeJobs.value.values()];
  const others = active.filter((job) => job.kind !== "backup");
  const backupOf = (account: Account) =>
    active.find((job) => job.kind === "backup" && job.account === account.name);
  const last = lastBackups(jobs.data?.jobs ?? []);
  const troubles = upkeep.data?.troubles ?? [];
  return (
    <Page title={t.title}>
      <Loaded of={accounts} lines={6}>
        {(data) => (
          <>
            <Verdict
              levels={data.accounts.map(
                (a) => health(a, backupOf(a), last.get(a.name), now.value).level,
              )}
              troubled={troubles.length > 0}
            />
            {troubles.map((job) => (
              <Note key={job.id} tone="bad" what={<a href={href(["jobs", job.id])}>{jobTitle(job)}</a>}>
                <p>{sentence(job.outcome)}</p>
                {job.hint && <p>{sentence(job.hint)}</p>}
              </Note>
            ))}
            {others.length > 0 && (
              <Panel title={t.running}>
                <ul class="stack wide">
                  {others.map((job) => (
                    <li key={job.id}>
                      <p>
                        <a href={href(["jobs", job.id])}>{jobTitle(job)}</a>
                      </p>
                      <JobProgress job={job} />
                    </li>
                  ))}
                </ul>
              </Panel>
            )}
            <section class="stack" aria-label={t.accounts}>
              <ul class="account-cards">
                {data.accounts.map((account) => (
                  <li key={account.name}>
                    <AccountCard
                      account={account}
                      active={backupOf(account)}
                      lastJob={last.get(account.name)}
                    />
                  </li>
                ))}
              </ul>
            </section>
          </>
        )}
      </Loaded>
      <div class="overview-more">
        <Panel title={t.storage}>
          <Loaded of={stats}>{(data) => <Figures stats={data} />}</Loaded>
        </Panel>
        <Panel title={t.recent} aside={<a href={href(["jobs"])}>{t.all}</a>}>
          <Loaded of={jobs}>{(data) => <Recent jobs={data.jobs} />}</Loaded>
        </Panel>
      </div>
    </Page>
  );
}

/** The one sentence that the page is opened for. */
function Verdict({ levels, troubled }: { levels: readonly Level[]; troubled: boolean }) {
  const needing = levels.filter((level) => level === "bad" || level === "warn").length;
  const bad = troubled || levels.includes("bad");
  const tone = bad ? "bad" : needing > 0 ? "warn" : levels.includes("new") ? "info" : "ok";
  const words = troubled
    ? t.troubled
    : needing > 0
      ? t.attention(needing)
      : levels.includes("new")
        ? t.someNew
        : levels.includes("run")
          ? t.working
          : t.allWell;
  return (
    <div class={`verdict ${tone}`}>
      <Icon name={tone === "ok" ? "shield" : tone} size={32} />
      <div>
        <p class="verdict-words">{words}</p>
        {tone === "ok" && !levels.includes("run") && (
          <p class="soft">{t.allWellHint(levels.length)}</p>
        )}
      </div>
    </div>
  );
}

function Figures({ stats }: { stats: Stats }) {
  return (
    <div class="stack">
      <dl class="figures">
        <div>
          <dt>{t.messages}</dt>
          <dd>{count(stats.messages)}</dd>
        </div>
        <div>
          <dt>{t.size}</dt>
          <dd>{bytes(stats.rawBytes)}</dd>
        </div>
        <div>
          <dt>{t.stored}</dt>
          <dd>{bytes(stats.storedBytes)}</dd>
        </div>
        {stats.ratio > 0 && (
          <div>
            <dt>{t.ratio}</dt>
            <dd>{decimal(stats.ratio)} ×</dd>
          </div>
        )}
        <div>
          <dt>{t.index}</dt>
          <dd>{bytes(stats.indexBytes)}</dd>
        </div>
      </dl>
      <p class="small soft">{coverageWords(stats.coverage)}.</p>
    </div>
  );
}

function Recent({ jobs }: { jobs: readonly Job[] }) {
  const ended = jobs.filter((job) => job.ended !== null).slice(0, 6);
  return ended.length === 0 ? <p class="soft">{t.nothing}</p> : <JobList jobs={ended} tight />;
}

function FirstSteps() {
  useTitle(t.title);
  return (
    <div class="page narrow">
      <div class="first-steps panel">
        <Logo size={96} />
        <h1 tabIndex={-1}>{t.welcome}</h1>
        <p class="soft">{t.welcomeHint}</p>
        <ol>
          {t.steps.map((step, i) => (
            <li key={step}>
              <span class="step-number">{i + 1}</span>
              {step}
            </li>
          ))}
        </ol>
        <LinkButton kind="primary" icon="plus" href={href(["accounts", "new"], { first: "1" })}>
          {t.addFirst}
        </LinkButton>
      </div>
    </div>
  );
}
