import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { backUpLibrary } from '../../../main/db/backup.ts';
import { openDatabases } from '../../../main/db/open.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';

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
  expect(db.notices).toMatchObject([{ kind: 'library-damaged' }]);
  expect(db.sql.prepare('SELECT path FROM folders').pluck().all()).toEqual(['/photos']);
  expect(db.sql.prepare('SELECT count(*) FROM idx.models').pluck().get()).toBe(0);
});

test('a damaged library is put aside and the newest backup takes its place', async () => {
  using folder = temporaryFolder();
  {
    using db = openDatabases({ folder: folder.path });
    db.sql.prepare("INSERT INTO folders (path, added_at_ms) VALUES ('/photos', 1)").run();
    await backUpLibrary(db, Date.now());
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
  expect(() => openDatabases({ folder: folder.path })).toThrow(/damaged and there is no backup/);
  expect(fs.readFileSync(file).subarray(0, 2).toString()).toBe('no');
});

test('backups are made once a day and the last seven are kept', async () => {
  using folder = temporaryFolder();
  using db = openDatabases({ folder: folder.path });
  const start = Date.now();
  for (let day = 0; day < 10; day++) {
    await backUpLibrary(db, start + day * 86_400_001 * 2);
    await backUpLibrary(db, start + day * 86_400_001 * 2 + 1000 - 86_400_000);
  }
  expect(fs.readdirSync(path.join(folder.path, 'backups'))).toHaveLength(7);
});
