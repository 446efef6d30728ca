import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makePhoto, makePhotos, temporaryFolder } from '../fixtures/make-photos.ts';
import { openTestLibrary, until } from '../fixtures/open-library.ts';

const time = new Date('2024-05-06T07:08:09Z');

/** Name -> photo id, of every file that is there. */
async function idsByName(library: ReturnType<typeof openTestLibrary>): Promise<Record<string, number>> {
  const { count } = await library.lists.open({});
  const { id } = await library.lists.open({});
  const cards = await library.lists.page(id, 0, Math.max(1, count));
  return Object.fromEntries(
    cards.flatMap((card) => library.photos.get(card.id).files.map((file) => [path.basename(file.path), card.id])),
  );
}

function swap(a: string, b: string): void {
  fs.renameSync(a, `${a}.tmp`);
  fs.renameSync(b, a);
  fs.renameSync(`${a}.tmp`, b);
}

test.for(['open', 'closed'])('two files that swap their names keep their photos, with the app %s', async (state) => {
  using photos = temporaryFolder();
  using home = temporaryFolder();
  const at = (name: string) => path.join(photos.path, name);
  await makePhoto(at('a.jpg'), 1);
  await makePhoto(at('b.jpg'), 2);
  // Of one size and time, as cameras and archives make them: only the inode tells them apart.
  for (const [name, seed] of [
    ['c.bmp', 3],
    ['d.bmp', 4],
  ] as const) {
    fs.writeFileSync(at(name), bitmap(seed));
    fs.utimesSync(at(name), time, time);
  }
  let library = openTestLibrary(home.path);
  try {
    await library.folders.add(photos.path);
    await library.work.settled();
    const before = await idsByName(library);
    expect(Object.keys(before).sort()).toEqual(['a.jpg', 'b.jpg', 'c.bmp', 'd.bmp']);
    const { embedded } = library.work.tally();
    if (state === 'closed') await library.stop();
    swap(at('a.jpg'), at('b.jpg'));
    swap(at('c.bmp'), at('d.bmp'));
    if (state === 'closed') library = openTestLibrary(home.path);
    const expected = {
      'a.jpg': before['b.jpg'],
      'b.jpg': before['a.jpg'],
      'c.bmp': before['d.bmp'],
      'd.bmp': before['c.bmp'],
    };
    await library.work.settled();
    await until(
      'names swapped',
      async () => JSON.stringify(await idsByName(library), Object.keys(expected)) === JSON.stringify(expected),
    ).catch(async () => expect(await idsByName(library)).toEqual(expected));
    expect(await idsByName(library)).toEqual(expected);
    expect(library.work.tally().embedded).toBe(state === 'closed' ? 0 : embedded);
  } finally {
    await library.stop();
  }
});

test('files swapped between folders, and links beside their files, keep their photos', async () => {
  using photos = temporaryFolder();
  using home = temporaryFolder();
  const at = (...name: string[]) => path.join(photos.path, ...name);
  for (const [i, folder] of ['x', 'y', 'z'].entries()) {
    await makePhotos(at(folder), 3, 100 * (i + 1));
    fs.renameSync(at(folder, `photo-${100 * (i + 1)}.jpg`), at(folder, 'same.jpg'));
  }
  fs.symlinkSync(at('x', 'photo-101.jpg'), at('x', 'link.jpg'));
  const ids: number[] = [];
  {
    await using library = openTestLibrary(home.path);
    await library.folders.add(photos.path);
    await library.work.settled();
    expect(library.work.tally()).toMatchObject({ embedded: 9, failed: 0 });
    for (const folder of ['x', 'y', 'z']) {
      const { cards } = await library.lists.open({ text: `in:${folder}` });
      ids.push(cards.find((card) => card.name === 'same.jpg')?.id ?? 0);
    }
  }
  // In a ring, so that every place is taken when its new file comes.
  fs.renameSync(at('x', 'same.jpg'), at('rest'));
  fs.renameSync(at('y', 'same.jpg'), at('x', 'same.jpg'));
  fs.renameSync(at('z', 'same.jpg'), at('y', 'same.jpg'));
  fs.renameSync(at('rest'), at('z', 'same.jpg'));
  fs.symlinkSync(at('x', 'photo-101.jpg'), at('x', 'another link.jpg'));
  await using library = openTestLibrary(home.path);
  await library.work.settled();
  expect(library.work.tally()).toEqual({ embedded: 0, recognised: 1, failed: 0 });
  const where = ids.map((id) => library.photos.get(id).files.map((file) => path.relative(photos.path, file.path)));
  expect(where).toEqual([['z/same.jpg'], ['x/same.jpg'], ['y/same.jpg']]);
  const linked = (await library.lists.open({ text: 'link' })).cards[0]?.id ?? 0;
  expect(
    library.photos
      .get(linked)
      .files.map((file) => path.basename(file.path))
      .sort(),
  ).toEqual(['another link.jpg', 'link.jpg', 'photo-101.jpg']);
});

/** 24-bit, 64 x 48: always of one size, whatever it shows. */
function bitmap(seed: number): Buffer {
  const [width, height] = [64, 48];
  const bytes = Buffer.alloc(54 + width * height * 3);
  bytes.write('BM');
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(54, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(width, 18);
  bytes.writeInt32LE(height, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(24, 28);
  for (let i = 54; i < bytes.length; i++) bytes[i] = (i * seed * 7) & 0xff;
  return bytes;
}
