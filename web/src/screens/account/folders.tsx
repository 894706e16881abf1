import { sentence } from "../../api/problem";
import type { AccountStatus, FolderStatus } from "../../api/types";
import { count, plural } from "../../format";
import { href } from "../../router";
import { Note } from "../../ui/note";
import { Time } from "../../ui/time";
import { t } from "./text";
import { Table } from "../../ui/table";
import { pathName } from "../browse/tree";

/** The proof: what the server listed, folder by folder, and what of it is safe. */
export function FolderProof({ status }: { status: AccountStatus }) {
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
      <Folders status={status} />
    </div>
  );
}

function Folders({ status }: { status: AccountStatus }) {
  if (status.run === null) {
    return <p class="soft">{t.noStatus}</p>;
  }
  const sum = (of: (folder: FolderStatus) => number) =>
    status.folders.reduce((n, f) => n + of(f), 0);
  const total = sum((folder) => folder.onServer);
  const safe = sum((folder) => folder.archived);
  return (
    <div class="stack">
      {status.complete ? (
        <Note tone="ok">{t.allSafe(plural(total, "message"))}</Note>
      ) : (
        <Note tone="warn">{t.notAll(count(safe), plural(total, "message"))}</Note>
      )}
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
                <a href={href(["browse", status.account, folder.path])}>{pathName(folder.path)}</a>
                <Failures folder={folder} />
              </td>
              <td class="number">{count(folder.onServer)}</td>
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
    </div>
  );
}

function None() {
  return <span class="soft">0</span>;
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
              ({t.tries(failure.attempts)}, last <Time at={failure.last} />)
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
