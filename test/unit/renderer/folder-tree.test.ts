import { expect, test } from 'vitest';
import type { Folder, FolderNode } from '../../../preload/contract/folder.ts';
import { folderRows, nameOf, parentDir } from '../../../renderer/logic/folder-tree.ts';

const folder = (id: number, path: string): Folder => ({
  ...{ id, path, photoCount: 9, failedCount: 0 },
  state: { is: 'watched' },
});
const node = (dir: string, wholeCount = 1): FolderNode => ({ folderId: 1, dir, photoCount: 1, wholeCount });

test('a folder hides what lies in it until it is unfolded; names are in the order that people count', () => {
  const nodes = [node('', 9), node('day 10', 2), node('day 2', 3), node('day 2/pm')];
  const shown = (...unfolded: string[]) =>
    folderRows([folder(1, '/home/me/Pictures')], nodes, new Set(unfolded), 'en').map(
      ({ name, depth, wholeCount }) => `${' '.repeat(depth)}${name} ${wholeCount}`,
    );
  expect(shown()).toEqual(['Pictures 9']);
  expect(shown('1/')).toEqual(['Pictures 9', ' day 2 3', ' day 10 2']);
  expect(shown('1/', '1/day 2')).toEqual(['Pictures 9', ' day 2 3', '  pm 1', ' day 10 2']);
  // Unfolded below something that is folded: it waits.
  expect(shown('1/day 2')).toEqual(['Pictures 9']);
});

test('a folder without photos is shown, with nothing to unfold', () => {
  expect(folderRows([folder(2, 'C:\\Bilder\\')], [], new Set(['2/']))).toMatchObject([
    { name: 'Bilder', hasChildren: false, wholeCount: 0 },
  ]);
});

test('names and parents of directories', () => {
  expect([parentDir('a/b/c'), parentDir('a'), parentDir('')]).toEqual(['a/b', '', '']);
  expect([nameOf('a/b'), nameOf('a'), nameOf('')]).toEqual(['b', 'a', '']);
});
