import type { Album } from '../../preload/contract/album.ts';

export interface TreeRow {
  readonly album: Album;
  readonly depth: number;
  readonly hasChildren: boolean;
}

/** What of the tree is shown: an album that is folded hides what lies in it. The albums are in the order of the tree. */
export function treeRows(albums: readonly Album[], folded: ReadonlySet<number>): TreeRow[] {
  const rows: TreeRow[] = [];
  const depths = new Map<number, number>();
  const hidden = new Set<number>();
  for (const album of albums) {
    const { id, parentId } = album;
    const depth = parentId === undefined ? 0 : (depths.get(parentId) ?? -1) + 1;
    depths.set(id, depth);
    if (parentId !== undefined && (folded.has(parentId) || hidden.has(parentId))) hidden.add(id);
    else rows.push({ album, depth, hasChildren: albums.some((other) => other.parentId === id) });
  }
  return rows;
}

/** Where it lies, as a person says it: `Trips › Lisbon`. */
export function albumPath(id: number, albums: readonly Pick<Album, 'id' | 'parentId' | 'name'>[]): string {
  const album = albums.find((one) => one.id === id);
  if (!album) return '';
  return album.parentId === undefined ? album.name : `${albumPath(album.parentId, albums)} › ${album.name}`;
}

export type TreeMove = 'up' | 'down' | 'in' | 'out';

/** Where a key puts an album; undefined where it can go no further. */
export function placeAfter(
  id: number,
  move: TreeMove,
  albums: readonly Pick<Album, 'id' | 'parentId'>[],
): { parentId: number | undefined; beforeId: number | undefined } | undefined {
  const album = albums.find((one) => one.id === id);
  if (!album) return undefined;
  const siblings = albums.filter((one) => one.parentId === album.parentId).map((one) => one.id);
  const at = siblings.indexOf(id);
  const { parentId } = album;
  if (move === 'up') return at === 0 ? undefined : { parentId, beforeId: siblings[at - 1] };
  if (move === 'down') return at === siblings.length - 1 ? undefined : { parentId, beforeId: siblings[at + 2] };
  if (move === 'in') return at === 0 ? undefined : { parentId: siblings[at - 1], beforeId: undefined };
  const parent = albums.find((one) => one.id === parentId);
  if (!parent) return undefined;
  const uncles = albums.filter((one) => one.parentId === parent.parentId).map((one) => one.id);
  return { parentId: parent.parentId, beforeId: uncles[uncles.indexOf(parent.id) + 1] };
}

/** Albums that it can be put into: not itself, nor one that lies in it. */
export function possibleParents(id: number | undefined, albums: readonly Album[]): Album[] {
  const inside = new Set(id === undefined ? [] : [id]);
  for (const album of albums) if (album.parentId !== undefined && inside.has(album.parentId)) inside.add(album.id);
  return albums.filter((album) => !inside.has(album.id));
}
