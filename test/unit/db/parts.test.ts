import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { connect } from '../../../main/db/connect.ts';
import { createCounts } from '../../../main/db/counts.ts';
import { migrate } from '../../../main/db/migrate.ts';
import { migrations } from '../../../main/db/migrations/index.ts';
import { createModelChange } from '../../../main/db/model-change.ts';
import { type Db, openDatabases } from '../../../main/db/open.ts';
import { createOwed } from '../../../main/db/owed.ts';
import { rebuild } from '../../../main/db/rebuildable.ts';
import { createRefill, type RefillStep } from '../../../main/db/refill.ts';
import { createVectors } from '../../../main/db/vectors.ts';
import { encodeHalf } from '../../../main/util/half.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';
import { fillLibrary } from '../search/filters/photo-library.ts';
import { unitVectors } from '../search/unit-vectors.ts';

const dim = 16;
const vectors = unitVectors(dim, 40, 1);
const film = (count: number, from = 0) =>
  vectors.slice(from, from + count).map((vector, at) => ({ vector, atMs: at * 1_500 }));
const jpeg = (mark: number) => Buffer.concat([Buffer.of(0xff, 0xd8), Buffer.alloc(200, mark), Buffer.of(0xff, 0xd9)]);

/** Photos 1 and 2, and a film of three moments, 3. */
function library() {
  const home = temporaryFolder();
  const db = openDatabases({ folder: home.path });
  db.sql.prepare("INSERT INTO folders (id, path, added_at_ms) VALUES (1, '/photos', 0)").run();
  fillLibrary(db.sql, [{}, {}, {}]);
  db.sql.prepare('UPDATE files SET is_waiting = 0').run();
  const stored = createVectors(db);
  const model = stored.modelNumber('model@1');
  for (const id of [1, 2]) {
    stored.put(model, id, film(1, 30 + id));
    stored.putThumbnail(id, jpeg(id));
  }
  stored.put(model, 3, film(3));
  stored.putThumbnail(3, jpeg(3), [jpeg(30), jpeg(31), jpeg(32)]);
  return {
    db,
    stored,
    owed: createOwed(db),
    model,
    home: home.path,
    [Symbol.dispose]() {
      db[Symbol.dispose]();
      home[Symbol.dispose]();
    },
  };
}

const rowsOf = (db: Db, photoId = 3) =>
  db.sql
    .prepare<[number], { part: number; part_count: number; at_ms: number | null }>(
      'SELECT part, part_count, at_ms FROM idx.vectors WHERE photo_id = ? ORDER BY id',
    )
    .all(photoId);

function all(step: RefillStep): void {
  while (step() !== undefined);
}

test('the parts of a photo take the place of all that it had, and lie one behind the other', () => {
  using it = library();
  it.stored.put(it.model, 3, film(5));
  it.stored.put(it.model, 3, film(2));
  expect(rowsOf(it.db)).toEqual([
    { part: 0, part_count: 2, at_ms: 0 },
    { part: 1, part_count: 2, at_ms: 1_500 },
  ]);
  it.stored.put(it.model, 3, [{ vector: vectors[0] ?? new Float32Array(dim) }]);
  expect(rowsOf(it.db)).toEqual([{ part: 0, part_count: 1, at_ms: null }]);
  it.stored.putThumbnail(3, jpeg(3), []);
  expect(it.stored.thumbnail(3, 0)).toBeUndefined();
  expect(it.stored.thumbnail(3)).toEqual(jpeg(3));
});

test('parts that cannot all be written leave those that were there', () => {
  using it = library();
  it.db.sql.exec(
    "CREATE TEMP TRIGGER full BEFORE INSERT ON idx.vectors WHEN NEW.part = 2 BEGIN SELECT RAISE(ABORT, 'full'); END",
  );
  expect(() => it.stored.put(it.model, 3, film(4))).toThrow('full');
  expect(rowsOf(it.db).length).toBe(3);
});

test('photos are counted, not their parts; what is dropped too', () => {
  using it = library();
  const count = createCounts(it.db.sql);
  expect(count(it.model)).toMatchObject({ photoCount: 3, embeddedCount: 3 });
  const next = it.stored.modelNumber('next@1');
  it.stored.put(next, 3, film(4));
  expect(count(it.model, next).fill).toMatchObject({ done: 1, total: 3 });
  const change = createModelChange(it.db);
  expect(change.kept(next)).toEqual({ count: 3, bytes: 5 * dim * 2 });
  expect(change.dropSome(next, 100)).toEqual({ vectors: 5, photos: 3 });
  expect(rowsOf(it.db).length).toBe(4);
});

test('a film whose moments have no picture any more waits again; a photo needs none', () => {
  using it = library();
  const waiting = () => it.db.sql.prepare<[], number>('SELECT photo_id FROM files WHERE is_waiting = 1').pluck().all();
  expect(it.owed.isPaid(it.model, 3)).toBe(true);
  expect(it.owed.wakeSome(it.model, 0)?.woken).toBe(0);
  it.db.sql.prepare('DELETE FROM thumbs.part_thumbnails WHERE part = 2').run();
  expect(it.owed.isPaid(it.model, 3)).toBe(false);
  expect(it.owed.isPaid(it.model, 1)).toBe(true);
  expect(it.owed.wakeSome(it.model, 0)?.woken).toBe(1);
  expect(waiting()).toEqual([3]);
});

test('an index of the version before keeps every vector, under the number that it had', () => {
  using home = temporaryFolder();
  openDatabases({ folder: home.path })[Symbol.dispose]();
  fs.rmSync(path.join(home.path, 'index.db'));
  const old = connect(path.join(home.path, 'index.db'));
  migrate(old, migrations.index.slice(0, 3), 'index.db');
  old.prepare("INSERT INTO models (id, key) VALUES (4, 'model@1')").run();
  const insert = old.prepare('INSERT INTO vectors (id, model_id, photo_id, vector) VALUES (?, 4, ?, ?)');
  for (const [id, photoId] of [[5, 9], [6, 2], [90, 7]] as const) insert.run(id, photoId, encodeHalf(vectors[photoId] ?? new Float32Array())); // prettier-ignore
  old.close();
  using db = openDatabases({ folder: home.path });
  expect(db.notices).toEqual([]);
  expect(db.sql.prepare('SELECT * FROM idx.vectors ORDER BY id').all()).toEqual(
    [[5, 9], [6, 2], [90, 7]].map(([id, photo_id = 0]) => ({ id, model_id: 4, photo_id, part: 0, part_count: 1, at_ms: null, vector: encodeHalf(vectors[photo_id] ?? new Float32Array()) })), // prettier-ignore
  );
});

test("vectors are read, counted and drawn along an index, past another model's and past moments", () => {
  using it = library();
  const planOf = (query: string, ...values: number[]) =>
    it.db.sql
      .prepare(`EXPLAIN QUERY PLAN ${query}`)
      .all(...values)
      .map((row) => (row as { detail: string }).detail); // of SQLite
  expect(planOf('SELECT vector FROM idx.vectors WHERE id > ? AND model_id = ? ORDER BY id LIMIT 9', 0, 1)).toEqual([
    'SEARCH idx.vectors USING INDEX vectors_by_model (model_id=? AND rowid>?)',
  ]);
  expect(planOf('SELECT max(id) FROM idx.vectors WHERE model_id = ?', 1)).toEqual([
    'SEARCH idx.vectors USING COVERING INDEX vectors_by_model (model_id=?)',
  ]);
  expect(planOf('SELECT count(*) FROM idx.vectors WHERE model_id = ? AND part = 0', 1)).toEqual([
    'SEARCH idx.vectors USING COVERING INDEX first_parts (model_id=?)',
  ]);
  expect(planOf('SELECT 1 FROM idx.vectors WHERE model_id = ? AND part = 1 LIMIT 1', 1)).toEqual([
    'SEARCH idx.vectors USING COVERING INDEX second_parts (model_id=?)',
  ]);
});

test('of a damaged index the parts of a photo are taken over together, or not at all', () => {
  using it = library();
  it.db.sql.prepare("UPDATE idx.vectors SET vector = x'0000' WHERE photo_id = 3 AND part = 1").run();
  it.stored.put(it.model, 2, film(4, 10));
  it.stored.putThumbnail(2, jpeg(2), [jpeg(20), jpeg(21), jpeg(22), jpeg(23)]);
  rebuild(it.db.sql, { folder: it.home }, 'index');
  expect(rowsOf(it.db, 2)).toEqual([]);
  all(createRefill(it.db).salvage('index'));
  expect(rowsOf(it.db, 1)).toEqual([{ part: 0, part_count: 1, at_ms: 0 }]);
  expect(rowsOf(it.db, 2)).toEqual([0, 1, 2, 3].map((part) => ({ part, part_count: 4, at_ms: part * 1_500 })));
  expect(rowsOf(it.db, 3)).toEqual([]);
  expect(it.owed.wakeSome(it.stored.modelNumber('model@1'), 0)?.woken).toBe(1);
});

test('what was read anew meanwhile is not mixed with what is taken over', () => {
  using it = library();
  rebuild(it.db.sql, { folder: it.home }, 'index');
  it.stored.keepNumber(it.model, 'model@1');
  it.stored.put(it.model, 3, film(2));
  all(createRefill(it.db).salvage('index'));
  expect(rowsOf(it.db).map(({ part_count }) => part_count)).toEqual([2, 2]);
});

test('an index that was damaged before parts were known gives its vectors too', () => {
  using it = library();
  rebuild(it.db.sql, { folder: it.home }, 'index');
  const aside = path.join(it.home, 'index-damaged.db');
  for (const suffix of ['', '-wal', '-shm']) fs.rmSync(aside + suffix, { force: true });
  const old = connect(aside);
  migrate(old, migrations.index.slice(0, 3), 'index.db');
  old.prepare("INSERT INTO models (key) VALUES ('model@1')").run();
  old.prepare('INSERT INTO vectors (model_id, photo_id, vector) VALUES (1, 2, ?)').run(encodeHalf(vectors[0] ?? new Float32Array())); // prettier-ignore
  old.close();
  all(createRefill(it.db).salvage('index'));
  expect(rowsOf(it.db, 2)).toEqual([{ part: 0, part_count: 1, at_ms: null }]);
});

test('pictures of moments are taken over from a damaged cache', () => {
  using it = library();
  rebuild(it.db.sql, { folder: it.home }, 'thumbnails');
  expect(it.stored.thumbnail(3, 1)).toBeUndefined();
  all(createRefill(it.db).salvage('thumbnails'));
  expect(it.stored.thumbnail(3, 1)).toEqual(jpeg(31));
  expect(it.owed.isPaid(it.model, 3)).toBe(true);
});
