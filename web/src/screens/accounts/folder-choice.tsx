import type { RemoteFolder } from "../../api/types";
import { plural } from "../../format";
import { Choice } from "../../ui/field";
import { Badge } from "../../ui/note";
import { patternOf, specialUse, split } from "./patterns";
import { t } from "./text";
import { pathName } from "../browse/tree";

/** Which folders of the server to back up; a tick is a folder that is kept safe. */
export function FolderChoice(props: {
  folders: readonly RemoteFolder[];
  include: readonly string[];
  exclude: readonly string[];
  onExclude: (patterns: string[]) => void;
}) {
  const folders = props.folders.filter((folder) => folder.selectable);
  const paths = folders.map((folder) => folder.path);
  const left = split(props.exclude, paths);
  const set = (path: string, kept: boolean) => {
    const out = new Set(left.folders);
    if (kept) {
      out.delete(path);
    } else {
      out.add(path);
    }
    props.onExclude([...left.others, ...paths.filter((p) => out.has(p)).map(patternOf)]);
  };
  const kept = folders.length - left.folders.size;
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
        {folders.map((folder) => {
          const use = specialUse(folder.attributes);
          return (
            <Choice
              key={folder.path}
              type="checkbox"
              checked={!left.folders.has(folder.path)}
              onChange={(checked) => set(folder.path, checked)}
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
      {left.others.length > 0 && (
        <p class="hint">
          {t.otherPatterns}: <code>{left.others.join("  ")}</code>
        </p>
      )}
      {props.include.length > 0 && (
        <p class="hint">
          {t.includeOnly} <code>{props.include.join("  ")}</code>
        </p>
      )}
    </fieldset>
  );
}
