import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { listCopies } from '../../main/db/backups/copies.ts';
import { openDatabases } from '../../main/db/open.ts';
import { makePhotos, temporaryFolder } from '../fixtures/make-photos.ts';
import { fillLibrary } from '../torture/precious-library.ts';
import { readPrecious } from '../torture/read-precious.ts';

const cli = path.join(import.meta.dirname, '../../main/cli.ts');

function lumisift(home: string, ...args: string[]): { code: number | null; stdout: string; stderr: string } {
  const {
    status: code,
    stdout,
    stderr,
  } = spawnSync(process.execPath, [cli, '--library', home, ...args], {
    encoding: 'utf8',
  });
  return { code, stdout, stderr };
}

function json(home: string, ...args: string[]): unknown {
  const { stdout, stderr } = lumisift(home, '--json', ...args);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

test('backups from a terminal: made, listed, looked over, and put in the place of a library that is damaged or gone', () => {
  using folder = temporaryFolder();
  const home = path.join(folder.path, 'library');
  expect(lumisift(home, 'backup', 'make').code).toBe(1);
  let before: Map<string, string>;
  {
    using db = openDatabases({ folder: home });
    fillLibrary(db, { from: 0, to: 40 });
    before = readPrecious(db.sql);
  }
  expect(json(home, 'backup', 'make')).toMatchObject({
    ok: true,
    copy: { number: 1, contents: { photos: 40, albums: 2 } },
  });
  expect(lumisift(home, 'backup', 'list', '--check').stdout).toMatch(/^library-000001\.db {2}.* 40 photos, .* good$/m);

  fs.rmSync(path.join(home, 'library.db'));
  const status = lumisift(home, 'status');
  expect(status).toMatchObject({ code: 1, stderr: expect.stringContaining('lumisift backup restore') });
  const add = lumisift(home, 'add', folder.path);
  expect(add).toMatchObject({ code: 1, stderr: expect.stringContaining('lumisift backup restore') });
  expect(fs.existsSync(path.join(home, 'library.db'))).toBe(false);
  expect(json(home, 'backup', 'restore')).toMatchObject({ ok: true, isRestored: true });
  expect(readAll(home)).toEqual(before);
  expect(lumisift(home, 'backup', 'restore').stdout).toBe('The library is sound: nothing was changed.\n');

  {
    using db = openDatabases({ folder: home });
    db.sql.exec('DELETE FROM tag_answers');
  }
  expect(json(home, 'backup', 'restore', 'library-000001.db')).toMatchObject({ ok: true });
  expect(readAll(home)).toEqual(before);
  expect(fs.readdirSync(home)).toContainEqual(expect.stringMatching(/^library-damaged-\d+\.db$/));

  const copy = path.join(home, 'backups/library-000001.db');
  const bytes = fs.readFileSync(copy);
  bytes.writeUInt8(bytes.readUInt8(9_000) ^ 1, 9_000);
  fs.writeFileSync(copy, bytes);
  const list = lumisift(home, 'backup', 'list', '--check');
  expect(list).toMatchObject({ code: 3, stdout: expect.stringContaining('DAMAGED') });
  const restore = lumisift(home, 'backup', 'restore', '1');
  expect(restore).toMatchObject({ code: 1, stderr: expect.stringContaining('is damaged: choose another one') });
  expect(readAll(home)).toEqual(before);
});

test('everything precious goes out as one file and into another library, also for photos that come later', () => {
  using folder = temporaryFolder();
  const [from, to] = [path.join(folder.path, 'from'), path.join(folder.path, 'to')];
  const file = path.join(folder.path, 'mine.json');
  {
    using db = openDatabases({ folder: from });
    fillLibrary(db, { from: 0, to: 60 });
  }
  {
    // Some photos are there, one of them with a rating of its own; and words that have the same numbers there.
    using db = openDatabases({ folder: to });
    fillLibrary(db, { from: 100, to: 110 });
    db.sql.exec(`INSERT INTO photos (content, format, width, height, taken_wall_ms, taken_from, added_at_ms, own_rating)
      VALUES (x'${'00000005' + '05'.repeat(28)}', 'jpeg', 4, 3, 0, 'file', 0, 1)`);
  }
  expect(json(from, 'backup', 'export', file)).toMatchObject({ ok: true, albums: 2, searches: 1 });
  const here = readAll(to);
  expect(json(to, 'backup', 'import', file, '--dry-run')).toMatchObject({
    ok: true,
    isDryRun: true,
    holds: { albums: 2 },
    added: { albums: 2, searches: 1, ratings: 11, captions: 12, favourites: 4, hidden: 3 },
  });
  expect(readAll(to)).toEqual(here);
  expect(json(to, 'backup', 'import', file)).toMatchObject({ ok: true, isDryRun: false, added: { albums: 2 } });
  const after = readAll(to);
  for (const [key, value] of here) expect([key, after.get(key)]).toEqual([key, value]);
  for (const [key, value] of readAll(from)) {
    if (/^(concept|folder|setting)/.test(key) || here.has(key)) continue;
    expect([key, after.get(key)]).toEqual([key, value]);
  }
  // Twice is once.
  expect(json(to, 'backup', 'import', file)).toMatchObject({
    added: { answers: 0, albums: 0, searches: 0, ratings: 0, favourites: 0, hidden: 0 },
  });
  expect(readAll(to)).toEqual(after);
});

test.each([
  ['{', 'This is not a JSON file.'],
  ['{"concepts": []}', 'This is not a file that Lumisift exported'],
  ['{"format": "lumisift-precious", "version": 2}', 'newer version'],
  ['{"format": "lumisift-precious", "version": 1, "photos": [{"content": "zz"}]}', 'is damaged at'],
])('a file that is none, %s, is told in a sentence and changes nothing', (text, why) => {
  using folder = temporaryFolder();
  const home = path.join(folder.path, 'library');
  {
    using db = openDatabases({ folder: home });
    fillLibrary(db, { from: 0, to: 5 });
  }
  const before = readAll(home);
  fs.writeFileSync(path.join(folder.path, 'x.json'), text);
  const { code, stderr } = lumisift(home, 'backup', 'import', path.join(folder.path, 'x.json'));
  expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining(why) });
  expect(readAll(home)).toEqual(before);
});

function readAll(home: string): Map<string, string> {
  using db = openDatabases({ folder: home });
  db.noticesTold();
  return readPrecious(db.sql);
}

test('a command that changes something precious looks at its end whether a backup is due', async () => {
  using folder = temporaryFolder();
  const home = path.join(folder.path, 'library');
  await makePhotos(path.join(folder.path, 'pictures'), 1);
  expect(lumisift(home, 'add', path.join(folder.path, 'pictures'))).toMatchObject({ code: 0, stderr: '' });
  expect(listCopies(home)).toHaveLength(1);
});
