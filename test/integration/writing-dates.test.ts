import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { makePhoto, temporaryFolder } from '../fixtures/make-photos.ts';
import { openTestLibrary, until } from '../fixtures/open-library.ts';

const exiftool = path.join(import.meta.dirname, '../../node_modules/exiftool-vendored.pl/bin/exiftool');

/** What ExifTool finds of dates and places. */
function dump(file: string): Record<string, unknown> {
  const asked = ['-time:all', '-gps:all', '-XMP-exif:all', '-XMP-photoshop:all'];
  const [found] = JSON.parse(execFileSync(exiftool, ['-G1', '-n', '-json', ...asked, file], { encoding: 'utf8' })) as [
    Record<string, unknown>,
  ];
  return Object.fromEntries(
    Object.entries(found).filter(([name]) => !/^(System|ExifTool|SourceFile|Composite|ICC|GPS:GPSVersion)/.test(name)),
  );
}

async function started(folder: string, prepare: (pictures: string) => Promise<void>) {
  const pictures = path.join(folder, 'pictures');
  fs.mkdirSync(pictures);
  await prepare(pictures);
  const library = openTestLibrary(path.join(folder, 'library'));
  await library.folders.add(pictures);
  await library.work.settled();
  const { cards } = await library.lists.open({ sort: 'date' });
  return { library, at: (name: string) => path.join(pictures, name), ids: cards.map(({ id }) => id) };
}

const set = (...args: string[]) => execFileSync(exiftool, ['-overwrite_original', ...args], { stdio: 'pipe' });

test('a date, a zone and a place of the person’s go into a sidecar, are what files say then, and come out byte for byte', async () => {
  using folder = temporaryFolder();
  const { library, at, ids } = await started(folder.path, (pictures) => makePhoto(path.join(pictures, 'a.jpg'), 1));
  await using _closing = library;
  const [id = 0] = ids;
  await library.ownWords.describe(ids, [
    { field: 'date', to: '2020-05-06 07:08:09' },
    { field: 'zone', to: 'Europe/Lisbon' },
    { field: 'place', to: '-38.7223, -9.1393' },
  ]);
  const { planId } = await library.writing.plan(ids, 'sidecar', ['date', 'place']);
  expect(library.writing.planned(planId, 0, 1)[0]?.changes).toEqual([
    { field: 'date', after: '2020-05-06 07:08:09 +01:00' },
    { field: 'place', after: '-38.72230, -9.13930' },
  ]);
  const result = await library.writing.write(planId);
  expect(result).toMatchObject({ writtenCount: 1, problems: [] });
  expect(dump(at('a.jpg.xmp'))).toEqual({
    'XMP-exif:DateTimeOriginal': '2020:05:06 07:08:09+01:00',
    'XMP-photoshop:DateCreated': '2020:05:06 07:08:09+01:00',
    'XMP-exif:GPSLatitude': -38.7223,
    'XMP-exif:GPSLongitude': -9.1393,
  });
  expect((await library.writing.plan(ids, 'sidecar', ['date', 'place'])).sameCount).toBe(1);

  // Without the person's word the file says it.
  await library.ownWords.describe(ids, [{ field: 'date' }, { field: 'zone' }, { field: 'place' }]);
  await until('the sidecar is read', () => library.photos.get(id).metadata.takenFrom === 'xmp');
  expect(library.photos.get(id).metadata).toMatchObject({
    ...{ takenWallMs: Date.UTC(2020, 4, 6, 7, 8, 9), takenOffsetMin: 60 },
    latitude: expect.closeTo(-38.7223, 6) as number,
  });
  expect(await library.writing.undo(result.writeId ?? 0)).toMatchObject({ writtenCount: 1 });
  expect(fs.existsSync(at('a.jpg.xmp'))).toBe(false);
});

test('in a photo every field that says its date or place follows, and what the camera said comes back when the word is taken away', async () => {
  using folder = temporaryFolder();
  const { library, at, ids } = await started(folder.path, async (pictures) => {
    const file = path.join(pictures, 'a.jpg');
    await makePhoto(file, 1);
    const tags = [
      ...[
        'EXIF:DateTimeOriginal=2010:01:02 03:04:05',
        'EXIF:SubSecTimeOriginal=50',
        'EXIF:CreateDate=2010:01:02 03:04:05',
      ],
      ...['EXIF:OffsetTimeOriginal=+09:00', 'XMP-exif:DateTimeOriginal=2010:01:02 03:04:05+09:00'],
      ...['IPTC:DateCreated=2010:01:02', 'IPTC:TimeCreated=03:04:05+09:00', 'EXIF:GPSLatitude=35.5'],
      ...[
        'EXIF:GPSLatitudeRef=N',
        'EXIF:GPSLongitude=139.5',
        'EXIF:GPSLongitudeRef=E',
        'EXIF:GPSAltitude=12',
        'EXIF:GPSAltitudeRef=0',
      ],
      ...['EXIF:GPSImgDirection=90', 'XMP-exif:GPSLatitude=35.5', 'XMP-exif:GPSLongitude=139.5'],
    ];
    set(...tags.map((tag) => `-${tag}`), file);
  });
  await using _closing = library;
  const [id = 0] = ids;
  const before = dump(at('a.jpg'));
  await library.ownWords.describe(ids, [
    { field: 'date', to: '1993-08' },
    { field: 'place', to: '-33.8688, 151.2093' },
  ]);
  const first = await library.writing.plan(ids, 'embedded', ['date', 'place']);
  expect(library.writing.planned(first.planId, 0, 1)[0]?.changes).toEqual([
    { field: 'date', before: '2010-01-02 03:04:05 +09:00', after: '1993-08' },
    { field: 'place', before: '35.50000, 139.50000', after: '-33.86880, 151.20930' },
  ]);
  expect(await library.writing.write(first.planId)).toMatchObject({ writtenCount: 1, problems: [] });
  const { 'IPTC:TimeCreated': _time, ...inPart } = before;
  const { 'ExifIFD:OffsetTimeOriginal': _o, 'ExifIFD:SubSecTimeOriginal': _s, ...withoutTime } = inPart;
  const { 'GPS:GPSAltitude': _a, 'GPS:GPSAltitudeRef': _r, ...kept } = withoutTime;
  expect(dump(at('a.jpg'))).toEqual({
    ...kept,
    'ExifIFD:DateTimeOriginal': '1993:08:     :  :  ',
    'XMP-exif:DateTimeOriginal': '1993:08',
    'XMP-photoshop:DateCreated': '1993:08',
    'IPTC:DateCreated': '1993:08:00',
    'GPS:GPSLatitude': 33.8688,
    'GPS:GPSLatitudeRef': 'S',
    'GPS:GPSLongitude': 151.2093,
    'XMP-exif:GPSLatitude': -33.8688,
    'XMP-exif:GPSLongitude': 151.2093,
  });

  // Said anew, then taken away: the camera's own words are in the file again.
  await library.ownWords.describe(ids, [{ field: 'date', to: '2011-02-03 04:05:06.5+01:00' }]);
  const second = await library.writing.plan(ids, 'embedded', ['date', 'place']);
  expect(await library.writing.write(second.planId)).toMatchObject({ writtenCount: 1, problems: [] });
  expect(dump(at('a.jpg'))).toMatchObject({
    'ExifIFD:DateTimeOriginal': '2011:02:03 04:05:06',
    'ExifIFD:OffsetTimeOriginal': '+01:00',
    'ExifIFD:SubSecTimeOriginal': 500,
    'IPTC:TimeCreated': '04:05:06+01:00',
  });
  await until(
    'the photo is read again',
    () => library.photos.get(id).metadata.takenWallMs === Date.UTC(2011, 1, 3, 4, 5, 6, 500),
  );
  await library.ownWords.describe(ids, [{ field: 'date' }, { field: 'zone' }, { field: 'place' }]);
  const third = await library.writing.plan(ids, 'embedded', ['date', 'place']);
  expect(await library.writing.write(third.planId)).toMatchObject({ writtenCount: 1, problems: [] });
  expect(dump(at('a.jpg'))).toEqual(before);
  expect(library.work.tally()).toMatchObject({ embedded: 1, failed: 0 });
});

test('PNG and WebP take a date and a place; a zone alone is written with the time that the photo has', async () => {
  using folder = temporaryFolder();
  const { library, at, ids } = await started(folder.path, async (pictures) => {
    const file = path.join(pictures, 'a.jpg');
    await makePhoto(file, 1);
    const picture = sharp(fs.readFileSync(file));
    await picture.clone().negate().png().toFile(path.join(pictures, 'Screenshot 2021-03-04 at 09.05.12.png'));
    await picture.clone().flip().webp().toFile(path.join(pictures, 'IMG_20210304_090512.webp'));
    fs.rmSync(file);
  });
  await using _closing = library;
  await library.ownWords.describe(ids, [
    { field: 'zone', to: '-03:30' },
    { field: 'place', to: '47.5, -52.7' },
  ]);
  const { planId } = await library.writing.plan(ids, 'embedded', ['date', 'place']);
  expect(await library.writing.write(planId)).toMatchObject({ writtenCount: 2, problems: [] });
  for (const name of ['Screenshot 2021-03-04 at 09.05.12.png', 'IMG_20210304_090512.webp'])
    expect(dump(at(name))).toMatchObject({
      'ExifIFD:DateTimeOriginal': '2021:03:04 09:05:12',
      'ExifIFD:OffsetTimeOriginal': '-03:30',
      'GPS:GPSLongitudeRef': 'W',
    });
  expect((await library.writing.plan(ids, 'embedded', ['date', 'place'])).sameCount).toBe(2);
});
