import type { RestorePlan } from "../../api/types";
import { bytes, count } from "../../format";
import { Badge } from "../../ui/note";
import { t } from "./text";
import { Table } from "../../ui/table";
import { pathName } from "../browse/tree";

export function PlanTable({ plan }: { plan: RestorePlan }) {
  return (
    <Table label={t.planTitle}>
      <thead>
        <tr>
          <th scope="col">{t.target}</th>
          <th scope="col" class="number">
            {t.planned}
          </th>
          <th scope="col" class="number">
            {t.there}
          </th>
          <th scope="col" class="number">
            {t.add}
          </th>
          <th scope="col" class="number">
            {t.size}
          </th>
        </tr>
      </thead>
      <tbody>
        {plan.folders.map((folder) => (
          <tr key={`${folder.source} ${folder.target}`}>
            <td>
              {pathName(folder.target)} {!folder.exists && <Badge tone="run">{t.fresh}</Badge>}
              {folder.source !== folder.target && folder.source !== "" && (
                <div class="small soft">
                  {t.source} {folder.source}
                </div>
              )}
            </td>
            <td class="number">{count(folder.planned)}</td>
            <td class="number">{count(folder.alreadyThere)}</td>
            <td class="number strong">{count(folder.missing)}</td>
            <td class="number">{bytes(folder.bytes)}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
