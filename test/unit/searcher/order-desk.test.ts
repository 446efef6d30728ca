import { expect, test } from 'vitest';
import { openDatabases, type Db } from '../../../main/db/open.ts';
import { createOrderDesk } from '../../../main/searcher/order-desk.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';

interface Row {
  readonly names: readonly string[];
  readonly sizeBytes?: number;
  readonly addedAtMs?: number;
}

/** Photos 1, 2, 3... with their files. */
function enter(db: Db, rows: readonly Row[]): void {
  db.sql.prepare("INSERT INTO folders (id, path, added_at_ms) VALUES (1, '/a', 0)").run();
  const photo = db.sql.prepare<[number, Buffer, number]>(
    `INSERT INTO photos (id, content, format, width, height, taken_wall_ms, taken_from, added_at_ms)
     VALUES (?, ?, 'jpeg', 4, 3, 0, 'exif', ?)`,
  );
  const file = db.sql.prepare<[string, string, number, number]>(
    `INSERT INTO files (folder_id, dir, name, size_bytes, mtime_ms, inode, photo_id, is_waiting, found_at_ms)
     VALUES (1, ?, ?, ?, 1, '', ?, 0, 0)`,
  );
  db.transaction(() =>
    rows.forEach(({ names, sizeBytes = 1, addedAtMs = 0 }, at) => {
      const content = Buffer.alloc(32);
      content.writeUInt32BE(at + 1);
      photo.run(at + 1, content, addedAtMs);
      names.forEach((name, copy) => file.run(`${copy}`, name, sizeBytes, at + 1));
    }),
  );
}

const listOf = (photoIds: readonly number[]) => ({
  photoIds: Uint32Array.from(photoIds),
  exactCount: 0,
  searchedCount: photoIds.length,
  sections: [
    { band: 'sure' as const, count: 1 },
    { band: 'likely' as const, count: photoIds.length - 1 },
  ],
  scores: new Float32Array(photoIds.length),
});

test('by name as people count, by size, by when they came; the oldest first with what has no date at the end', () => {
  using home = temporaryFolder();
  using db = openDatabases({ folder: home.path });
  enter(db, [
    { names: ['img_10.jpg', 'a copy.jpg'], sizeBytes: 5, addedAtMs: 3 },
    { names: ['IMG_9.jpg'], sizeBytes: 9, addedAtMs: 1 },
    { names: ['beach.jpg'], sizeBytes: 7, addedAtMs: 3 },
    { names: ['Ähre.jpg'], sizeBytes: 1, addedAtMs: 2 },
  ]);
  const desk = createOrderDesk(db.sql);
  const undated = -1e15;
  const times = [0, 30, 10, undated + 5, 20];
  const sorted = (order: Parameters<typeof desk.sorted>[1], ids = [4, 3, 2, 1]) =>
    desk.sorted(listOf(ids), order, (id) => times[id] ?? 0);
  expect([...sorted('name').photoIds]).toEqual([3, 2, 1, 4]);
  expect(sorted('name')).toMatchObject({ isSorted: true, sections: [{ band: 'all', count: 4 }] });
  expect(sorted('name').scores).toBeUndefined();
  expect([...sorted('size').photoIds]).toEqual([2, 3, 1, 4]);
  expect([...sorted('added').photoIds]).toEqual([3, 1, 4, 2]);
  expect([...sorted('oldest').photoIds]).toEqual([2, 4, 1, 3]);
  expect([...(sorted('oldest').times ?? [])]).toEqual([10, 20, 30, undated + 5]);
  expect([...sorted('date').photoIds]).toEqual([4, 3, 2, 1]);
  // Of a part of the library, and with one that is not known yet.
  expect([...sorted('name', [1, 7, 2]).photoIds]).toEqual([2, 1, 7]);
  db.sql.prepare("UPDATE files SET name = 'zebra.jpg' WHERE photo_id = 3").run();
  desk.changed([3]);
  expect([...sorted('name').photoIds]).toEqual([2, 1, 3, 4]);
});

test('what changed is put where it belongs, as if all of it were read anew', () => {
  using home = temporaryFolder();
  using db = openDatabases({ folder: home.path });
  const random = randomNumbers(7);
  const count = 300;
  enter(
    db,
    Array.from({ length: count }, (_, at) => ({
      names: [`IMG_${random(50)}_${at + 1}.jpg`],
      sizeBytes: random(40),
      addedAtMs: random(40),
    })),
  );
  const desk = createOrderDesk(db.sql);
  const orders = ['name', 'size', 'added'] as const;
  const all = Array.from({ length: count }, (_, i) => i + 1);
  const sortedBy = (one: typeof desk, ids: readonly number[]) =>
    orders.map((order) => [...one.sorted(listOf(ids), order, () => 0).photoIds]);
  sortedBy(desk, all);
  const change = db.sql.prepare('UPDATE files SET name = ?, size_bytes = ? WHERE photo_id = ?');
  const add = db.sql.prepare('UPDATE photos SET added_at_ms = ? WHERE id = ?');
  const lose = db.sql.prepare('UPDATE files SET missing_since_ms = ? WHERE photo_id = ?');
  let there = all;
  for (let round = 0; round < 20; round++) {
    const touched = new Set(Array.from({ length: 1 + random(30) }, () => 1 + random(count)));
    const gone = new Set([...touched].filter(() => random(4) === 0));
    for (const id of touched) {
      change.run(`IMG_${random(50)}_${id}.jpg`, random(40), id);
      add.run(random(40), id);
      lose.run(gone.has(id) ? 1 : null, id);
    }
    desk.changed([...touched]);
    there = all.filter((id) => (touched.has(id) ? !gone.has(id) : there.includes(id)));
    expect(sortedBy(desk, there)).toEqual(sortedBy(createOrderDesk(db.sql), there));
  }
});

/** The same ones each time. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
}
