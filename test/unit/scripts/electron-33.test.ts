import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { asOldClipboard } from '../../../electron-33/app/clipboard.ts';
import { oldSqliteAddon } from '../../../electron-33/app/sqlite-addon.ts';

const root = path.join(import.meta.dirname, '../../..');

test('whatever there is for Electron 33 is in its folder, or named in its README', () => {
  const readme = readFileSync(path.join(root, 'electron-33/README.md'), 'utf8');
  const listed = readme.split('## To be deleted with it')[1] ?? '';
  const named = [...listed.matchAll(/^\|(.+?)\|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`(.+?)`/g)].map(([, file]) => file),
  );
  expect(named.toSorted()).toEqual(filesThatMentionIt().toSorted());
});

test('the addon is the usual one where Node-API is new enough, whatever the environment says', () => {
  expect(Number(process.versions['napi'])).toBeGreaterThanOrEqual(9);
  const before = process.env['LUMISIFT_SQLITE_ADDON'];
  process.env['LUMISIFT_SQLITE_ADDON'] = '/somewhere.node';
  try {
    expect(oldSqliteAddon()).toEqual(Number(process.versions['napi']) < 10 ? { nativeBinding: '/somewhere.node' } : {});
  } finally {
    if (before === undefined) delete process.env['LUMISIFT_SQLITE_ADDON'];
    else process.env['LUMISIFT_SQLITE_ADDON'] = before;
  }
});

test('a clipboard that takes items is not an old one', () => {
  const old = { writeImage: () => undefined, writeBuffer: () => undefined };
  expect(asOldClipboard(old)).toBe(old);
  expect(asOldClipboard({ write: () => Promise.resolve() })).toBeUndefined();
});

/** Code, tests and settings that git knows or will know; documents may speak of it. */
function filesThatMentionIt(): string[] {
  const asked = [
    'grep',
    '--untracked',
    '-lE',
    'electron-33|Electron 33',
    '--',
    ':!electron-33',
    ':!*.md',
    ':!*.json.bin',
  ];
  const found = execFileSync('git', asked, { cwd: root, encoding: 'utf8' });
  return found.split('\n').filter((file) => file !== '' && file !== 'test/unit/scripts/electron-33.test.ts');
}
