import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAlbumPhotos } from '../../../main/db/album-photos.ts';
import { createAlbumTags } from '../../../main/db/album-tags.ts';
import { createAlbums, subtree } from '../../../main/db/albums.ts';
import { openDatabases } from '../../../main/db/open.ts';
import { positionsBetween } from '../../../main/db/positions.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';
import { fillLibrary } from '../search/filters/photo-library.ts';

function library(photoCount = 10) {
  const home = temporaryFolder();
  const db = openDatabases({ folder: home.path });
  db.sql.prepare("INSERT INTO folders (id, path, added_at_ms) VALUES (1, '/photos', 0)").run();
  fillLibrary(
    db.sql,
    Array.from({ length: photoCount }, () => ({})),
  );
  return {
    db,
    albums: createAlbums(db),
    photos: createAlbumPhotos(db),
    tags: createAlbumTags(db),
    [Symbol.dispose]: () => {
      db[Symbol.dispose]();
      home[Symbol.dispose]();
    },
  };
}

test('albums inside each other, however deep, and however many beside each other, are listed in the order of the tree', () => {
  using lib = library();
  const insert = lib.db.sql.prepare<[number, number | null]>(
    "INSERT INTO albums (id, parent_id, name, kind, position, created_at_ms, changed_at_ms) VALUES (?, ?, 'a', 'manual', 1, 1, 1)",
  );
  lib.db.transaction(() => {
    for (let id = 1; id <= 20_000; id++) insert.run(id, id === 1 ? null : id - 1);
    for (let id = 20_001; id <= 40_000; id++) insert.run(id, null);
  });
  expect(lib.albums.all().map(({ id }) => id)).toEqual(Array.from({ length: 40_000 }, (_, at) => at + 1));
});

test('an album cannot be put into itself, nor into one that lies in it', () => {
  using lib = library();
  const trips = lib.albums.create('Trips', 'manual', undefined, 1);
  const lisbon = lib.albums.create('Lisbon', 'manual', trips, 1);
  const day = lib.albums.create('Day 1', 'manual', lisbon, 1);
  for (const into of [trips, lisbon, day])
    expect(() => lib.albums.move(trips, into, undefined)).toThrow(expect.objectContaining({ kind: 'bad-input' }));
  expect(() => lib.albums.move(day, 99, undefined)).toThrow(expect.objectContaining({ kind: 'not-found' }));
  lib.albums.move(day, trips, lisbon);
  expect(lib.albums.all().map(({ name, parentId }) => [name, parentId])).toEqual([
    ['Trips', undefined],
    ['Day 1', trips],
    ['Lisbon', trips],
  ]);
  expect(subtree(lib.albums.all(), trips).sort()).toEqual([trips, lisbon, day]);
});

test('albums stand in the order that was given to them, whatever was moved', () => {
  using lib = library();
  const ids = ['a', 'b', 'c', 'd', 'e'].map((name) => lib.albums.create(name, 'manual', undefined, 1));
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(4), fc.option(fc.nat(4), { nil: undefined })), { maxLength: 80 }), (moves) => {
      const expected = lib.albums.all().map(({ id }) => id);
      for (const [from, to] of moves) {
        const id = ids[from] ?? 0;
        const before = to === undefined || to === from ? undefined : ids[to];
        lib.albums.move(id, undefined, before);
        expected.splice(expected.indexOf(id), 1);
        expected.splice(before === undefined ? expected.length : expected.indexOf(before), 0, id);
        expect(lib.albums.all().map((album) => album.id)).toEqual(expected);
      }
    }),
    { numRuns: 30 },
  );
});

test('a deleted album comes back with all that lay in it, and only with that', () => {
  using lib = library();
  const trips = lib.albums.create('Trips', 'manual', undefined, 1);
  const lisbon = lib.albums.create('Lisbon', 'manual', trips, 1);
  const gone = lib.albums.create('Gone before', 'manual', trips, 1);
  lib.photos.add(lisbon, [3, 1], 1);
  lib.albums.delete(gone, 100);
  lib.albums.delete(trips, 200);
  expect(lib.albums.all()).toEqual([]);
  expect(() => lib.albums.get(lisbon)).toThrow(expect.objectContaining({ kind: 'not-found' }));
  lib.albums.restore(trips);
  expect(lib.albums.all().map(({ name }) => name)).toEqual(['Trips', 'Lisbon']);
  expect(lib.photos.of(lisbon)).toEqual([3, 1]);

  lib.albums.delete(lisbon, 300);
  lib.albums.delete(trips, 400);
  lib.albums.restore(lisbon);
  expect(lib.albums.all().map(({ name, parentId }) => [name, parentId])).toEqual([['Lisbon', undefined]]);
  lib.albums.forgetDeleted(1_000, 0);
  expect(() => lib.albums.restore(trips)).toThrow(expect.objectContaining({ kind: 'not-found' }));
  expect(lib.photos.of(lisbon)).toEqual([3, 1]);
});

test('names with any letters, quotes and separators stay as they are; two albums may have one name', () => {
  using lib = library();
  const names = ['Oma’s "Garden" / 2019 | a\\b', '里斯本 🌞', "Robert'); DROP TABLE albums;--", 'same', 'same'];
  for (const name of names) lib.albums.create(name, 'manual', undefined, 1);
  expect(lib.albums.all().map(({ name }) => name)).toEqual(names);
});

test('photos stand in the order that was given to them, whatever was moved', () => {
  using lib = library(8);
  const id = lib.albums.create('a', 'manual', undefined, 1);
  expect(lib.photos.add(id, [1, 2, 3, 4, 5, 6, 7, 8, 3, 999], 1)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  const photo = fc.integer({ min: 1, max: 8 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.uniqueArray(photo, { minLength: 1, maxLength: 3 }), fc.option(photo, { nil: undefined })), {
        maxLength: 60,
      }),
      (moves) => {
        let expected = lib.photos.of(id);
        for (const [moved, before] of moves) {
          // Taken back, it stands as it stood.
          lib.photos.place(id, lib.photos.move(id, moved, before));
          expect(lib.photos.of(id)).toEqual(expected);
          lib.photos.move(id, moved, before);
          if (before === undefined || !moved.includes(before)) {
            const others = expected.filter((each) => !moved.includes(each));
            const at = before === undefined ? others.length : others.indexOf(before);
            expected = [...others.slice(0, at), ...moved, ...others.slice(at)];
          }
          expect(lib.photos.of(id)).toEqual(expected);
        }
      },
    ),
    { numRuns: 30 },
  );
});

test('moving one photo of many between two others writes one row (and counts it), until there is no room between them', () => {
  using lib = library(4);
  const id = lib.albums.create('a', 'manual', undefined, 1);
  lib.photos.add(id, [1, 2, 3, 4], 1);
  const before = Number(lib.db.sql.prepare('SELECT total_changes()').pluck().get());
  lib.photos.move(id, [4], 2);
  expect(Number(lib.db.sql.prepare('SELECT total_changes()').pluck().get()) - before).toBe(2);
  // Halved between the same two, again and again.
  for (let i = 0; i < 200; i++) {
    const stood = lib.photos.of(id);
    const was = lib.photos.move(id, [i % 2 === 0 ? 4 : 3], 2);
    lib.photos.place(id, was);
    expect(lib.photos.of(id)).toEqual(stood);
    lib.photos.move(id, [i % 2 === 0 ? 4 : 3], 2);
  }
  expect(lib.photos.of(id)).toEqual([1, 4, 3, 2]);
});

test('positions lie between their neighbours, or there is said to be no room', () => {
  fc.assert(
    fc.property(
      fc.double({ noNaN: true, min: 1, max: 1e6 }),
      fc.double({ noNaN: true, min: 0, max: 1e6 }),
      fc.integer({ min: 1, max: 50 }),
      (after, width, count) => {
        const positions = positionsBetween(after, after + width, count);
        if (positions === undefined) return;
        expect([after, ...positions, after + width]).toEqual(
          [...new Set([after, ...positions, after + width])].sort((a, b) => a - b),
        );
      },
    ),
  );
  expect(positionsBetween(1, 1, 1)).toBeUndefined();
  expect(positionsBetween(undefined, undefined, 2)).toEqual([1024, 2048]);
});

test('a photo that was removed is put back where it stood', () => {
  using lib = library(4);
  const id = lib.albums.create('a', 'manual', undefined, 1);
  lib.photos.add(id, [1, 2, 3, 4], 1);
  const removed = lib.photos.remove(id, [2, 3, 9]);
  expect(lib.photos.of(id)).toEqual([1, 4]);
  lib.photos.putBack(id, removed, 2);
  expect(lib.photos.of(id)).toEqual([1, 2, 3, 4]);
});

test("the person's answer takes the place of an album's tag, either way, and the album gives it no more", () => {
  using lib = library(3);
  const id = lib.albums.create('a', 'manual', undefined, 1);
  const tagId = Number(lib.db.sql.prepare("INSERT INTO tags (concept_id) VALUES ('dog')").run().lastInsertRowid);
  const wanted = [1, 2, 3].map((photoId) => ({ photoId, isApplied: true, probability: 1 }));
  for (const one of lib.tags.changes(id, tagId, wanted).given) lib.tags.give(id, tagId, one, 1);
  expect(lib.tags.of(2)).toMatchObject([{ conceptId: 'dog', albumId: id, isApplied: true }]);
  const answer = lib.db.sql.prepare(
    'INSERT INTO tag_answers (photo_id, tag_id, is_confirmed, at_ms) VALUES (?, ?, ?, 1)',
  );
  answer.run(1, tagId, 0);
  answer.run(2, tagId, 1);
  expect(lib.tags.of(1)).toEqual([]);
  expect(lib.tags.of(2)).toEqual([]);
  expect(lib.tags.changes(id, tagId, wanted)).toEqual({ gone: [], given: [] });
  for (const one of wanted) lib.tags.give(id, tagId, one, 2);
  expect(lib.tags.of(1)).toEqual([]);
  // A tag that an album gives is not dropped with its last answer.
  lib.db.sql.prepare('DELETE FROM tag_answers').run();
  lib.db.sql.prepare('DELETE FROM tags WHERE id = ?').run(tagId);
  expect(lib.tags.of(3)).toHaveLength(1);
  expect(lib.tags.changes(id, undefined, [])).toEqual({ gone: [{ photoId: 3, tagId }], given: [] });
});
