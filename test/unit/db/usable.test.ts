import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openDatabases } from '../../../main/db/open.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';

const names = ['library.db', 'index.db', 'library.db-wal', 'lock.db', 'open', 'library.pages', 'changes.json'];

test.each(names)('a folder, or a pipe, in the place of %s is said in a sentence that names it', (name) => {
  using home = temporaryFolder();
  openDatabases({ folder: home.path })[Symbol.dispose]();
  const file = path.join(home.path, name);
  fs.rmSync(file, { force: true });
  fs.mkdirSync(file);
  const why = `${file} is a folder or a pipe, where a file of the library belongs: move it away.`;
  expect(() => openDatabases({ folder: home.path })).toThrow(why);
  fs.rmdirSync(file);
  if (process.platform !== 'win32') {
    execFileSync('mkfifo', [file]);
    expect(() => openDatabases({ folder: home.path })).toThrow(why);
    fs.rmSync(file);
  }
});

test.skipIf(process.platform === 'win32')(
  'the longest path that is admitted holds a library, and a longer one is refused',
  () => {
    using home = temporaryFolder();
    const folderOf = (bytes: number) => {
      let folder = home.path;
      while (folder.length < bytes) folder = path.join(folder, 'd'.repeat(Math.min(100, bytes - folder.length - 1)));
      return folder;
    };
    const most = 511 - '/thumbnails-damaged.db-journal'.length;
    openDatabases({ folder: folderOf(most) })[Symbol.dispose]();
    expect(() => openDatabases({ folder: folderOf(most + 1) })).toThrow(/^The path of the library is too long: /);
  },
);
