import { expect, test } from 'vitest';
import type { Album } from '../../../preload/contract/album.ts';
import { albumPath, placeAfter, possibleParents, treeRows } from '../../../renderer/logic/album-tree.ts';

const album = (id: number, name: string, parentId?: number): Album => ({
  id,
  name,
  kind: 'manual',
  sort: 'own',
  hasOwnCover: false,
  ...(parentId !== undefined && { parentId }),
});

/** In the order of the tree. */
const albums = [
  album(1, 'Trips'),
  album(2, 'Lisbon', 1),
  album(3, 'Day 1', 2),
  album(4, 'Rome', 1),
  album(5, 'Family'),
];

test('what lies in a folded album is not shown, however deep', () => {
  expect(treeRows(albums, new Set()).map((row) => [row.album.name, row.depth, row.hasChildren])).toEqual([
    ['Trips', 0, true],
    ['Lisbon', 1, true],
    ['Day 1', 2, false],
    ['Rome', 1, false],
    ['Family', 0, false],
  ]);
  expect(treeRows(albums, new Set([1])).map((row) => row.album.name)).toEqual(['Trips', 'Family']);
  expect(treeRows(albums, new Set([2])).map((row) => row.album.name)).toEqual(['Trips', 'Lisbon', 'Rome', 'Family']);
});

test('keys put an album before and behind its neighbours, into the one before it, and out', () => {
  expect(placeAfter(4, 'up', albums)).toEqual({ parentId: 1, beforeId: 2 });
  expect(placeAfter(2, 'down', albums)).toEqual({ parentId: 1, beforeId: undefined });
  expect(placeAfter(4, 'in', albums)).toEqual({ parentId: 2, beforeId: undefined });
  expect(placeAfter(4, 'out', albums)).toEqual({ parentId: undefined, beforeId: 5 });
  for (const [id, move] of [
    [1, 'up'],
    [5, 'down'],
    [2, 'in'],
    [1, 'out'],
    [99, 'up'],
  ] as const)
    // prettier-ignore
    expect([id, move, placeAfter(id, move, albums)]).toEqual([id, move, undefined]);
});

test('an album can be put anywhere but into itself and what lies in it', () => {
  expect(possibleParents(2, albums).map(({ name }) => name)).toEqual(['Trips', 'Rome', 'Family']);
  expect(possibleParents(undefined, albums)).toHaveLength(5);
  expect(albumPath(3, albums)).toBe('Trips › Lisbon › Day 1');
});
