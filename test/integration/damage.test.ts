import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { Failure } from '../../main/util/failure.ts';
import type { FailureReport } from '../../preload/contract/failure.ts';
import { makePhotos, temporaryFolder } from '../fixtures/make-photos.ts';
import { openTestLibrary, until } from '../fixtures/open-library.ts';

const photoCount = 24;
const pageBytes = 4096;

function zero(file: string, page: number): void {
  const handle = fs.openSync(file, 'r+');
  fs.writeSync(handle, Buffer.alloc(pageBytes), 0, pageBytes, page * pageBytes);
  fs.closeSync(handle);
}

async function isWhole(library: ReturnType<typeof openTestLibrary>): Promise<void> {
  await library.work.settled();
  const all = await library.lists.open({});
  expect(all.count).toBe(photoCount);
  for (const { id } of all.cards) expect(library.photos.thumbnail(id)?.subarray(0, 2)).toEqual(Buffer.of(0xff, 0xd8));
  const { embeddedCount, failedCount } = await library.work.counted();
  expect([embeddedCount, failedCount]).toEqual([photoCount, 0]);
  await until('it is found by its name and by what it shows', async () => {
    const byName = await library.lists.open({ text: '"photo-3"' }).catch(() => undefined);
    const byLook = await library.lists.open({ text: 'a red square' }).catch(() => undefined);
    return (byName?.count ?? 0) > 0 && (byLook?.count ?? 0) > 0;
  });
}

/** The list of all photos; as often as it is told that the index is being built again, it is asked for again. */
async function cardsOf(library: ReturnType<typeof openTestLibrary>): Promise<readonly { readonly id: number }[]> {
  let cards: readonly { readonly id: number }[] = [];
  await until('the list can be read', async () => {
    try {
      ({ cards } = await library.lists.open({}));
      return true;
    } catch (error) {
      if (!(error instanceof Failure && error.kind === 'index-damaged')) throw error;
      return false;
    }
  });
  return cards;
}

test('whichever pages of index.db and thumbnails.db are damaged, the library opens, tells it once, and is whole again', async () => {
  using photos = temporaryFolder();
  using home = temporaryFolder();
  await makePhotos(photos.path, photoCount);
  {
    await using library = openTestLibrary(home.path);
    await library.folders.add(photos.path);
    await isWhole(library);
    const { id } = (await library.lists.open({})).cards[0] ?? { id: 0 };
    library.photos.rate([id], 4);
  }
  for (const name of ['index.db', 'thumbnails.db']) {
    const file = path.join(home.path, name);
    const pages = fs.statSync(file).size / pageBytes;
    for (let part = 1; part <= 2; part++) {
      zero(file, Math.min(pages - 1, Math.floor((pages * part) / 2)));
      const told: string[] = [];
      await using library = openTestLibrary(home.path, { log: (line) => void line });
      const tell = ({ kind, details }: FailureReport) => told.push(`${kind} ${path.basename(`${details?.['file']}`)}`);
      for (const notice of library.notices) tell(notice);
      library.on('notice', tell);
      await isWhole(library);
      // A page that nobody reads is met at another time, also while the other file is mended: each of them once.
      const each = ['index-damaged index.db', 'index-damaged thumbnails.db'];
      expect([...told].sort()).toEqual(each.filter((one) => told.includes(one)));
      library.noticesTold();
      expect((await library.lists.open({ text: 'rating:4' })).count).toBe(1);
      expect(fs.readdirSync(home.path).filter((it) => it.includes('damaged'))).toEqual([]);
    }
  }
});

test('pages that are damaged while the library is open are met, told in a sentence, and built again', async () => {
  using photos = temporaryFolder();
  using home = temporaryFolder();
  await makePhotos(photos.path, photoCount);
  {
    await using first = openTestLibrary(home.path);
    await first.folders.add(photos.path);
    await first.work.settled();
  }
  await using library = openTestLibrary(home.path);
  await library.work.settled();
  const told: string[] = [];
  library.on('notice', ({ kind, message }) => {
    told.push(kind);
    expect(message).not.toMatch(/SQLITE|malformed|disk image/i);
  });
  for (const name of ['index.db', 'thumbnails.db']) {
    const file = path.join(home.path, name);
    const { size } = fs.statSync(file);
    for (let page = 1; page < size / pageBytes; page++) zero(file, page);
  }
  // Whatever is in a cache is used up by asking for all of it, and writing all of it.
  for (const { id } of await cardsOf(library)) library.photos.thumbnail(id);
  await makePhotos(path.join(photos.path, 'more'), 1, 500);
  library.folders.rescan();
  await until('it was met', () => told.includes('index-damaged'));
  await library.work.settled();
  await until('all is there again', async () => {
    const { embeddedCount } = await library.work.counted();
    const cards = await cardsOf(library);
    return embeddedCount === photoCount + 1 && cards.every(({ id }) => library.photos.thumbnail(id) !== undefined);
  });
});
