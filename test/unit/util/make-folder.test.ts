import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder } from '../../../main/util/make-folder.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';

test('a folder is made with what it lies in, and is there when it is asked for again', () => {
  using own = temporaryFolder();
  const deep = path.join(own.path, 'a', 'b', 'c');
  for (let time = 0; time < 2; time++) makeFolder(deep, 0o700);
  expect(fs.statSync(deep).isDirectory()).toBe(true);
  fs.writeFileSync(path.join(own.path, 'file'), '');
  for (const at of ['file', 'file/below']) expect(() => makeFolder(path.join(own.path, at))).toThrow(/EEXIST|ENOTDIR/);
});

test.runIf(process.platform === 'linux')('a place that denies what is in it is told, and not tried for ever', () => {
  expect(() => makeFolder('/proc/nobody/.config/Lumisift')).toThrow(/ENOENT/);
});
