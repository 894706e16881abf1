import { api } from "../../api/client";
import { sentence } from "../../api/problem";
import type { Head, Stats, Upkeep } from "../../api/types";
import { bytes, count, plural } from "../../format";
import { useReloadAfterJobs, useResource } from "../../resource";
import { href } from "../../router";
import { Commands } from "../../ui/commands";
import { Loaded } from "../../ui/loaded";
import { Note } from "../../ui/note";
import { Page, Panel } from "../../ui/page";
import { Table } from "../../ui/table";
import { Time } from "../../ui/time";
import { compactArchive, copyArchive, rebuild, verifyArchive } from "../../work/start";
import { STATUS } from "../../work/words";
import { Task } from "./task";
import { t } from "./text";
import { type VerdictWords, verdict } from "./verdict";

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
            <Proof
              full={data.verify}
              sample={data.sample}
              lost={stats.data?.lost ?? 0}
            />
            <SecondCopy to={data.copyTo} work={data.copy} />
            <Panel title={t.space}>
              <div class="stack">
                <Loaded of={stats}>{(figures) => <Figures stats={figures} />}</Loaded>
                <ul class="stack">
                  <Task label={t.compactNow} hint={t.compactHint} run={compactArchive} />
                </ul>
                <When works={[{ work: data.compact, last: t.last, next: t.next }]} />
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

interface Done {
  work: Upkeep;
  last: string;
  next: string;
}

/** When it was done last, what came of it, and when it is done next. */
function When({ works }: { works: readonly Done[] }) {
  if (works.every(({ work }) => work.last === null && work.next === null)) {
    return null;
  }
  return (
    <dl class="facts">
      {works.map(({ work, last, next }) => (
        <>
          {work.last !== null && (
            <>
              <dt>{last}</dt>
              <dd>
                <a href={href(["jobs", work.last.id])}>
                  <Time at={work.last.ended ?? work.last.queued} />
                </a>
                {": "}
                {work.last.status === "done" ? "" : `${STATUS[work.last.status].words}. `}
                {sentence(work.last.outcome)}
              </dd>
            </>
          )}
          {work.next !== null && (
            <>
              <dt>{next}</dt>
              <dd>
                <Time at={work.next} as="planned" />
              </dd>
            </>
          )}
        </>
      ))}
    </dl>
  );
}

function Proof({ full, sample, lost }: { full: Upkeep; sample: Upkeep; lost: number }) {
  return (
    <Panel title={t.proof}>
      <div class="stack">
        <Verdict {...verdict(full.last, sample.last)} />
        {lost > 0 && (
          <Note tone="warn" what={`${plural(lost, "message is", "messages are")} ${t.lost}.`}>
            <p>
              <Commands text={t.lostHint} />
            </p>
          </Note>
        )}
        <When
          works={[
            { work: full, last: t.lastFull, next: t.nextFull },
            { work: sample, last: t.lastSample, next: t.nextSample },
          ]}
        />
        <ul class="stack">
          <Task label={t.checkNow} hint={t.checkHint} run={() => verifyArchive(false)} />
          <Task label={t.repair} hint={t.repairHint} run={() => verifyArchive(true)} />
        </ul>
      </div>
    </Panel>
  );
}

function Verdict({ tone, what, hint }: VerdictWords) {
  return (
    <Note tone={tone} what={what}>
      {hint !== "" && <p>{hint}</p>}
    </Note>
  );
}

function SecondCopy({ to, work }: { to: string | null; work: Upkeep }) {
  if (to === null) {
    return (
      <Panel title={t.copy}>
        <Note tone="warn" what={t.noCopy}>
          <p>
            <Commands text={t.noCopyHint} />
          </p>
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
          <Note
            tone={last.status === "partial" ? "warn" : "bad"}
            what={last.status === "partial" ? t.copiedInPart : t.copyFailed}
          >
            {last.hint !== "" && <p>{sentence(last.hint)}</p>}
          </Note>
        )}
        <p>
          {t.copyTo} <code>{to}</code>
        </p>
        <When works={[{ work, last: t.last, next: t.next }]} />
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
      {stats.lost > 0 && (
        <div class="bad">
          <dt>{t.lostOfThese}</dt>
          <dd>{count(stats.lost)}</dd>
        </div>
      )}
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
        <p>
          <Commands text={encrypted ? t.encryptedHint : t.plainHint} />
        </p>
      </Note>
    </Panel>
  );
}

function Chain({ heads, to }: { heads: readonly Head[]; to: string | null }) {
  return (
    <Panel title={t.chain}>
      <div class="stack">
        <p class="hint">
          <Commands text={t.chainHint} />
        </p>
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
