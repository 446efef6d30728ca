import fs from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { lockLibrary } from '../../../main/db/lock.ts';
import { openDatabases } from '../../../main/db/open.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';

/** Where better-sqlite3 looks for its addon: the one way to give it another. */
const addonOption = vi.hoisted((): { nativeBinding?: string } => ({}));
vi.mock(import('../../../electron-33/app/sqlite-addon.ts'), () => ({ oldSqliteAddon: () => addonOption }));
afterEach(() => delete addonOption.nativeBinding);

function failureOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}

test('only a library that another one holds is said to be open elsewhere, and is free again when it ends', () => {
  using folder = temporaryFolder();
  const held = lockLibrary(folder.path);
  expect(failureOf(() => lockLibrary(folder.path))).toMatchObject({
    kind: 'library-busy',
    message: 'This library is open in another Lumisift. Close that one, or use its window.',
  });
  held[Symbol.dispose]();
  lockLibrary(folder.path)[Symbol.dispose]();
});

test.each(['not-there.node', 'text.node'])('an addon that can not be loaded (%s) has its own sentence', (name) => {
  using folder = temporaryFolder();
  const addon = path.join(folder.path, name);
  if (name === 'text.node') fs.writeFileSync(addon, 'not an addon');
  addonOption.nativeBinding = addon;
  const failure = failureOf(() => lockLibrary(folder.path));
  expect(failure).toMatchObject({ kind: 'unavailable' });
  expect(String(failure)).toMatch(/SQLite can't be loaded: install Lumisift again \(.*(not-there|text)\.node.*\)\.$/);
});

test('a folder that can not be made is not one that is in use', () => {
  using folder = temporaryFolder();
  fs.writeFileSync(path.join(folder.path, 'file'), '');
  const library = path.join(folder.path, 'file', 'library');
  expect(failureOf(() => openDatabases({ folder: library }))).toMatchObject({
    kind: 'read-only',
    message: `The library folder ${library} can't be made: choose another place.`,
  });
});

test('a lock that is a folder is said as what it is', () => {
  using folder = temporaryFolder();
  fs.mkdirSync(path.join(folder.path, 'lock.db'));
  expect(failureOf(() => lockLibrary(folder.path))).toMatchObject({ kind: 'read-only' });
});
