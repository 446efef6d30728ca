import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createOpened } from '../../../main/app/opened.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';

function openedIn(root: string) {
  const told: string[] = [];
  const opened = createOpened({
    library: {
      photos: { at: (file) => (file.endsWith('known.jpg') ? 7 : undefined) },
      folders: {
        list: () => [{ id: 3, path: root, state: { is: 'watched' }, photoCount: 0, failedCount: 0 }],
      },
    },
    onOpened: () => told.push('opened'),
    onTrouble: ({ message }) => told.push(message),
  });
  return { opened, told };
}

test('a folder of the library and one in it are shown, others are offered, and what is not there is told', async () => {
  using own = temporaryFolder();
  const at = (...names: string[]) => path.join(own.path, ...names);
  for (const name of ['photos/trip 1/-day', 'photos2']) fs.mkdirSync(at(name), { recursive: true });
  for (const name of ['photos/known.jpg', 'other.jpg']) fs.writeFileSync(at(name), 'x');
  const { opened, told } = openedIn(at('photos'));
  const names = ['photos', 'photos/trip 1/-day', 'photos2', 'photos/known.jpg', 'other.jpg', 'gone.jpg'];
  await opened.open(names.map((name) => at(name)));
  expect(opened.take()).toEqual([
    { is: 'place', folderId: 3, dir: '' },
    { is: 'place', folderId: 3, dir: 'trip 1/-day' },
    { is: 'folder', id: 1, path: at('photos2') },
    { is: 'photo', photoId: 7 },
    { is: 'picture', id: 2, name: 'other.jpg', folder: own.path },
  ]);
  expect(told).toEqual([`${at('gone.jpg')} is not there.`, 'opened']);
  expect([opened.folderOf(1), opened.folderOf(2), opened.pathOf(2)]).toEqual([
    at('photos2'),
    own.path,
    at('other.jpg'),
  ]);
});
