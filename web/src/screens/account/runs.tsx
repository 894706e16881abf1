import { useState } from "preact/hooks";
import { sentence } from "../../api/problem";
import type { Run } from "../../api/types";
import { bytes, count } from "../../format";
import { href } from "../../router";
import { Button } from "../../ui/button";
import { Badge } from "../../ui/note";
import { Time, Took } from "../../ui/time";
import { Table } from "../../ui/table";
import { t } from "./text";

const SHOWN = 10;

const OUTCOMES = {
  complete: { tone: "ok", words: "Complete" },
  partial: { tone: "warn", words: "In part" },
  failed: { tone: "bad", words: "Failed" },
} as const;

export function Runs(props: {
  account: string;
  runs: readonly Run[];
  onCertificate: (run: number) => void;
}) {
  const { account, runs, onCertificate } = props;
  const [all, setAll] = useState(false);
  if (runs.length === 0) {
    return <p class="soft">{t.noRuns}</p>;
  }
  const shown = all ? runs : runs.slice(0, SHOWN);
  return (
    <div class="stack">
      <Table label={t.runs}>
        <thead>
          <tr>
            <th scope="col">{t.began}</th>
            <th scope="col">{t.outcome}</th>
            <th scope="col" class="number">
              {t.fresh}
            </th>
            <th scope="col" class="number">
              {t.goneCount}
            </th>
            <th scope="col" class="number">
              {t.failed}
            </th>
            <th scope="col" class="number">
              {t.took}
            </th>
            <th scope="col">
              <span class="unseen">{t.look}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((run) => (
            <RunRow key={run.number} account={account} run={run} onCertificate={onCertificate} />
          ))}
        </tbody>
      </Table>
      {runs.length > shown.length && (
        <div>
          <Button small onClick={() => setAll(true)}>
            {t.more} ({count(runs.length)})
          </Button>
        </div>
      )}
    </div>
  );
}

function RunRow(props: { account: string; run: Run; onCertificate: (run: number) => void }) {
  const { account, run, onCertificate } = props;
  const { summary, finished } = run;
  const outcome = summary === null ? null : OUTCOMES[summary.outcome];
  return (
    <tr>
      <td>
        <Time at={run.started} as="full" />
        {summary !== null && summary.problem !== "" && (
          <div class="small soft">{sentence(summary.problem)}</div>
        )}
        {summary?.alarms.map((alarm) => (
          <div key={alarm} class="small">
            <Badge tone="bad">{t.alarmBadge}</Badge> {sentence(alarm)}
          </div>
        ))}
      </td>
      <td>
        {outcome === null ? (
          <Badge tone="warn">Not ended</Badge>
        ) : (
          <Badge tone={outcome.tone}>{outcome.words}</Badge>
        )}
      </td>
      <td class="number">
        {summary === null ? "–" : count(summary.fetched)}
        {summary !== null && summary.bytesFetched > 0 && (
          <div class="small soft">{bytes(summary.bytesFetched)}</div>
        )}
      </td>
      <td class="number">{summary === null ? "–" : count(summary.gone)}</td>
      <td class="number">{summary === null ? "–" : count(summary.failed)}</td>
      <td class="number">{finished === null ? "–" : <Took from={run.started} to={finished} />}</td>
      <td class="number">
        {summary !== null && (
          <Button small onClick={() => onCertificate(run.number)}>
            {t.certificate}
          </Button>
        )}{" "}
        {finished !== null && (
          <a
            href={href(["browse", account], { at: run.browseAt })}
            aria-label={`${t.lookAt}: ${run.started}`}
          >
            {t.look}
          </a>
        )}
      </td>
    </tr>
  );
}
