import type { RemoteFolder } from "../../api/types";
import { plural } from "../../format";
import { Choice } from "../../ui/field";
import { Badge } from "../../ui/note";
import { pathName } from "../browse/tree";
import { choiceOf, specialUse, withFolder } from "./patterns";
import { t } from "./text";

/** Which folders of the server to back up; a tick is a folder that is kept safe. */
export function FolderChoice(props: {
  folders: readonly RemoteFolder[];
  include: readonly string[];
  exclude: readonly string[];
  onExclude: (patterns: string[]) => void;
}) {
  const { include, exclude } = props;
  const folders = props.folders
    .filter((folder) => folder.selectable)
    .map((folder) => ({ folder, ...choiceOf(folder.path, include, exclude) }));
  const kept = folders.filter((choice) => choice.kept).length;
  return (
    <fieldset>
      <legend class="unseen">{t.folders}</legend>
      <div class="pick-head">
        <span class="hint">{folders.length === 0 ? t.noFolders : t.foldersHint}</span>
        <span class="small strong" role="status">
          {kept} of {plural(folders.length, "folder")}
        </span>
      </div>
      <div class="pick">
        {folders.map(({ folder, kept, because }) => {
          const use = specialUse(folder.attributes);
          return (
            <Choice
              key={folder.path}
              type="checkbox"
              checked={kept}
              disabled={because !== null}
              onChange={(checked) => props.onExclude(withFolder(exclude, folder.path, checked))}
              hint={because !== null && t.byPattern(because)}
              label={
                <>
                  {pathName(folder.path)}
                  {use !== "" && use.toLowerCase() !== folder.path.toLowerCase() && (
                    <>
                      {" "}
                      <Badge>{use}</Badge>
                    </>
                  )}
                </>
              }
            />
          );
        })}
      </div>
    </fieldset>
  );
}
