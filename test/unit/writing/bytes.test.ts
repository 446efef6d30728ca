import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { flushFolder, isRemoved } from '../../../main/writing/bytes.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';

test('what can not be removed is told and thrown by nobody: the journal keeps it open', async () => {
  using folder = temporaryFolder();
  const file = path.join(folder.path, 'a.jpg');
  fs.writeFileSync(file, 'half');
  expect(await isRemoved(file)).toBe(true);
  expect(fs.existsSync(file)).toBe(false);
  expect(await isRemoved(file)).toBe(true); // it is gone already
  // A folder in its place is refused, as every file is on a disk that became read-only.
  fs.mkdirSync(file);
  expect(await isRemoved(file)).toBe(false);
});

test('a folder that can not be opened fails no rename that was made in it', async () => {
  using folder = temporaryFolder();
  await expect(flushFolder(path.join(folder.path, 'none'))).resolves.toBeUndefined();
});
