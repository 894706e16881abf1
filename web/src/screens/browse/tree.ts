// Folders as a tree, made of their paths.
import type { Folder } from "../../api/types";

export interface TreeNode {
  /** The last level of the path, as people read it. */
  readonly name: string;
  readonly path: string;
  /** Null where the level is only there to hold others. */
  readonly folder: Folder | null;
  readonly children: readonly TreeNode[];
}

interface Growing {
  name: string;
  path: string;
  folder: Folder | null;
  children: Map<string, Growing>;
}

/** A level's name: a slash within it is written %2F in paths. */
export function levelName(level: string): string {
  return level.replace(/%2F/gi, "/");
}

/** A whole path for people; a slash within a level does not look like one between two. */
export function pathName(path: string): string {
  return path.replace(/%2F/gi, "\u2215");
}

const ORDER = ["\\inbox", "\\drafts", "\\sent", "\\archive", "\\junk", "\\trash"];

function rank(node: Growing): number {
  if (node.path.toUpperCase() === "INBOX") {
    return 0;
  }
  const found = ORDER.findIndex((use) =>
    node.folder?.attributes.some((a) => a.toLowerCase() === use),
  );
  return found < 0 ? ORDER.length : found;
}

function finish(nodes: Map<string, Growing>): TreeNode[] {
  return [...nodes.values()]
    .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, undefined, { numeric: true }))
    .map((node) => ({
      name: node.name,
      path: node.path,
      folder: node.folder,
      children: finish(node.children),
    }));
}

/** The usual folders first, then by name. */
export function treeOf(folders: readonly Folder[]): TreeNode[] {
  const roots = new Map<string, Growing>();
  for (const folder of folders) {
    let level = roots;
    let node: Growing | undefined;
    let path = "";
    for (const part of folder.path.split("/")) {
      path = path === "" ? part : `${path}/${part}`;
      node = level.get(part);
      if (node === undefined) {
        node = { name: levelName(part), path, folder: null, children: new Map() };
        level.set(part, node);
      }
      level = node.children;
    }
    if (node !== undefined) {
      node.folder = folder;
    }
  }
  return finish(roots);
}

/** The paths above a path, outermost first. */
export function above(path: string): string[] {
  const parts = path.split("/");
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join("/"));
}
