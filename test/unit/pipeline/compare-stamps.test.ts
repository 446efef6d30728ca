import { expect, test } from 'vitest';
import { compareStamps, type Verdict } from '../../../main/pipeline/compare-stamps.ts';

const now = { sizeBytes: 5, mtimeMs: 10_123, ctimeMs: 20_456, bornMs: 1, inode: '1:2' };
const before = { ...now, readAtMs: 90_000 };

test.each<[string, Partial<typeof before>, Partial<typeof now>, Verdict]>([
  ['nothing happened', {}, {}, 'same'],
  ['another size', {}, { sizeBytes: 6 }, 'changed'],
  ['another time', {}, { mtimeMs: 10_124 }, 'changed'],
  ['the same time in whole seconds', {}, { mtimeMs: 10_000 }, 'doubtful'],
  ['another ctime: ExifTool -P, chmod', {}, { ctimeMs: 99_000 }, 'doubtful'],
  ['another inode and ctime: rsync -t, tar', {}, { inode: '1:3', ctimeMs: 99_000 }, 'doubtful'],
  ['another inode alone: mounted again', {}, { inode: '9:3' }, 'renumbered'],
  ['another inode where there is no ctime', { ctimeMs: 10_123 }, { ctimeMs: 10_123, inode: '9:3' }, 'doubtful'],
  ['read in the same tick as it was written', { readAtMs: 20_460 }, {}, 'doubtful'],
  [
    'read in the same second where times are whole seconds',
    { mtimeMs: 21_000, readAtMs: 22_500 },
    { mtimeMs: 21_000 },
    'doubtful',
  ],
])('%s', (_what, was, is, verdict) => {
  expect(compareStamps({ ...before, ...was }, { ...now, ...is })).toBe(verdict);
});

test('on a drive whose inodes are known to pass, another inode alone tells nothing', () => {
  expect(compareStamps({ ...before, ctimeMs: 10_123 }, { ...now, ctimeMs: 10_123, inode: '9:3' }, true)).toBe(
    'renumbered',
  );
});
