import { expect, test } from 'vitest';
import { openDatabases } from '../../../main/db/open.ts';
import { createPreciousStacks } from '../../../main/db/precious-stacks.ts';
import { createOwnStacks } from '../../../main/db/stacks.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';

function openWithPhotos(folder: string) {
  const db = openDatabases({ folder });
  const add = db.sql
    .prepare<[Buffer], number>(
      `INSERT INTO photos (content, format, width, height, taken_wall_ms, taken_from, added_at_ms)
       VALUES (?, 'jpeg', 4, 3, 0, 'file', 0) RETURNING id`,
    )
    .pluck();
  const idOf = new Map(['a', 'b', 'c', 'd'].map((name) => [name, add.get(Buffer.alloc(32, name)) ?? 0]));
  return Object.assign(db, { idOf: (content: string) => idOf.get(content) ?? 0 });
}

test('of photos that were put together elsewhere and here, only what nothing was said of joins', () => {
  using folder = temporaryFolder();
  using db = openWithPhotos(folder.path);
  const own = createOwnStacks(db);
  const precious = createPreciousStacks(db);
  db.transaction(() => {
    own.join([db.idOf('a'), db.idOf('b')], 1);
    own.part([db.idOf('c')], 1);
    const taken = precious.takeIn({ joined: [{ photos: ['a', 'd'], atMs: 9 }], apart: [], bests: [] }, db.idOf);
    expect(taken).toEqual({ touched: [db.idOf('a'), db.idOf('d')], addedCount: 1 });
  });
  const { stackOf } = own.all();
  expect(stackOf.get(db.idOf('d'))).toBe(stackOf.get(db.idOf('a')));
  expect(stackOf.get(db.idOf('c'))).toBeUndefined();
});

test('a photo that would be alone in its stack joins nothing', () => {
  using folder = temporaryFolder();
  using db = openWithPhotos(folder.path);
  const own = createOwnStacks(db);
  db.transaction(() => {
    own.part([db.idOf('c')], 1);
    const given = { joined: [{ photos: ['c', 'd'], atMs: 9 }], apart: [], bests: [] };
    // The other one was taken apart here.
    expect(createPreciousStacks(db).takeIn(given, db.idOf)).toMatchObject({ addedCount: 0 });
  });
  expect(own.all().stackOf).toEqual(new Map([[db.idOf('c'), undefined]]));
});
