import { api } from "../../api/client";
import type { Account, Job } from "../../api/types";
import { bytes, count } from "../../format";
import { useAction, useResource } from "../../resource";
import { href } from "../../router";
import { Button } from "../../ui/button";
import { ProblemNote } from "../../ui/note";
import { now, Time } from "../../ui/time";
import { JobProgress } from "../../work/job-progress";
import { backUp } from "../../work/start";
import { health, type Health } from "./health";
import { t } from "./text";

const BADGES = { ok: "ok", run: "run", new: "", warn: "warn", bad: "bad" } as const;

export function HealthBadge({ health: h }: { health: Health }) {
  return (
    <span class={`badge ${BADGES[h.level]}`}>
      <span class={`dot ${BADGES[h.level]}`} aria-hidden="true" />
      {h.title}
    </span>
  );
}

/** When everything of the account was last safe; asks further back where the last run was not. */
export function LastComplete({ account }: { account: Account }) {
  const run = account.lastRun;
  const complete = run?.summary?.outcome === "complete";
  const older = useResource(
    run === null || complete ? null : `runs ${account.name} ${run.number}`,
    (signal) =>
      api.get("/api/v1/accounts/{name}/runs", {
        path: { name: account.name },
        query: { limit: 200 },
        signal,
      }),
  );
  const found = complete ? run : older.data?.runs.find((r) => r.summary?.outcome === "complete");
  if (found?.finished) {
    return <Time at={found.finished} />;
  }
  return <>{older.loading ? "…" : t.never}</>;
}

/** An account at a glance. */
export function AccountCard(props: {
  account: Account;
  active: Job | undefined;
  lastJob: Job | undefined;
}) {
  const { account, active, lastJob } = props;
  const h = health(account, active, lastJob, now.value);
  const start = useAction(async () => {
    await backUp(account.name);
  });
  return (
    <article class="panel account-card" aria-label={account.name}>
      <div class="account-who">
        <h2>
          <a href={href(["accounts", account.name])}>{account.name}</a>
        </h2>
        <p class="small soft" title={account.settings.host}>
          {account.settings.user}
        </p>
      </div>
      <div class="account-state">
        <HealthBadge health={h} />
      </div>
      <dl class="account-facts">
        <div>
          <dt>{t.lastComplete}</dt>
          <dd>
            <LastComplete account={account} />
          </dd>
        </div>
        <div>
          <dt>{t.nextRun}</dt>
          <dd>
            {account.nextRun === null ? t.notPlanned : <Time at={account.nextRun} as="planned" />}
          </dd>
        </div>
        <div>
          <dt>{t.messages}</dt>
          <dd>
            {count(account.totals.messages)}{" "}
            <span class="soft">· {bytes(account.totals.bytes)}</span>
          </dd>
        </div>
      </dl>
      {!active && (
        <div class="account-do">
          <Button small icon="play" busy={start.busy} onClick={() => start.start()}>
            {t.backUpNow}
          </Button>
        </div>
      )}
      {(active || h.detail !== "" || start.problem) && (
        <div class="account-more">
          {active && <JobProgress job={active} />}
          {h.detail !== "" && (
            <p class={`account-detail ${h.level}`}>
              {h.detail} {h.hint}
            </p>
          )}
          {start.problem && <ProblemNote problem={start.problem} />}
        </div>
      )}
    </article>
  );
}
