import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeCopy } from '../../../main/db/backups/make-copy.ts';
import { makePrivate } from '../../../main/db/private.ts';
import { openDatabases } from '../../../main/db/open.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';

const modeOf = (file: string) => (fs.statSync(file).mode & 0o777).toString(8);

// Windows has access lists: see below.
test.skipIf(process.platform === 'win32')(
  'a library is for its owner only: its folder, its databases, its logs of them and its backups',
  async () => {
    using home = temporaryFolder();
    const folder = path.join(home.path, 'library');
    using db = openDatabases({ folder });
    db.sql.prepare("INSERT INTO folders (path, added_at_ms) VALUES ('/photos', 1)").run();
    await makeCopy(folder, 1);
    expect(modeOf(folder)).toBe('700');
    expect(modeOf(path.join(folder, 'backups'))).toBe('700');
    for (const name of [...fs.readdirSync(folder), 'backups/library-000001.db', 'backups/library-000001.json'])
      if (name !== 'backups') expect([name, modeOf(path.join(folder, name))]).toEqual([name, '600']);
  },
);

test.skipIf(process.platform === 'win32')(
  'one that others could read is closed when it is opened, and what is not ours in its folder is left alone',
  () => {
    using home = temporaryFolder();
    const folder = path.join(home.path, 'library');
    openDatabases({ folder })[Symbol.dispose]();
    fs.mkdirSync(path.join(folder, 'originals/deep'), { recursive: true });
    fs.writeFileSync(path.join(folder, 'originals/deep/1.jpg'), 'x');
    fs.writeFileSync(path.join(folder, 'mine.txt'), 'x');
    for (const name of ['', 'library.db', 'originals', 'originals/deep', 'originals/deep/1.jpg', 'mine.txt'])
      fs.chmodSync(path.join(folder, name), name.includes('.') ? 0o644 : 0o755);
    openDatabases({ folder })[Symbol.dispose]();
    expect(
      ['', 'library.db', 'originals', 'originals/deep/1.jpg'].map((name) => modeOf(path.join(folder, name))),
    ).toEqual(['700', '600', '700', '600']);
    expect(modeOf(path.join(folder, 'mine.txt'))).toBe('644');
  },
);

test('on Windows a library outside of the own folder is closed by an access list, once', () => {
  using home = temporaryFolder();
  const asked: unknown[] = [];
  const windows = {
    platform: 'win32',
    env: { USERDOMAIN: 'DESK', USERNAME: 'ada', SystemRoot: String.raw`C:\Windows` },
    home: String.raw`C:\Users\ada`,
    run: (command: string, args: readonly string[]) => asked.push([command, ...args]),
  } as const;
  makePrivate(home.path, windows);
  makePrivate(home.path, windows);
  expect(asked).toEqual([
    [
      String.raw`C:\Windows\System32\icacls.exe`,
      home.path,
      '/inheritance:r',
      '/grant:r',
      String.raw`DESK\ada:(OI)(CI)F`,
      '*S-1-5-18:(OI)(CI)F',
      '*S-1-5-32-544:(OI)(CI)F',
    ],
  ]);
});

test('one in the own folder has its list already, and a drive without lists stays as it is, without a word', () => {
  using home = temporaryFolder();
  const run = () => {
    throw new Error('it should not be asked');
  };
  const platform = 'win32';
  const own = String.raw`C:\Users\ada\AppData\Roaming\Lumisift`;
  makePrivate(own, { platform, env: { USERNAME: 'ada' }, home: String.raw`C:\Users\ada`, run });
  makePrivate(home.path, { platform, env: { USERNAME: 'ada' }, home: String.raw`C:\Users\ada`, run });
  expect(fs.readdirSync(home.path)).toEqual([]);
});
