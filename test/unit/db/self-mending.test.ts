import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { connect } from '../../../main/db/connect.ts';
import { createLooks } from '../../../main/db/looks.ts';
import { createModelChange } from '../../../main/db/model-change.ts';
import type { Db } from '../../../main/db/open.ts';
import { openDatabases } from '../../../main/db/open.ts';
import { createRefill } from '../../../main/db/refill.ts';
import { asideOf, type Rebuildable } from '../../../main/db/rebuildable.ts';
import { createOwed } from '../../../main/db/owed.ts';
import { createVectors } from '../../../main/db/vectors.ts';
import { encodeHalf } from '../../../main/util/half.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';

const photoCount = 120;
const dim = 96;

/** Photos with vectors, thumbnails and full text, by rows alone. */
function fill(db: Db): void {
  const vectors = createVectors(db);
  const number = vectors.modelNumber('model');
  db.transaction(() => {
    for (let id = 1; id <= photoCount; id++) {
      db.sql
        .prepare(
          `INSERT INTO photos (id, content, format, width, height, taken_wall_ms, taken_from, added_at_ms, present, caption)
           VALUES (?, ?, 'jpeg', 4, 3, 1, 'file', 1, 1, 'word')`,
        )
        .run(id, Buffer.from(String(id).padStart(32, '0')));
      vectors.put(number, id, [{ vector: unitVector(id) }]);
      vectors.putThumbnail(id, jpegOf(id));
      db.sql
        .prepare("INSERT INTO idx.texts (rowid, names, folders, captions, keywords) VALUES (?, 'n', '', 'word', '')")
        .run(id);
    }
  });
}

/** The vectors of the model that is to be next, behind those of the one that is. */
function fillNext(db: Db): void {
  const vectors = createVectors(db);
  const next = vectors.modelNumber('next');
  db.transaction(() => {
    for (let id = 1; id <= photoCount; id++) vectors.put(next, id, [{ vector: unitVector(id) }]);
  });
}

function unitVector(seed: number): Float32Array {
  const vector = Float32Array.from({ length: dim }, (_, at) => Math.sin(seed * 7 + at));
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

function jpegOf(seed: number): Buffer {
  const jpeg = Buffer.alloc(1_000, seed);
  jpeg.writeUInt16BE(0xffd8, 0);
  jpeg.writeUInt16BE(0xffd9, jpeg.length - 2);
  return jpeg;
}

function lookOf(seed: number): { hash: Uint8Array; pixels: Uint8Array } {
  return { hash: new Uint8Array(32).fill(seed), pixels: new Uint8Array(4_608).fill(seed) };
}

/** What the app asks and writes, of every page, with none of it allowed to fail. */
function useAll(db: Db): void {
  const vectors = createVectors(db);
  const number = vectors.modelNumber('model');
  const next = vectors.modelNumber('next');
  for (let id = 1; id <= photoCount; id++) {
    vectors.thumbnail(id);
    createOwed(db).isPaid(number, id);
  }
  db.transaction(() => {
    for (let id = 1; id <= photoCount; id++) {
      vectors.put(number, id, [{ vector: unitVector(id) }]);
      vectors.put(next, id, [{ vector: unitVector(id) }]);
      vectors.putThumbnail(id, jpegOf(id));
    }
  });
  const looks = createLooks(db);
  looks.hasUnmatched();
  looks.lacking(0);
  db.transaction(() => {
    for (let id = 1; id <= photoCount; id++) looks.put(id, lookOf(id));
  });
  db.sql.prepare('SELECT photo_id FROM idx.stacks WHERE best_id > 0').all();
  db.sql.prepare("SELECT rowid FROM idx.texts WHERE texts MATCH 'word'").all();
  db.sql.prepare('SELECT count(*) FROM idx.failures x JOIN photos p ON p.id = x.file_id').get();
  db.sql.prepare('SELECT v.id FROM idx.vectors v JOIN photos p ON p.id = v.photo_id').all();
  // Whether there are films, as the searcher asks.
  db.sql.prepare('SELECT 1 FROM idx.vectors WHERE model_id = ? AND part = 1 LIMIT 1').get(number);
  for (const table of ['suggestions', 'suggestion_passes', 'model_failures', 'copy_pairs', 'stacks'])
    db.sql.prepare(`SELECT * FROM idx.${table}`).all();
  // Only giving room back to the disk reads the page that says which page points at which: what is behind moves up.
  const change = createModelChange(db);
  while (change.dropSome(next, 50).vectors > 0);
  while (change.shrinkSome());
}

test.each<[Rebuildable, string]>([
  ['index', 'zeroed'],
  ['index', 'noise'],
  ['thumbnails', 'zeroed'],
  ['thumbnails', 'noise'],
])('whichever page of the %s is %s, nothing that is asked fails, and the library stays', (name, kind) => {
  using home = temporaryFolder();
  {
    using db = openDatabases({ folder: home.path });
    fill(db);
    fillNext(db);
  }
  const file = path.join(home.path, `${name}.db`);
  const whole = fs.readFileSync(file);
  for (let page = 0; page < whole.length / 4096; page++) {
    const bytes = Buffer.from(whole);
    for (let at = page * 4096; at < (page + 1) * 4096; at++) bytes[at] = kind === 'zeroed' ? 0 : (at * 31 + page) % 251;
    fs.rmSync(asideOf({ folder: home.path }, name), { force: true });
    fs.writeFileSync(file, bytes);
    using db = openDatabases({ folder: home.path });
    const told: string[] = db.notices.map((notice) => notice.kind);
    db.onRebuilt((rebuilt, notice) => {
      told.push(notice.kind);
      if (rebuilt !== 'index') return;
      // As the library does: their numbers are in use.
      for (const [at, model] of ['model', 'next'].entries()) createVectors(db).keepNumber(at + 1, model);
    });
    useAll(db);
    expect(db.sql.prepare('SELECT count(*) FROM photos').pluck().get()).toBe(photoCount);
    expect(told, `page ${page + 1}`).toEqual(['index-damaged']);
    expect(db.sql.pragma(`${name === 'index' ? 'idx' : 'thumbs'}.integrity_check(1)`, { simple: true })).toBe('ok');
    // What nobody has seen is told at the next start too.
    db.noticesTold();
  }
});

test('a full text whose version never was is damaged, and mended', () => {
  using home = temporaryFolder();
  {
    using db = openDatabases({ folder: home.path });
    fill(db);
  }
  using db = openDatabases({ folder: home.path });
  // SQLite lets nobody write there who does not insist.
  const sql = connect(path.join(home.path, 'index.db')).unsafeMode(true);
  sql.prepare("UPDATE texts_config SET v = 0 WHERE k = 'version'").run();
  sql.close();
  const told = db.notices.map((notice) => notice.kind);
  db.onRebuilt((_name, notice) => {
    told.push(notice.kind);
    createVectors(db).keepNumber(1, 'model');
  });
  const found = () => db.sql.prepare("SELECT rowid FROM idx.texts WHERE texts MATCH 'word'").all();
  expect(found()).toEqual([]);
  expect(told).toEqual(['index-damaged']);
  db.sql
    .prepare("INSERT INTO idx.texts (rowid, names, folders, captions, keywords) VALUES (1, 'n', '', 'word', '')")
    .run();
  expect(found()).toHaveLength(1);
});

test('of a damaged index all vectors that can be read are taken over, and of thumbnails the same', () => {
  using home = temporaryFolder();
  {
    using db = openDatabases({ folder: home.path });
    fill(db);
  }
  for (const name of ['index', 'thumbnails'] as const) {
    const file = path.join(home.path, `${name}.db`);
    const bytes = fs.readFileSync(file);
    using damaged = openDatabases({ folder: home.path });
    const page = Number(
      damaged.sql
        .prepare(
          `SELECT min(pageno) FROM dbstat('${name === 'index' ? 'idx' : 'thumbs'}') WHERE name = ? AND pagetype = 'leaf' AND pageno > 8`,
        )
        .pluck()
        .get(name === 'index' ? 'vectors' : 'thumbnails'),
    );
    damaged[Symbol.dispose]();
    bytes.fill(0, (page - 1) * 4096, page * 4096);
    fs.writeFileSync(file, bytes);

    using db = openDatabases({ folder: home.path });
    db.metDamage(name, false);
    const table = name === 'index' ? 'idx.vectors' : 'thumbs.thumbnails';
    const count = db.sql.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck();
    expect(count.get()).toBe(0);
    const refill = createRefill(db);
    expect(refill.isOwed(name)).toBe(true);
    const step = refill.salvage(name);
    while (step() !== undefined);
    refill.done(name);
    expect(count.get()).toBeGreaterThan(photoCount * 0.8);
    expect(count.get()).toBeLessThan(photoCount);
    const vector = db.sql.prepare('SELECT vector FROM idx.vectors WHERE photo_id = 100').pluck().get();
    expect(vector).toEqual(encodeHalf(unitVector(100)));
  }
});

test('one transaction that meets the damage of both databases is done when both are whole again', () => {
  using home = temporaryFolder();
  {
    using db = openDatabases({ folder: home.path });
    fill(db);
  }
  using db = openDatabases({ folder: home.path });
  const told: string[] = [];
  db.onRebuilt((rebuilt) => told.push(rebuilt));
  for (const name of ['index', 'thumbnails']) {
    const file = path.join(home.path, `${name}.db`);
    const bytes = fs.readFileSync(file);
    fs.writeFileSync(file, bytes.fill(0, 4096), { flag: 'r+' });
  }
  const vectors = createVectors(db);
  db.transaction(() => {
    db.sql.prepare('SELECT sum(length(vector)) FROM idx.vectors').get();
    for (let id = 1; id <= photoCount; id++) vectors.putThumbnail(id, jpegOf(id));
  });
  expect(told.toSorted()).toEqual(['index', 'thumbnails']);
  expect(vectors.thumbnail(1)).toEqual(jpegOf(1));
});

test('a disk that damages what was just written is told, and not written for ever', () => {
  using home = temporaryFolder();
  using db = openDatabases({ folder: home.path });
  for (let times = 0; times < 20; times++) db.metDamage('index', true);
  expect(db.notices.length).toBeLessThan(10);
});
