import type { Folder } from "../../api/types";
import { count, plural } from "../../format";
import type { Resource } from "../../resource";
import { Choice } from "../../ui/field";
import { Loaded } from "../../ui/loaded";
import { Badge } from "../../ui/note";
import { Time } from "../../ui/time";
import { restorable } from "./form";
import { t } from "./text";
import { pathName } from "../browse/tree";

/** Folders of the archive to choose from; those that were lost come first, they are why one is here. */
export function FolderPick(props: {
  folders: Resource<{ folders: readonly Folder[] }>;
  chosen: ReadonlySet<string>;
  onChosen: (chosen: ReadonlySet<string>) => void;
}) {
  return (
    <Loaded of={props.folders} lines={5}>
      {(data) => <List {...props} list={restorable(data.folders)} />}
    </Loaded>
  );
}

function List(props: {
  list: readonly Folder[];
  chosen: ReadonlySet<string>;
  onChosen: (chosen: ReadonlySet<string>) => void;
}) {
  const { chosen } = props;
  const list = [...props.list].sort((a, b) => Number(b.gone !== null) - Number(a.gone !== null));
  const here = list.filter((folder) => chosen.has(folder.path));
  const messages = here.reduce((sum, folder) => sum + folder.messages, 0);
  const all = list.length > 0 && here.length === list.length;
  const set = (path: string, on: boolean) => {
    const next = new Set(here.map((folder) => folder.path));
    if (on) {
      next.add(path);
    } else {
      next.delete(path);
    }
    props.onChosen(next);
  };
  return (
    <fieldset>
      <legend class="unseen">{t.folders}</legend>
      <div class="pick-head">
        <Choice
          type="checkbox"
          label={t.allFolders}
          checked={all}
          onChange={(on) =>
            props.onChosen(on ? new Set(list.map((folder) => folder.path)) : new Set())
          }
        />
        <span class="small strong" role="status">
          {here.length === 0
            ? t.none
            : `${plural(here.length, "folder")}, ${plural(messages, "message")}`}
        </span>
      </div>
      <div class="pick">
        {list.map((folder) => (
          <div class="pick-row" key={folder.path}>
            <Choice
              type="checkbox"
              checked={chosen.has(folder.path)}
              onChange={(on) => set(folder.path, on)}
              label={
                <>
                  {pathName(folder.path)}
                  {folder.gone !== null && (
                    <>
                      {" "}
                      <Badge tone="warn">
                        {t.gone} <Time at={folder.gone} />
                      </Badge>
                    </>
                  )}
                </>
              }
            />
            <span class="small soft">{count(folder.messages)}</span>
          </div>
        ))}
      </div>
    </fieldset>
  );
}
