import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openDatabases } from '../../main/db/open.ts';
import { makePhotos, temporaryFolder } from '../fixtures/make-photos.ts';
import { enterPhotos } from '../fixtures/photo-rows.ts';

const root = path.join(import.meta.dirname, '../..');
const node = path.join(root, 'node_modules/.bin/node');

test('lumisift tag write says what it would do, does it, and undo-write takes it back', async () => {
  using folder = temporaryFolder();
  const pictures = path.join(folder.path, 'pictures');
  const library = path.join(folder.path, 'library');
  const files = await makePhotos(pictures, 2);
  {
    using db = openDatabases({ folder: library });
    enterPhotos(db, pictures, files, 5);
  }
  const lumisift = (...args: string[]) =>
    execFileSync(node, ['main/cli.ts', '--library', library, ...args], { cwd: root, encoding: 'utf8' });
  const run = (...args: string[]) => lumisift('tag', ...args);
  const sidecars = () => fs.readdirSync(pictures).filter((name) => name.endsWith('.xmp'));

  expect(run('write', '--dry-run')).toMatch(/rating: - -> 5[^]*2 files would be written/);
  lumisift('describe', path.join(pictures, 'photo-1.jpg'), '--date', '1993-08', '--place=38.72,-9.14');
  expect(run('write', '--dry-run', '--fields', 'date,place')).toMatch(
    /date: - -> 1993-08\n *place: - -> 38.72000, -9.14000\n1 file would be written/,
  );
  expect(sidecars()).toEqual([]);
  // Without a word of which photos nothing is written.
  for (const wrong of [[], ['--embedded'], ['--all', pictures]])
    expect(spawnSync(node, ['main/cli.ts', '--library', library, 'tag', 'write', ...wrong], { cwd: root }).status).toBe(
      2,
    );
  expect(sidecars()).toEqual([]);
  expect(run('write', path.join(pictures, 'photo-1.jpg'))).toMatch(/1 file written\. Undo: lumisift tag undo-write 1/);
  expect(sidecars()).toEqual(['photo-1.jpg.xmp']);
  fs.writeFileSync(path.join(pictures, 'photo-2.jpg.xmp'), 'no <XML');
  const refused = spawnSync(node, ['main/cli.ts', '--library', library, '--json', 'tag', 'write', '--all'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(refused.status).toBe(3);
  expect(JSON.parse(refused.stdout)).toMatchObject({
    writtenCount: 0,
    problems: [{ problem: { kind: 'sidecar-damaged' } }],
  });
  expect(run('undo-write')).toMatch(/1 file of write 1/);
  expect(sidecars()).toEqual(['photo-2.jpg.xmp']);
  expect(() => run('write', '--fields', 'colour')).toThrow();
  expect(() => run('undo-write', '99')).toThrow(/There is no write 99/);
});
