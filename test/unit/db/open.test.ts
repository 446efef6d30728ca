import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeCopy } from '../../../main/db/backups/make-copy.ts';
import { openDatabases } from '../../../main/db/open.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';
import { fillLibrary } from '../../torture/precious-library.ts';
import { readPrecious } from '../../torture/read-precious.ts';

test('a second writer is refused with a sentence, and let in when the first has ended', () => {
  using folder = temporaryFolder();
  const first = openDatabases({ folder: folder.path });
  expect(() => openDatabases({ folder: folder.path })).toThrow(/open in another Lumisift/);
  first[Symbol.dispose]();
  openDatabases({ folder: folder.path })[Symbol.dispose]();
});

test('a damaged index is dropped and made anew, and the library stays', () => {
  using folder = temporaryFolder();
  {
    using db = openDatabases({ folder: folder.path });
    db.sql.prepare("INSERT INTO folders (path, added_at_ms) VALUES ('/photos', 1)").run();
    db.sql.prepare("INSERT INTO idx.models (key) VALUES ('m')").run();
  }
  fs.writeFileSync(path.join(folder.path, 'index.db'), Buffer.alloc(8192, 'no database'));
  using db = openDatabases({ folder: folder.path });
  expect(db.notices).toMatchObject([{ kind: 'index-damaged' }]);
  expect(db.sql.prepare('SELECT path FROM folders').pluck().all()).toEqual(['/photos']);
  expect(db.sql.prepare('SELECT count(*) FROM idx.models').pluck().get()).toBe(0);
});

test('a damaged library is put aside and the newest backup takes its place', async () => {
  using folder = temporaryFolder();
  {
    using db = openDatabases({ folder: folder.path });
    db.sql.prepare("INSERT INTO folders (path, added_at_ms) VALUES ('/photos', 1)").run();
    await makeCopy(folder.path, Date.now());
    expect(db.notices).toEqual([]);
  }
  fs.writeFileSync(path.join(folder.path, 'library.db'), Buffer.alloc(8192, 'no database'));
  using db = openDatabases({ folder: folder.path });
  expect(db.notices).toMatchObject([{ kind: 'library-damaged' }]);
  expect(db.sql.prepare('SELECT path FROM folders').pluck().all()).toEqual(['/photos']);
  expect(fs.readdirSync(folder.path).some((name) => name.startsWith('library-damaged-'))).toBe(true);
});

test('a damaged library without a backup is said so and left where it is', () => {
  using folder = temporaryFolder();
  const file = path.join(folder.path, 'library.db');
  openDatabases({ folder: folder.path })[Symbol.dispose]();
  fs.writeFileSync(file, Buffer.alloc(8192, 'no database'));
  expect(() => openDatabases({ folder: folder.path })).toThrow(/damaged.* there is no backup/);
  expect(fs.readFileSync(file).subarray(0, 2).toString()).toBe('no');
});

test('where a damaged library has no backup, what can be read out of it is saved, and its photos keep their numbers', () => {
  using folder = temporaryFolder();
  {
    using db = openDatabases({ folder: folder.path });
    fillLibrary(db, { from: 0, to: 300 });
  }
  fs.rmSync(path.join(folder.path, 'library.pages'));
  const file = path.join(folder.path, 'library.db');
  const opened = fs.openSync(file, 'r+');
  fs.writeSync(opened, Buffer.alloc(4096 * 4, 7), 0, 4096 * 4, fs.statSync(file).size - 4096 * 10);
  fs.closeSync(opened);
  fs.writeFileSync(path.join(folder.path, 'open'), '1');
  using db = openDatabases({ folder: folder.path });
  expect(db.notices).toMatchObject([{ kind: 'library-damaged', details: { code: 'salvaged' } }]);
  const found = readPrecious(db.sql);
  expect(found.size).toBeGreaterThan(400);
  expect(db.sql.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(db.sql.prepare('PRAGMA foreign_key_check').all()).toEqual([]);
});

test('a library that is gone is never begun anew in silence: its backup is offered, and restored when that is wanted', async () => {
  using folder = temporaryFolder();
  {
    using db = openDatabases({ folder: folder.path });
    fillLibrary(db, { from: 0, to: 20 });
    await makeCopy(folder.path, Date.now());
  }
  for (const name of ['library.db', 'library.pages']) fs.rmSync(path.join(folder.path, name));
  let failure: unknown;
  try {
    openDatabases({ folder: folder.path });
  } catch (error) {
    failure = error;
  }
  expect(failure).toMatchObject({ kind: 'library-missing', details: { backup: 'library-000001.db' } });
  expect(fs.existsSync(path.join(folder.path, 'library.db'))).toBe(false);
  {
    using db = openDatabases({ folder: folder.path, ifMissing: 'restore' });
    expect(readPrecious(db.sql).size).toBeGreaterThan(40);
    // Nobody saw it: it is told again.
    expect(db.notices).toHaveLength(1);
  }
  using db = openDatabases({ folder: folder.path });
  expect(db.notices).toHaveLength(1);
  db.noticesTold();
});

test('begun anew, it takes no picture for another: what the index knew by the old numbers is gone', async () => {
  using folder = temporaryFolder();
  {
    using db = openDatabases({ folder: folder.path });
    fillLibrary(db, { from: 0, to: 20 });
    db.sql.exec(
      "INSERT INTO idx.models (key) VALUES ('m'); INSERT INTO idx.vectors (model_id, photo_id, vector) VALUES (1, 1, x'00')",
    );
    await makeCopy(folder.path, Date.now());
  }
  fs.rmSync(path.join(folder.path, 'library.db'));
  using db = openDatabases({ folder: folder.path, ifMissing: 'begin-anew' });
  expect(readPrecious(db.sql).size).toBe(0);
  expect(db.sql.prepare('SELECT count(*) FROM idx.vectors').pluck().get()).toBe(0);
  expect(fs.readdirSync(path.join(folder.path, 'backups'))).toContain('library-000001.db');
});

test('a mended library keeps its index: no photo is embedded again', async () => {
  using folder = temporaryFolder();
  {
    using db = openDatabases({ folder: folder.path });
    fillLibrary(db, { from: 0, to: 20 });
    await makeCopy(folder.path, Date.now());
    db.sql.exec(
      "INSERT INTO idx.models (key) VALUES ('m'); INSERT INTO idx.vectors (model_id, photo_id, vector) VALUES (1, 1, x'00'), (1, 999, x'00')",
    );
  }
  fs.rmSync(path.join(folder.path, 'library.pages'));
  fs.writeFileSync(path.join(folder.path, 'library.db'), Buffer.alloc(8192, 'no database'));
  using db = openDatabases({ folder: folder.path });
  expect(db.sql.prepare('SELECT photo_id FROM idx.vectors').pluck().all()).toEqual([1]);
  const next = db.sql.prepare("INSERT INTO folders (path, added_at_ms) VALUES ('/new', 1) RETURNING id").pluck().get();
  expect(next).toBeGreaterThan(1_000);
});
