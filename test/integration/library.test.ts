import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makePhoto, makePhotos, temporaryFolder } from '../fixtures/make-photos.ts';
import { openTestLibrary, until } from '../fixtures/open-library.ts';

test('a folder is indexed, found, and not embedded again at the next start', async () => {
  using photos = temporaryFolder();
  using home = temporaryFolder();
  await makePhotos(photos.path, 9, 101);
  fs.copyFileSync(path.join(photos.path, 'photo-101.jpg'), path.join(photos.path, 'copy of one.jpg'));
  {
    await using library = openTestLibrary(home.path);
    await library.folders.add(photos.path);
    await library.work.settled();
    expect(library.work.tally()).toEqual({ embedded: 9, recognised: 1, failed: 0 });
    const list = await library.lists.open({});
    expect(list).toMatchObject({ count: 9, isRanked: false });
    const found = await library.lists.open({ text: 'photo 107' });
    expect(found.exactCount).toBe(1);
    expect(found.cards[0]?.name).toBe('photo-107.jpg');
    expect(found.count).toBe(9);
  }
  await using library = openTestLibrary(home.path);
  await library.work.settled();
  expect(library.work.tally()).toEqual({ embedded: 0, recognised: 0, failed: 0 });
  expect((await library.lists.open({})).count).toBe(9);
});

test('files that come, change, move and go while the app is open are noticed', async () => {
  using photos = temporaryFolder();
  using home = temporaryFolder();
  const [first = '', second = ''] = await makePhotos(path.join(photos.path, 'a'), 3);
  await using library = openTestLibrary(home.path);
  await library.folders.add(photos.path);
  await library.work.settled();
  const count = async () => (await library.lists.open({})).count;
  expect(await count()).toBe(3);

  await makePhoto(path.join(photos.path, 'new', 'deep', 'harbour.jpg'), 77);
  await until('a photo in a new folder', async () => (await count()) === 4);

  fs.rmSync(first);
  await until('a deleted photo', async () => (await count()) === 3);

  fs.renameSync(path.join(photos.path, 'a'), path.join(photos.path, 'renamed'));
  await until('a renamed folder', async () => {
    const { cards } = await library.lists.open({ text: 'renamed' });
    return cards.some((card) => card.name === path.basename(second));
  });
  expect(await count()).toBe(3);
  expect(library.work.tally()).toEqual({ embedded: 4, recognised: 0, failed: 0 });

  const card = (await library.lists.open({ text: 'harbour' })).cards[0];
  await makePhoto(path.join(photos.path, 'new', 'deep', 'harbour.jpg'), 78);
  await until('an edited photo', () => library.work.tally().embedded === 5);
  const edited = library.photos.get(card?.id ?? 0);
  expect(edited.version).toBe(2); // the same photo, with another picture
  expect(await count()).toBe(3);
});

test('files whose rights change while they are read are embedded once', async () => {
  using photos = temporaryFolder();
  using home = temporaryFolder();
  const files = await makePhotos(photos.path, 60);
  await using library = openTestLibrary(home.path);
  const embedded = () => library.work.tally().embedded;
  await library.folders.add(photos.path);
  // Again and again, so that some are always in the embedder when a scan sees it.
  for (let mode = 0o640; embedded() < 60; mode ^= 0o040) {
    for (const file of files) fs.chmodSync(file, mode);
    library.folders.rescan();
    const before = embedded();
    await until('some more', () => embedded() > before);
  }
  await library.work.settled();
  expect(embedded()).toBe(60);
  expect((await library.lists.open({})).count).toBe(60);
});

test('a folder that cannot be reached keeps its photos, marked offline, and comes back', async () => {
  using photos = temporaryFolder();
  using home = temporaryFolder();
  const folder = path.join(photos.path, 'drive');
  await makePhotos(folder, 3);
  {
    await using library = openTestLibrary(home.path);
    await library.folders.add(folder);
    await library.work.settled();
  }
  fs.renameSync(folder, `${folder}-unplugged`);
  fs.mkdirSync(folder); // an empty mount point is not an empty folder
  {
    await using library = openTestLibrary(home.path);
    await library.work.settled();
    expect(library.folders.list()[0]?.state.is).toBe('offline');
    const { cards } = await library.lists.open({});
    expect(cards.map((card) => card.isOffline)).toEqual([true, true, true]);
    expect((await library.lists.open({ text: 'blue sky' })).count).toBe(3);
  }
  fs.rmdirSync(folder);
  fs.renameSync(`${folder}-unplugged`, folder);
  await using library = openTestLibrary(home.path);
  await library.work.settled();
  expect(library.folders.list()[0]?.state.is).toBe('watched');
  await until('photos online', async () => (await library.lists.open({})).cards.every((card) => !card.isOffline));
  expect(library.work.tally()).toEqual({ embedded: 0, recognised: 0, failed: 0 });
});

test('one bad file is listed with its reason, does not stop the others, and can be tried again', async () => {
  using photos = temporaryFolder();
  using home = temporaryFolder();
  await makePhotos(photos.path, 3);
  const bad = path.join(photos.path, 'bad.jpg');
  fs.writeFileSync(bad, 'this is not a picture');
  await using library = openTestLibrary(home.path);
  await library.folders.add(photos.path);
  await library.work.settled();
  expect(library.work.tally()).toEqual({ embedded: 3, recognised: 0, failed: 1 });
  expect(library.failures.list(0, 10)).toMatchObject({
    count: 1,
    files: [{ path: bad, kind: 'not-a-picture', attempts: 1 }],
  });

  expect(library.failures.retry()).toBe(1);
  await library.work.settled();
  expect(library.failures.list(0, 10).files[0]?.attempts).toBe(2);

  await makePhoto(bad, 50);
  await until('the mended file', () => library.failures.list(0, 10).count === 0 && library.work.tally().embedded === 4);
});
