import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makePhoto, makePhotos, temporaryFolder } from '../fixtures/make-photos.ts';
import { openTestLibrary } from '../fixtures/open-library.ts';

async function names(library: ReturnType<typeof openTestLibrary>): Promise<string[]> {
  await library.work.settled();
  return (await library.lists.open({})).cards.map(({ name }) => name).sort();
}

test("a home folder with the library inside has only the person's photos, and a write into all of them is undone", async () => {
  using home = temporaryFolder();
  const photos = await makePhotos(path.join(home.path, 'Pictures'), 3);
  const before = photos.map((file) => fs.readFileSync(file));
  const folder = path.join(home.path, 'Documents', 'my library');
  // A library of another time, whose originals are not this one's to find either.
  await makePhoto(path.join(home.path, 'old library', 'originals', '1', '1.jpg'), 77);
  for (const name of ['library.db', 'lock.db']) fs.writeFileSync(path.join(home.path, 'old library', name), '');
  // Another way to the same place.
  fs.symlinkSync(folder, path.join(home.path, 'shortcut'));
  await using library = openTestLibrary(folder);
  await library.folders.add(home.path);
  expect(await names(library)).toEqual(['photo-1.jpg', 'photo-2.jpg', 'photo-3.jpg']);

  const ids = (await library.lists.open({})).cards.map(({ id }) => id);
  library.photos.rate(ids, 4);
  const plan = await library.writing.plan(ids, 'embedded', ['rating']);
  const { writeId, writtenCount } = await library.writing.write(plan.planId);
  expect(writtenCount).toBe(3);
  library.folders.rescan();
  expect(await names(library)).toEqual(['photo-1.jpg', 'photo-2.jpg', 'photo-3.jpg']);
  const undone = await library.writing.undo(writeId ?? 0);
  expect(undone.problems).toEqual([]);
  expect(photos.map((file) => fs.readFileSync(file))).toEqual(before);
});

test("the library's own folder, and what lies in it, can't be added, by whatever way", async (context) => {
  using home = temporaryFolder();
  const folder = path.join(home.path, 'library');
  await using library = openTestLibrary(folder);
  const originals = path.join(folder, 'originals');
  fs.mkdirSync(originals);
  fs.symlinkSync(originals, path.join(home.path, 'link'));
  for (const way of [folder, originals, path.join(home.path, 'link')])
    await expect(library.folders.add(way)).rejects.toMatchObject({ kind: 'folder-own' });

  const mounted = path.join(home.path, 'mounted');
  fs.mkdirSync(mounted);
  try {
    execFileSync('mount', ['--bind', originals, mounted], { stdio: 'ignore' });
  } catch {
    return context.skip('no bind mount can be made here');
  }
  try {
    await expect(library.folders.add(mounted)).rejects.toMatchObject({ kind: 'folder-own' });
  } finally {
    execFileSync('umount', ['-l', mounted]);
  }
});

test('links to the whole disk, the system and other homes are told and not followed; other links are', async () => {
  using home = temporaryFolder();
  using photos = temporaryFolder();
  using drive = temporaryFolder();
  await makePhoto(path.join(photos.path, 'mine.jpg'), 1);
  await makePhoto(path.join(drive.path, 'elsewhere.jpg'), 2);
  const others = path.join(drive.path, 'net', 'box', 'home', 'bob', 'pictures');
  await makePhoto(path.join(others, 'bobs.jpg'), 3);
  fs.symlinkSync('/', path.join(photos.path, 'root'));
  fs.symlinkSync('/proc', path.join(photos.path, 'proc'));
  fs.symlinkSync(others, path.join(photos.path, 'bob'));
  fs.symlinkSync(drive.path, path.join(photos.path, 'drive'));
  // What the system makes up: reading the second one waits for ever.
  fs.symlinkSync('/proc/self/pagemap', path.join(photos.path, 'made-up.jpg'));
  if (fs.existsSync('/proc/kmsg')) fs.symlinkSync('/proc/kmsg', path.join(photos.path, 'mine.jpg.xmp'));
  const told: string[] = [];
  await using library = openTestLibrary(home.path);
  library.on('notice', ({ kind, details }) => told.push(`${kind} ${path.basename(String(details?.['path']))}`));
  await library.folders.add(photos.path);
  await library.work.settled();
  const found = await names(library);
  expect(found).toContain('mine.jpg');
  expect(found).toContain('elsewhere.jpg');
  expect(found.length).toBeLessThanOrEqual(3);
  const madeUp = ['made-up.jpg', ...(fs.existsSync('/proc/kmsg') ? ['mine.jpg.xmp'] : [])];
  const expected = ['bob', ...madeUp, 'proc', 'root'].map((name) => `far-link ${name}`);
  expect(told.sort()).toEqual(process.platform === 'linux' ? expected : expect.any(Array));
  expect(os.homedir()).not.toBe('');
});
