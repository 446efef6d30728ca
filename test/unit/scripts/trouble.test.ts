import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { sentenceOf } from '../../../scripts/trouble.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';

test('a full disk is one sentence, whoever met it', () => {
  const sentence = /^The disk is full: free some space .*\.$/;
  expect(sentenceOf(Object.assign(new Error('write'), { code: 'ENOSPC' }))).toMatch(sentence);
  expect(sentenceOf(new Error('npm pack ended with 228:\nnpm error code ENOSPC'))).toMatch(sentence);
  expect(sentenceOf(new Error('tar: x: Cannot write: No space left on device'))).toMatch(sentence);
});

test('what may not be written is named', () => {
  using folder = temporaryFolder();
  const file = path.join(folder.path, 'file');
  fs.writeFileSync(file, '');
  let met: unknown;
  try {
    fs.mkdirSync(path.join(file, 'below'));
  } catch (error) {
    met = Object.assign(error as Error, { code: 'EACCES' });
  }
  expect(sentenceOf(met)).toMatch(new RegExp(`^${path.join(file, 'below')} can't be written: .*again\\.$`));
});

test('any other sentence stays as it is', () => {
  expect(sentenceOf(new Error('Electron needs a screen.'))).toBe('Electron needs a screen.');
  expect(sentenceOf('so')).toBe('so');
});
