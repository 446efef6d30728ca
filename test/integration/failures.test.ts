import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makePhoto, makePhotos, temporaryFolder } from '../fixtures/make-photos.ts';
import { openTestLibrary, until } from '../fixtures/open-library.ts';

const cli = path.join(import.meta.dirname, '../../main/cli.ts');
const lumisift = (...args: string[]) => execFileSync(process.execPath, [cli, ...args], { encoding: 'utf8' });

test('what is ignored is left out and kept so, until the file changes or the person takes it back', async () => {
  using photos = temporaryFolder();
  using home = temporaryFolder();
  const at = (name: string) => path.join(photos.path, name);
  await makePhotos(photos.path, 1);
  fs.writeFileSync(at('text-1.jpg'), 'this is not a picture');
  fs.writeFileSync(at('text-2.jpg'), 'this is none either');
  fs.writeFileSync(at('empty.jpg'), '');
  {
    await using library = openTestLibrary(home.path);
    await library.folders.add(photos.path);
    await library.work.settled();
    const listed = library.failures.list(0, 10);
    expect(listed).toMatchObject({ count: 3, ignoredCount: 0 });
    expect(listed.kinds).toEqual([
      { kind: 'not-a-picture', count: 2 },
      { kind: 'empty', count: 1 },
    ]);
    expect(library.failures.ignore({ kind: 'not-a-picture' })).toHaveLength(2);
    expect(library.failures.list(0, 10)).toMatchObject({ count: 1, files: [{ kind: 'empty' }] });
    expect(library.work.progress().failedCount).toBe(1);
    expect(library.failures.retry()).toBe(1);
    await library.work.settled();
    expect(library.failures.list(0, 10, true).files.map(({ attempts, isIgnored }) => [attempts, isIgnored])).toEqual([
      [1, true],
      [1, true],
    ]);
  }

  const said = lumisift('--library', home.path, 'status', '--failures');
  expect(said).toContain('Failed    1 (and 2 ignored)');
  expect(said.indexOf('empty.jpg')).toBeLessThan(said.indexOf('text-1.jpg (ignored)'));
  expect(JSON.parse(lumisift('--json', '--library', home.path, 'status', '--failures'))).toMatchObject({
    failedCount: 1,
    ignoredCount: 2,
    failures: [{ isIgnored: false }, { isIgnored: true }, { isIgnored: true }],
  });

  await using library = openTestLibrary(home.path);
  await library.work.settled();
  expect(library.failures.list(0, 10)).toMatchObject({ count: 1, ignoredCount: 2 });
  fs.writeFileSync(at('text-1.jpg'), 'another text in its place');
  await until('the changed file is tried anew, and told', () => library.failures.list(0, 10).count === 2);
  await makePhoto(at('text-2.jpg'), 50);
  await until('the mended file is a photo', () => library.failures.list(0, 10).ignoredCount === 0);
  const ids = library.failures.list(0, 10).files.map(({ fileId }) => fileId);
  expect(library.failures.ignore({ fileIds: ids }).sort()).toEqual(ids.toSorted());
  expect(library.failures.list(0, 10)).toMatchObject({ count: 0, ignoredCount: 2 });
  library.failures.unignore();
  expect(library.failures.list(0, 10)).toMatchObject({ count: 2, ignoredCount: 0 });
});

test('the list is saved as a table without formulas, and as text', async () => {
  using photos = temporaryFolder();
  using home = temporaryFolder();
  using out = temporaryFolder();
  await makePhotos(photos.path, 1);
  const damaged = fs.readFileSync(path.join(photos.path, 'photo-1.jpg'));
  damaged[damaged.indexOf(Buffer.from([0xff, 0xdb])) + 4] = 3; // the number of a table that is asked for
  fs.writeFileSync(path.join(photos.path, 'damaged.jpg'), damaged);
  fs.writeFileSync(path.join(photos.path, 'text.jpg'), 'text');
  await using library = openTestLibrary(home.path);
  await library.folders.add(photos.path);
  await library.work.settled();
  library.failures.ignore({ kind: 'not-a-picture' });
  const file = (format: string) => path.join(out.path, `list.${format}`);
  await library.failures.exportTo(file('csv'), 'csv');
  await library.failures.exportTo(file('txt'), 'txt');
  const table = fs.readFileSync(file('csv'), 'utf8');
  expect(table.split('\r\n')).toHaveLength(4);
  // In the order in which they failed, which is either.
  expect(table).toMatch(/text\.jpg,not-a-picture,.*,yes\r\n/u);
  expect(table).toMatch(/damaged\.jpg,corrupt,[^\r]*Quantization table/u);
  expect(fs.readFileSync(file('txt'), 'utf8')).toContain('text.jpg (ignored)\n  The file is not a picture');
});
