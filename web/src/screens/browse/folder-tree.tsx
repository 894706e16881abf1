import { useState } from "preact/hooks";
import { count } from "../../format";
import { here, href, route } from "../../router";
import { Icon } from "../../ui/icon";
import { above, type TreeNode } from "./tree";

/** Nested lists of links; what is closed can be opened with its arrow. */
export function FolderTree(props: {
  account: string;
  nodes: readonly TreeNode[];
  current: string | null;
}) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const onTheWay = new Set(props.current === null ? [] : above(props.current));
  const toggle = (path: string) => {
    const next = new Set(closed);
    if (!next.delete(path)) {
      next.add(path);
    }
    setClosed(next);
  };
  const level = (nodes: readonly TreeNode[]) => (
    <ul>
      {nodes.map((node) => {
        const open = !closed.has(node.path) || onTheWay.has(node.path);
        return (
          <li key={node.path}>
            <div class="tree-row">
              {node.children.length > 0 ? (
                <button
                  type="button"
                  class={open ? "tree-arrow open" : "tree-arrow"}
                  aria-expanded={open}
                  aria-label={`Folders in ${node.name}`}
                  onClick={() => toggle(node.path)}
                >
                  <Icon name="right" size={14} />
                </button>
              ) : (
                <span class="tree-arrow" />
              )}
              <FolderLink {...props} node={node} />
            </div>
            {node.children.length > 0 && open && level(node.children)}
          </li>
        );
      })}
    </ul>
  );
  return <div class="tree">{level(props.nodes)}</div>;
}

function FolderLink({
  account,
  node,
  current,
}: {
  account: string;
  node: TreeNode;
  current: string | null;
}) {
  const { folder } = node;
  if (folder === null) {
    return <span class="tree-link soft">{node.name}</span>;
  }
  const gone = folder.gone !== null;
  const { at } = route.value.query;
  return (
    <a
      class={gone ? "tree-link gone" : "tree-link"}
      href={
        current === node.path ? here({ m: null }) : href(["browse", account, node.path], { at })
      }
      aria-current={current === node.path ? "page" : undefined}
    >
      <Icon name={gone ? "folderGone" : "folder"} size={18} />
      <span class="name">{node.name}</span>
      {gone && <span class="unseen">(not on the server any more)</span>}
      <span class="number">{count(folder.messages)}</span>
    </a>
  );
}
