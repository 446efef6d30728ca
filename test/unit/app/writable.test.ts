import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createLog } from '../../../main/app/log.ts';
import { whyUnwritable } from '../../../main/app/writable.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';

test('a folder that can be written is made, and one that can not is said in a sentence', () => {
  using home = temporaryFolder();
  const folder = path.join(home.path, 'Lumisift', 'window');
  expect(whyUnwritable(folder)).toBeUndefined();
  expect(fs.existsSync(folder)).toBe(true);

  fs.writeFileSync(path.join(home.path, 'file'), '');
  const nowhere = path.join(home.path, 'file', 'window');
  expect(whyUnwritable(nowhere)).toMatchObject({
    kind: 'read-only',
    message: `Nothing can be written into ${nowhere}: give yourself the right to, or start with --library DIR.`,
  });
});

test('a log that can not be kept breaks nothing', () => {
  using home = temporaryFolder();
  fs.writeFileSync(path.join(home.path, 'file'), '');
  const log = createLog(path.join(home.path, 'file', 'logs'));
  expect(() => log.info('a line')).not.toThrow();
});
