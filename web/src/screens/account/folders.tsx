import { api } from "../../api/client";
import { sentence } from "../../api/problem";
import type { AccountStatus, FolderStatus } from "../../api/types";
import { count, plural } from "../../format";
import { useAction } from "../../resource";
import { href } from "../../router";
import { Button } from "../../ui/button";
import { Badge, Note, ProblemNote } from "../../ui/note";
import { Table } from "../../ui/table";
import { Time } from "../../ui/time";
import { backUp } from "../../work/start";
import { pathName } from "../browse/tree";
import { standing, totals } from "./certificate";
import { t } from "./text";

/** The certificate of a backup: what the server listed, folder by folder, and what of it is safe. */
export function FolderProof({ status, past }: { status: AccountStatus; past: boolean }) {
  return (
    <div class="stack">
      {status.warnings.length > 0 && (
        <Note tone="bad" what={t.damaged}>
          <ul>
            {status.warnings.map((warning) => (
              <li key={warning.segment}>
                {t.segment(warning.segment)}: {warning.problem}
              </li>
            ))}
          </ul>
        </Note>
      )}
      <Folders status={status} past={past} />
    </div>
  );
}

/** What left the server in numbers, until its owner has seen it. */
export function Alarms(props: { status: AccountStatus; onSeen: () => void }) {
  const { alarms, account } = props.status;
  const seen = useAction(async () => {
    await api.post("/api/v1/accounts/{name}/acknowledge", { path: { name: account } });
    props.onSeen();
  });
  if (alarms.length === 0) {
    return null;
  }
  return (
    <Note tone="bad" role="alert" what={t.alarm}>
      <ul>
        {alarms.map((alarm) => (
          <li key={`${alarm.run} ${alarm.kind} ${alarm.folder}`}>
            {sentence(alarm.problem)}{" "}
            <span class="soft">
              (<Time at={alarm.at} />)
            </span>
          </li>
        ))}
      </ul>
      <p>{t.alarmKept}</p>
      <div class="buttons">
        <Button small busy={seen.busy} onClick={() => seen.start()}>
          {t.alarmSeen}
        </Button>
      </div>
      {seen.problem && <ProblemNote problem={seen.problem} />}
    </Note>
  );
}

function Folders({ status, past }: { status: AccountStatus; past: boolean }) {
  if (status.run === null) {
    return <p class="soft">{t.noStatus}</p>;
  }
  const sum = totals(status);
  const pause = status.run.summary?.pause ?? null;
  const verdict = standing(status);
  return (
    <div class="stack">
      <Note
        tone={verdict}
        what={
          verdict === "ok"
            ? t.allSafe(plural(sum.onServer, "message"))
            : t.notAll(count(sum.archived), plural(sum.onServer, "message"))
        }
      >
        {verdict !== "ok" && <p>{t.rest(sum)}</p>}
        {pause !== null && (
          <p>
            {t.paused} <Time at={pause.until} as="planned" />: {pause.problem}.
            {pause.done !== null && (
              <>
                {" "}
                {t.doneBy} <Time at={pause.done} as="planned" />.
              </>
            )}
          </p>
        )}
      </Note>
      <Table label={t.folders} class="folder-table">
        <thead>
          <tr>
            <th scope="col">{t.folder}</th>
            <th scope="col" class="number">
              {t.onServer}
            </th>
            <th scope="col" class="number">
              {t.archived}
            </th>
            <th scope="col" class="number">
              {t.waiting}
            </th>
            <th scope="col" class="number">
              {t.failed}
            </th>
          </tr>
        </thead>
        <tbody>
          {status.folders.map((folder) => (
            <tr key={folder.path}>
              <td>
                <a href={href(["browse", status.account, folder.path])}>{pathName(folder.path)}</a>{" "}
                {!folder.read && <Badge tone="bad">{t.unread}</Badge>}
                <Proof folder={folder} />
                <Failures folder={folder} />
              </td>
              <td class="number">{folder.read ? count(folder.onServer) : t.unknown}</td>
              <td class="number">{count(folder.archived)}</td>
              <td class="number">{folder.waiting === 0 ? <None /> : count(folder.waiting)}</td>
              <td class="number">
                {folder.failed === 0 ? (
                  <None />
                ) : (
                  <span class="badge bad">{count(folder.failed)}</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </Table>
      {!past && sum.failed > 0 && <RetryAll account={status.account} />}
    </div>
  );
}

function None() {
  return <span class="soft">0</span>;
}

/** How the folder was counted, and what was wrong with it. */
function Proof({ folder }: { folder: FolderStatus }) {
  return (
    <div class="small soft">
      {folder.problem !== "" && <p>{sentence(folder.problem)}</p>}
      {folder.backTo !== null && (
        <p>
          {t.backTo} <Time at={folder.backTo} />.
        </p>
      )}
      {folder.counted !== "" && (
        <p>
          {sentence(folder.counted)}{" "}
          {folder.exists !== null && t.counted(folder.exists, folder.listed, folder.held)}
        </p>
      )}
    </div>
  );
}

function Failures({ folder }: { folder: FolderStatus }) {
  if (folder.failures.length === 0) {
    return null;
  }
  return (
    <details>
      <summary>
        {t.why} ({count(folder.failures.length)})
      </summary>
      <ul class="failures">
        {folder.failures.map((failure) => (
          <li key={failure.uid}>
            UID {String(failure.uid)}: {sentence(failure.reason)}{" "}
            <span class="soft">
              ({t.tries(failure.attempts)}, {t.since} <Time at={failure.first} />;{" "}
              {failure.next === null ? (
                t.nextTryNow
              ) : (
                <>
                  {t.nextTry} <Time at={failure.next} as="planned" />
                </>
              )}
              )
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function RetryAll({ account }: { account: string }) {
  const retry = useAction(async () => {
    await backUp(account, true);
  });
  return (
    <div>
      <Button small icon="play" busy={retry.busy} onClick={() => retry.start()}>
        {t.retryAll}
      </Button>
      {retry.problem && <ProblemNote problem={retry.problem} />}
    </div>
  );
}
