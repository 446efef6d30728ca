import { expect, test } from 'vitest';
import { createCounts } from '../../../main/db/counts.ts';
import { openDatabases } from '../../../main/db/open.ts';
import { createOwed } from '../../../main/db/owed.ts';
import { createVectors } from '../../../main/db/vectors.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';
import { fillLibrary } from '../search/filters/photo-library.ts';

const parts = [{ vector: Float32Array.of(1, 0) }];
const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xd9);
const why = { kind: 'corrupt' as const, message: 'It is damaged.' };

/** Four photos that are owed everything. */
function library() {
  const home = temporaryFolder();
  const db = openDatabases({ folder: home.path });
  db.sql.prepare("INSERT INTO folders (id, path, added_at_ms) VALUES (1, '/photos', 0)").run();
  fillLibrary(db.sql, [{}, {}, {}, {}]);
  db.sql.prepare('UPDATE files SET is_waiting = 0').run();
  const stored = createVectors(db);
  const [model, next] = [stored.modelNumber('model@1'), stored.modelNumber('next@1')];
  const owed = createOwed(db);
  const idsOwed = (of: number) =>
    owed
      .next(of, undefined, 100)
      .photos.map(({ photoId }) => photoId)
      .sort();
  return {
    ...{ db, stored, owed, model, next, idsOwed },
    [Symbol.dispose]() {
      db[Symbol.dispose]();
      home[Symbol.dispose]();
    },
  };
}

test('a photo is paid when it has the vectors of the model and a thumbnail', () => {
  using it = library();
  expect(it.owed.isPaid(it.model, 1)).toBe(false);
  it.stored.put(it.model, 1, parts);
  expect(it.owed.isPaid(it.model, 1)).toBe(false);
  it.stored.putThumbnail(1, jpeg);
  expect(it.owed.isPaid(it.model, 1)).toBe(true);
  expect(it.owed.isPaid(it.next, 1)).toBe(false);
  expect(it.owed.wakeSome(it.model, 0)).toEqual({ afterId: 4, woken: 3 });
  expect(it.owed.wakeSome(it.model, 4)).toBeUndefined();
});

test('a second model is owed vectors alone; what it failed at is not tried again until it is forgiven', () => {
  using it = library();
  it.stored.put(it.next, 1, parts);
  it.owed.fail(it.next, 2, why);
  expect(it.idsOwed(it.next)).toEqual([3, 4]);
  expect(it.idsOwed(it.model)).toEqual([1, 2, 3, 4]);
  it.owed.forgive(it.next);
  expect(it.idsOwed(it.next)).toEqual([2, 3, 4]);
});

test('what is counted is what is owed: done, failed, out of reach, and the rest', () => {
  using it = library();
  it.stored.put(it.next, 1, parts);
  it.owed.fail(it.next, 2, why);
  it.db.sql.prepare("INSERT INTO folders (id, path, added_at_ms, offline_since_ms) VALUES (2, '/away', 0, 1)").run();
  it.db.sql.prepare('UPDATE files SET folder_id = 2 WHERE photo_id = 3').run();
  const counts = createCounts(it.db.sql)(it.model, it.next);
  expect(counts.fill).toMatchObject({ done: 1, failed: 1, outOfReach: 1, total: 4 });
  expect(it.idsOwed(it.next)).toEqual([4]);
  // It was read after all: it is not counted as failed beside that.
  it.stored.put(it.next, 2, parts);
  expect(createCounts(it.db.sql)(it.model, it.next).fill).toMatchObject({ done: 2, failed: 0 });
});
