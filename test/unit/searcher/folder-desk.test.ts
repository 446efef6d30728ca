import { expect, test } from 'vitest';
import { openDatabases, type Db } from '../../../main/db/open.ts';
import { createFolderDesk } from '../../../main/searcher/folder-desk.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';

/** Photos by where their files lie: `root:dir`, each root a folder that was added. */
function enter(db: Db, photos: readonly (readonly string[])[]): number[] {
  const folderId = db.sql
    .prepare<[string], number>('INSERT INTO folders (path, added_at_ms) VALUES (?, 0) RETURNING id')
    .pluck();
  const roots = new Map<string, number>();
  const rootId = (name: string): number => {
    const id = roots.get(name) ?? folderId.get(`/${name}`) ?? 0;
    roots.set(name, id);
    return id;
  };
  const photo = db.sql
    .prepare<[Buffer], number>(
      `INSERT INTO photos (content, format, width, height, taken_wall_ms, taken_from, added_at_ms)
       VALUES (?, 'jpeg', 4, 3, 0, 'exif', 0) RETURNING id`,
    )
    .pluck();
  const file = db.sql.prepare<[number, string, string, number]>(
    `INSERT INTO files (folder_id, dir, name, size_bytes, mtime_ms, inode, photo_id, is_waiting, found_at_ms)
     VALUES (?, ?, ?, 1, 1, '', ?, 0, 0)`,
  );
  return db.transaction(() =>
    photos.map((places, at) => {
      const content = Buffer.alloc(32);
      content.writeUInt32BE(at + 1);
      const id = photo.get(content) ?? 0;
      places.forEach((place, copy) => {
        const [root = '', dir = ''] = place.split(':');
        file.run(rootId(root), dir, `${at}-${copy}.jpg`, id);
      });
      return id;
    }),
  );
}

test('a folder has what lies in it, or with all below it; a name that only begins alike is another folder', () => {
  using home = temporaryFolder();
  using db = openDatabases({ folder: home.path });
  const ids = enter(db, [['a:'], ['a:trip'], ['a:trip/day 1'], ['a:trip2'], ['a:trip 0'], ['b:trip']]);
  const desk = createFolderDesk(db.sql);
  const photosIn = (folderId: number, dir: string, isDeep: boolean) =>
    [...desk.idsIn({ folderId, dir, isDeep })].map((id) => ids.indexOf(id));
  expect(photosIn(1, '', true)).toEqual([0, 1, 2, 3, 4]);
  expect(photosIn(1, '', false)).toEqual([0]);
  expect(photosIn(1, 'trip', true)).toEqual([1, 2]);
  expect(photosIn(1, 'trip', false)).toEqual([1]);
  expect(photosIn(2, '', true)).toEqual([5]);
  expect(photosIn(1, 'nowhere', true)).toEqual([]);
  db.sql.exec('UPDATE files SET missing_since_ms = 1 WHERE photo_id = 3');
  expect(photosIn(1, 'trip', true)).toEqual([1]);
});

test('the list of a folder is the timeline without all else, in its order', () => {
  using home = temporaryFolder();
  using db = openDatabases({ folder: home.path });
  enter(db, [['a:x'], ['a:y'], ['a:x']]);
  const list = createFolderDesk(db.sql).open(
    { folderId: 1, dir: 'x', isDeep: true },
    { photoIds: Uint32Array.of(3, 2, 1), times: Float64Array.of(30, 20, 10) },
  );
  expect([...list.photoIds]).toEqual([3, 1]);
  expect([...(list.times ?? [])]).toEqual([30, 10]);
  expect(list.sections).toEqual([{ band: 'all', count: 2 }]);
});

test('the tree has every folder on the way, and counts a photo with copies once in each', async () => {
  using home = temporaryFolder();
  using db = openDatabases({ folder: home.path });
  enter(db, [['a:x/y', 'a:x/z', 'b:'], ['a:x/y', 'a:x/y'], ['a:x']]);
  const tree = await createFolderDesk(db.sql).tree();
  const byPlace = Object.fromEntries(
    tree.map(({ folderId, dir, photoCount, wholeCount }) => [`${folderId}:${dir}`, [photoCount, wholeCount]]),
  );
  expect(byPlace).toEqual({
    '1:': [0, 3],
    '1:x': [1, 3],
    '1:x/y': [2, 2],
    '1:x/z': [1, 1],
    '2:': [1, 1],
  });
});
