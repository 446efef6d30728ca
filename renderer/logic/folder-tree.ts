import type { Folder, FolderAt, FolderNode } from '../../preload/contract/folder.ts';
import { lastName } from './paths.ts';

export interface FolderRow extends FolderAt {
  readonly name: string;
  readonly depth: number;
  readonly hasChildren: boolean;
  readonly isUnfolded: boolean;
  /** With what lies below it. */
  readonly wholeCount: number;
  /** The folder that was added, where this is one. */
  readonly root: Folder | undefined;
}

export function folderKey({ folderId, dir }: FolderAt): string {
  return `${folderId}/${dir}`;
}

/** What of the tree is shown: a folder hides what lies in it until it is unfolded. By name, as people count: 2 before 10. */
export function folderRows(
  folders: readonly Folder[],
  nodes: readonly FolderNode[],
  unfolded: ReadonlySet<string>,
  language?: string,
): FolderRow[] {
  const { compare } = new Intl.Collator(language, { numeric: true });
  const childrenOf = new Map<string, FolderNode[]>();
  const counts = new Map(nodes.map((node) => [folderKey(node), node.wholeCount]));
  for (const node of nodes) {
    if (node.dir === '') continue;
    const parent = folderKey({ folderId: node.folderId, dir: parentDir(node.dir) });
    childrenOf.set(parent, [...(childrenOf.get(parent) ?? []), node]);
  }
  const rows: FolderRow[] = [];
  const add = (at: FolderAt, name: string, depth: number, root: Folder | undefined): void => {
    const key = folderKey(at);
    const children = childrenOf.get(key) ?? [];
    const isUnfolded = unfolded.has(key);
    rows.push({
      ...{ folderId: at.folderId, dir: at.dir, name, depth, root, isUnfolded },
      hasChildren: children.length > 0,
      wholeCount: counts.get(key) ?? 0,
    });
    if (isUnfolded)
      for (const child of children.toSorted((a, b) => compare(nameOf(a.dir), nameOf(b.dir))))
        add(child, nameOf(child.dir), depth + 1, undefined);
  };
  for (const folder of folders) add({ folderId: folder.id, dir: '' }, lastName(folder.path), 0, folder);
  return rows;
}

export function parentDir(dir: string): string {
  return dir.slice(0, Math.max(0, dir.lastIndexOf('/')));
}

/** The last name of a directory below a folder; '' for the folder itself. */
export function nameOf(dir: string): string {
  return dir.slice(dir.lastIndexOf('/') + 1);
}
