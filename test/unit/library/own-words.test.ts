import path from 'node:path';
import { expect, test } from 'vitest';
import type { OwnChange } from '../../../preload/contract/own-words.ts';
import { createTexts } from '../../../main/db/texts.ts';
import { createOwnWordsPart } from '../../../main/library/own-words.ts';
import { jpegSaying, openFileLibrary } from '../../fixtures/file-library.ts';
import { makePhoto, temporaryFolder } from '../../fixtures/make-photos.ts';
import fs from 'node:fs';

async function setUp() {
  const folder = temporaryFolder();
  const photos = path.join(folder.path, 'photos');
  for (const [seed, name] of ['a.jpg', 'b.jpg'].entries()) {
    const file = path.join(photos, name);
    await makePhoto(file, seed + 1);
    const said =
      name === 'a.jpg' ? { taken: '2012-03-04T05:06:07', at: [1, 2] as const, caption: 'file' } : { taken: '1993' };
    fs.writeFileSync(file, jpegSaying(fs.readFileSync(file), said));
  }
  const library = openFileLibrary(path.join(folder.path, 'library'), photos);
  await library.look();
  const changed: number[][] = [];
  const words = createOwnWordsPart({
    ...{ db: library.db, sources: library.sources, texts: createTexts(library.db), now: Date.now },
    placeNamed: (name) => Promise.resolve(name === 'Lisbon' ? { latitude: 38.72, longitude: -9.13 } : undefined),
    onChanged: (ids) => changed.push([...ids]),
  });
  const ids = ['a.jpg', 'b.jpg'].map((name) => library.photoAt(name)?.id ?? 0);
  return {
    ...{ library, words, changed, ids, photos },
    says: (name: string) => library.photoAt(name)?.metadata,
    [Symbol.dispose]() {
      library[Symbol.dispose]();
      folder[Symbol.dispose]();
    },
  };
}

const wall = (text: string) => Date.parse(`${text}Z`);

test('many photos are shifted, given a zone, a place and a caption, and all of it is taken back', async () => {
  using it = await setUp();
  const first = it.says('a.jpg');
  const second = it.says('b.jpg');
  const { before, skippedCount } = await it.words.describe(it.ids, [
    { field: 'shift', minutes: -90 },
    { field: 'zone', to: 'Europe/Lisbon' },
    { field: 'place', to: 'Lisbon' },
    { field: 'caption', to: ' Tram 28 ' },
  ]);
  expect(it.says('a.jpg')).toMatchObject({
    ...{ takenWallMs: wall('2012-03-04T03:36:07'), takenOffsetMin: 0, takenFrom: 'person', latitude: 38.72 },
  });
  expect(it.library.photoAt('a.jpg')).toMatchObject({ ownCaption: 'Tram 28', isOwnPlace: true });
  // A year alone has no hours: that it is of 1993 stays.
  expect(skippedCount).toBe(1);
  expect(it.says('b.jpg')).toMatchObject({ takenWallMs: wall('1993-01-01T00:00'), takenPrecision: 'year' });
  expect(it.changed).toEqual([it.ids]);
  it.words.putBack(before);
  expect(it.says('a.jpg')).toEqual(first);
  expect(it.says('b.jpg')).toEqual(second);
});

test.each<[string, number, string | undefined]>([
  ['1993', wall('1993-01-01T00:00'), 'year'],
  ['1993-08', wall('1993-08-01T00:00'), 'month'],
  ['1993-08-04', wall('1993-08-04T00:00'), 'day'],
  ['1993-08-04 17:30', wall('1993-08-04T17:30'), undefined],
])('a date may be known in part: %s', async (to, takenWallMs, precision) => {
  using it = await setUp();
  await it.words.describe(it.ids, [{ field: 'date', to }]);
  expect(it.says('a.jpg')).toMatchObject({ takenWallMs, takenFrom: 'person' });
  expect(it.says('a.jpg')?.takenPrecision).toBe(precision);
  // What files come to say changes nothing of it.
  const file = path.join(it.photos, 'a.jpg');
  fs.writeFileSync(file, jpegSaying(fs.readFileSync(file), { taken: '2020-01-01T00:00:00' }));
  await it.library.look();
  expect(it.says('a.jpg')?.takenWallMs).toBe(takenWallMs);
  await it.words.describe(it.ids, [{ field: 'date' }]);
  expect(it.says('a.jpg')?.takenFrom).toBe('xmp');
});

test.each<OwnChange>([
  { field: 'date', to: '2019-02-31' },
  { field: 'date', to: 'yesterday' },
  { field: 'zone', to: 'Europe/Nowhere' },
  { field: 'zone', to: '+99:00' },
  { field: 'place', to: '91, 0' },
  { field: 'place', to: 'Nowhereville' },
])('what is none is said, and nothing is changed: %o', async (change) => {
  using it = await setUp();
  const before = it.says('a.jpg');
  await expect(it.words.describe(it.ids, [{ field: 'caption', to: 'x' }, change])).rejects.toThrow(/ is no /);
  expect(it.says('a.jpg')).toEqual(before);
  expect(it.library.photoAt('a.jpg')?.ownCaption).toBeUndefined();
});
