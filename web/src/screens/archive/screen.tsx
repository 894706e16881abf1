import { api } from "../../api/client";
import { sentence } from "../../api/problem";
import type { Head, Job, Stats, Upkeep } from "../../api/types";
import { bytes, count } from "../../format";
import { useReloadAfterJobs, useResource } from "../../resource";
import { href } from "../../router";
import { Loaded } from "../../ui/loaded";
import { Note } from "../../ui/note";
import { Page, Panel } from "../../ui/page";
import { Table } from "../../ui/table";
import { Time } from "../../ui/time";
import { compactArchive, copyArchive, rebuild, verifyArchive } from "../../work/start";
import { STATUS } from "../../work/words";
import { Task } from "./task";
import { t } from "./text";

export function ArchiveScreen() {
  const upkeep = useResource("upkeep", (signal) => api.get("/api/v1/upkeep", { signal }));
  const stats = useResource("stats", (signal) => api.get("/api/v1/stats", { signal }));
  useReloadAfterJobs(
    () => [upkeep, stats].forEach((resource) => resource.reload()),
    () => true,
  );
  return (
    <Page title={t.title} lead={t.lead}>
      <Loaded of={upkeep} lines={8}>
        {(data) => (
          <>
            <Proof work={data.verify} />
            <SecondCopy to={data.copyTo} work={data.copy} />
            <Panel title={t.space}>
              <div class="stack">
                <Loaded of={stats}>{(figures) => <Figures stats={figures} />}</Loaded>
                <ul class="stack">
                  <Task label={t.compactNow} hint={t.compactHint} run={compactArchive} />
                </ul>
                <When work={data.compact} />
              </div>
            </Panel>
            <Loaded of={stats}>
              {(figures) => (
                <>
                  <Encryption encrypted={figures.encrypted} />
                  <Chain heads={figures.heads} to={data.headsTo} />
                </>
              )}
            </Loaded>
          </>
        )}
      </Loaded>
      <Panel title={t.rebuild}>
        <ul class="stack">
          <Task label={t.rebuildIndex} hint={t.rebuildIndexHint} run={() => rebuild(false, true)} />
          <Task label={t.rebuildAll} hint={t.rebuildAllHint} run={() => rebuild(true, true)} />
        </ul>
      </Panel>
    </Page>
  );
}

/** When it was done last, what came of it, and when it is done next. */
function When({ work }: { work: Upkeep }) {
  const { last, next } = work;
  if (last === null && next === null) {
    return null;
  }
  return (
    <dl class="facts">
      {last !== null && (
        <div>
          <dt>{t.last}</dt>
          <dd>
            <a href={href(["jobs", last.id])}>
              <Time at={last.ended ?? last.queued} />
            </a>
            {": "}
            {last.status === "done" ? "" : `${STATUS[last.status].words}. `}
            {sentence(last.outcome)}
          </dd>
        </div>
      )}
      {next !== null && (
        <div>
          <dt>{t.next}</dt>
          <dd>
            <Time at={next} as="planned" />
          </dd>
        </div>
      )}
    </dl>
  );
}

function Proof({ work }: { work: Upkeep }) {
  return (
    <Panel title={t.proof}>
      <div class="stack">
        <Verdict last={work.last} />
        <When work={work} />
        <ul class="stack">
          <Task label={t.checkNow} hint={t.checkHint} run={() => verifyArchive(false)} />
          <Task label={t.repair} hint={t.repairHint} run={() => verifyArchive(true)} />
        </ul>
      </div>
    </Panel>
  );
}

function Verdict({ last }: { last: Job | null }) {
  if (last === null) {
    return <Note tone="info" what={t.never} />;
  }
  if (last.status === "done") {
    return <Note tone="ok" what={t.sound} />;
  }
  const found = last.result?.kind === "verify";
  return (
    <Note tone={found ? "bad" : "warn"} what={found ? t.damaged : t.unfinished}>
      <p>{found ? t.damagedHint : sentence(last.hint)}</p>
    </Note>
  );
}

function SecondCopy({ to, work }: { to: string | null; work: Upkeep }) {
  if (to === null) {
    return (
      <Panel title={t.copy}>
        <Note tone="warn" what={t.noCopy}>
          <p>{t.noCopyHint}</p>
        </Note>
      </Panel>
    );
  }
  const { last } = work;
  return (
    <Panel title={t.copy}>
      <div class="stack">
        {last === null ? (
          <Note tone="warn" what={t.neverCopied} />
        ) : last.status === "done" ? (
          <Note tone="ok" what={t.copied} />
        ) : (
          <Note tone="bad" what={t.copyFailed}>
            {last.hint !== "" && <p>{sentence(last.hint)}</p>}
          </Note>
        )}
        <p>
          {t.copyTo} <code>{to}</code>
        </p>
        <When work={work} />
        <ul class="stack">
          <Task label={t.copyNow} hint={t.copyNowHint} run={() => copyArchive(false)} />
          <Task label={t.copyCheck} hint={t.copyCheckHint} run={() => copyArchive(true)} />
        </ul>
      </div>
    </Panel>
  );
}

function Figures({ stats }: { stats: Stats }) {
  return (
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
    </dl>
  );
}

function Encryption({ encrypted }: { encrypted: boolean }) {
  return (
    <Panel title={t.encryption}>
      <Note tone={encrypted ? "ok" : "info"} what={encrypted ? t.encrypted : t.plain}>
        <p>{encrypted ? t.encryptedHint : t.plainHint}</p>
      </Note>
    </Panel>
  );
}

function Chain({ heads, to }: { heads: readonly Head[]; to: string | null }) {
  return (
    <Panel title={t.chain}>
      <div class="stack">
        <p class="hint">{t.chainHint}</p>
        {to !== null && (
          <p class="small">
            {t.headsTo} <code>{to}</code>
          </p>
        )}
        {heads.length === 0 ? <p class="soft">{t.noHeads}</p> : <Heads heads={heads} />}
      </div>
    </Panel>
  );
}

function Heads({ heads }: { heads: readonly Head[] }) {
  return (
    <Table label={t.chain}>
      <thead>
        <tr>
          <th scope="col">{t.account}</th>
          <th scope="col" class="number">
            {t.segment}
          </th>
          <th scope="col">{t.at}</th>
          <th scope="col">{t.hash}</th>
        </tr>
      </thead>
      <tbody>
        {heads.map((head) => (
          <tr key={head.account}>
            <th scope="row">{head.account}</th>
            <td class="number">{count(head.segment)}</td>
            <td>
              <Time at={head.time} />
            </td>
            <td>
              <code>{head.hash}</code>
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
