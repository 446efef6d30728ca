import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { Database } from 'better-sqlite3';
import { expect, test } from 'vitest';
import { copiesToKeep, listCopies } from '../../../../main/db/backups/copies.ts';
import { changesSince, isBackupDue } from '../../../../main/db/backups/due.ts';
import { makeCopy } from '../../../../main/db/backups/make-copy.ts';
import { connect } from '../../../../main/db/connect.ts';
import { restoreCopy, whenOf } from '../../../../main/db/mending/index.ts';
import { migrate } from '../../../../main/db/migrate.ts';
import { migrations } from '../../../../main/db/migrations/index.ts';
import { openDatabases } from '../../../../main/db/open.ts';
import { temporaryFolder } from '../../../fixtures/make-photos.ts';
import { fillLibrary } from '../../../torture/precious-library.ts';
import { readPrecious } from '../../../torture/read-precious.ts';

test('a copy of a damaged library is no backup: it takes the place of none, and nothing of it stays', async () => {
  using folder = temporaryFolder();
  {
    using db = openDatabases({ folder: folder.path });
    fillLibrary(db, { from: 0, to: 200 });
    await makeCopy(folder.path, 1);
  }
  const file = path.join(folder.path, 'library.db');
  const bytes = fs.readFileSync(file);
  bytes.fill(0, 4096 * 20, 4096 * 24);
  fs.writeFileSync(file, bytes);
  for (let day = 2; day < 5; day++) await expect(makeCopy(folder.path, day)).rejects.toThrow(/damaged/);
  expect(fs.readdirSync(path.join(folder.path, 'backups'))).toEqual(['library-000001.db', 'library-000001.json']);
});

test('rows that are gone, though nobody took them away, are damage', async () => {
  using folder = temporaryFolder();
  using db = openDatabases({ folder: folder.path });
  fillLibrary(db, { from: 0, to: 50 });
  await makeCopy(folder.path, 1);
  db.sql.exec('DROP TRIGGER tag_answers_counts_delete; DELETE FROM tag_answers');
  await expect(makeCopy(folder.path, 2)).rejects.toThrow(/answers are gone/);
  expect(listCopies(folder.path)).toHaveLength(1);
});

test('a backup is one state of the library, however much is written meanwhile', async () => {
  using folder = temporaryFolder();
  using db = openDatabases({ folder: folder.path });
  fillLibrary(db, { from: 0, to: 100 });
  const making = makeCopy(folder.path, 1);
  fillLibrary(db, { from: 100, to: 120 });
  const { facts } = await making;
  expect([100, 120]).toContain(facts?.contents.photos);
  expect(facts?.contents).toMatchObject({ albums: facts?.contents.photos === 100 ? 2 : 4 });
});

test('copies are told apart by their numbers: one whose date is in the future pushes none out', async () => {
  using folder = temporaryFolder();
  using db = openDatabases({ folder: folder.path });
  fillLibrary(db, { from: 0, to: 10 });
  await makeCopy(folder.path, Date.UTC(2099, 1, 1));
  fs.copyFileSync(
    path.join(folder.path, 'backups/library-000001.db'),
    path.join(folder.path, 'backups/library-2099-01-01T00-00-00-000Z.db'),
  );
  await makeCopy(folder.path, Date.UTC(2026, 1, 1));
  expect(listCopies(folder.path).map(({ name }) => name)).toEqual([
    'library-000002.db',
    'library-000001.db',
    'library-2099-01-01T00-00-00-000Z.db',
  ]);
});

test('what else lies in the folder of the backups is left alone, and in the way of nothing', async () => {
  using folder = temporaryFolder();
  using db = openDatabases({ folder: folder.path });
  fillLibrary(db, { from: 0, to: 10 });
  const backups = path.join(folder.path, 'backups');
  for (let number = 11; number < 20; number++)
    fs.mkdirSync(path.join(backups, `library-0000${number}.db`), { recursive: true });
  const foreign = ['library-99999999999999999999.db', 'notes.txt', 'library-000003.db.bak'];
  for (const name of foreign) fs.writeFileSync(path.join(backups, name), 'mine');
  for (let atMs = 1; atMs <= 12; atMs++) await makeCopy(folder.path, atMs);
  expect(listCopies(folder.path)[0]).toMatchObject({ number: 21, facts: { atMs: 12 } });
  const left = fs.readdirSync(backups);
  expect(left).toEqual(expect.arrayContaining([...foreign, 'library-000011.db', 'library-000019.db']));
});

test('newer copies that are whole, but no library or one of a newer version, are passed over for the good one', async () => {
  using folder = temporaryFolder();
  let before: Map<string, string>;
  {
    using db = openDatabases({ folder: folder.path });
    fillLibrary(db, { from: 0, to: 40 });
    before = readPrecious(db.sql);
    await makeCopy(folder.path, 1);
  }
  const good = path.join(folder.path, 'backups/library-000001.db');
  const others: ((sql: Database) => unknown)[] = [
    (sql) => sql.exec('PRAGMA foreign_keys = OFF; DROP TABLE notices; PRAGMA user_version = 5'),
    (sql) => sql.exec('CREATE TABLE of_tomorrow (id INTEGER); PRAGMA user_version = 999; PRAGMA application_id = 7'),
    (sql) => sql.exec('DROP VIEW given_tags; DROP TABLE settings'),
  ];
  for (const [at, change] of others.entries()) {
    const file = good.replace('000001', `00001${at}`);
    fs.copyFileSync(good, file);
    const sql = connect(file);
    change(sql);
    sql.close();
    const facts: unknown = JSON.parse(fs.readFileSync(good.replace(/db$/, 'json'), 'utf8'));
    fs.writeFileSync(
      file.replace(/db$/, 'json'),
      JSON.stringify({
        ...(facts as object),
        sha256: createHash('sha256').update(fs.readFileSync(file)).digest('hex'),
      }),
    );
  }
  fs.rmSync(path.join(folder.path, 'library.db'));
  using db = openDatabases({ folder: folder.path, ifMissing: 'restore' });
  expect(readPrecious(db.sql)).toEqual(before);
});

test('a copy that a newer version made is not called damaged', async () => {
  using folder = temporaryFolder();
  {
    using db = openDatabases({ folder: folder.path });
    fillLibrary(db, { from: 0, to: 4 });
  }
  const copy = await makeCopy(folder.path, 1);
  const sql = connect(copy.file);
  migrate(sql, [...migrations.library, 'CREATE TABLE of_tomorrow (id INTEGER) STRICT;'], 'library.db');
  sql.close();
  fs.rmSync(copy.file.replace(/db$/, 'json'));
  const [newer] = listCopies(folder.path);
  expect(() => restoreCopy({ folder: folder.path, nowMs: 2 }, newer ?? copy)).toThrow(
    'The backup library-000001.db was made by a newer version of Lumisift: update Lumisift, or choose another one.',
  );
});

test('facts with a moment that cannot be are none, and the copy is one all the same', async () => {
  using folder = temporaryFolder();
  using db = openDatabases({ folder: folder.path });
  fillLibrary(db, { from: 0, to: 10 });
  const { file, facts } = await makeCopy(folder.path, 1);
  fs.writeFileSync(file.replace(/db$/, 'json'), JSON.stringify({ ...facts, atMs: 1e300 }));
  const [copy] = listCopies(folder.path);
  expect(copy).toMatchObject({ number: 1, facts: undefined });
  expect(whenOf(copy)).toMatch(/^20/);
});

test('a file that is called as the folder of the backups is said in a sentence, and the library opens', async () => {
  using folder = temporaryFolder();
  fs.writeFileSync(path.join(folder.path, 'backups'), '');
  using db = openDatabases({ folder: folder.path });
  fillLibrary(db, { from: 0, to: 10 });
  expect(listCopies(folder.path)).toEqual([]);
  await expect(makeCopy(folder.path, 1)).rejects.toThrow(
    /^Backups can't be made: .*backups is a file, not a folder\.$/,
  );
});

test('what a killed copy left goes', async () => {
  using folder = temporaryFolder();
  using db = openDatabases({ folder: folder.path });
  fillLibrary(db, { from: 0, to: 10 });
  await makeCopy(folder.path, 1);
  for (const end of ['', '-journal', '-wal', '-shm'])
    fs.writeFileSync(path.join(folder.path, `backups/library-000009.db.part${end}`), 'half');
  await makeCopy(folder.path, 2);
  expect(fs.readdirSync(path.join(folder.path, 'backups')).filter((name) => name.includes('part'))).toEqual([]);
});

test('new ones stay, and of the old ones one of each age: what was damaged in silence long ago has a copy from before', () => {
  let numbers: number[] = [];
  for (let number = 1; number <= 400; number++) {
    numbers = [number, ...numbers];
    const kept = copiesToKeep(numbers);
    numbers = numbers.filter((one) => kept.has(one));
    expect(numbers.length).toBeLessThanOrEqual(7);
  }
  expect(numbers.slice(0, 3)).toEqual([400, 399, 398]);
  expect(numbers.at(-1)).toBeLessThan(400 - 80);
});

test('the first backup is due with the first precious thing, then after so many and so often, and once a week', () => {
  const minute = 60_000;
  const day = 24 * 60 * minute;
  const made = (atMs: number, answers: number) => ({
    facts: { atMs, checkedAtMs: atMs, sha256: '', changes: { tag_answers: answers }, contents: nothing },
  });
  const nothing = { photos: 9, answers: 0, ratings: 0, captions: 0, favourites: 0, hidden: 0, stacks: 0, albums: 0, searches: 0, concepts: 0 }; // prettier-ignore
  const state = { changes: { tag_answers: 0 }, hasPrecious: true, sinceLastMs: undefined, nowMs: 100 * day };
  expect(isBackupDue({ ...state, newest: undefined, hasPrecious: false })).toBe(false);
  expect(isBackupDue({ ...state, newest: undefined })).toBe(true);
  const fresh = made(100 * day - minute, 0);
  expect(isBackupDue({ ...state, newest: fresh })).toBe(false);
  expect(isBackupDue({ ...state, newest: fresh, changes: { tag_answers: 1 } })).toBe(false);
  expect(isBackupDue({ ...state, newest: fresh, changes: { tag_answers: 1 }, sinceLastMs: 61 * minute })).toBe(true);
  expect(isBackupDue({ ...state, newest: fresh, changes: { tag_answers: 100 }, sinceLastMs: 11 * minute })).toBe(true);
  expect(isBackupDue({ ...state, newest: made(92 * day, 0) })).toBe(true);
  // The clock was years ahead when it was made.
  expect(isBackupDue({ ...state, newest: made(9_999 * day, 0), changes: { tag_answers: 1 } })).toBe(true);
  expect(changesSince(made(0, 3), { tag_answers: 5, albums: 1 })).toBe(3);
});
