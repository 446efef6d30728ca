import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { sheetOf } from '../../main/library/file-sheet.ts';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { openTestLibrary } from '../fixtures/open-library.ts';

test('the tones are those of the pixels, the sheet is all that the file says, and neither touches it', async () => {
  using photos = temporaryFolder();
  using home = temporaryFolder();
  const file = path.join(photos.path, 'Hälfte 半.jpg');
  const pixels = Buffer.alloc(64 * 48 * 3, 128);
  pixels.fill(255, 0, pixels.length / 2);
  await sharp(pixels, { raw: { width: 64, height: 48, channels: 3 } })
    .jpeg({ quality: 100 })
    .withExif({ IFD0: { Make: 'Camera & Co', Artist: 'Jane Doe' }, IFD2: { ISOSpeedRatings: '640' } })
    .toFile(file);
  fs.writeFileSync(path.join(photos.path, 'broken.jpg'), 'text');
  await using library = openTestLibrary(home.path);
  await library.folders.add(photos.path);
  await library.work.settled();
  const before = fs.readFileSync(file);
  const [{ id } = { id: 0 }] = (await library.lists.open({})).cards;

  const { red, green, blue, luminance } = await library.photos.tones(id);
  for (const counts of [red, green, blue, luminance]) {
    expect(counts).toHaveLength(256);
    expect(counts[255]).toBeGreaterThan(1_400);
    expect(counts.reduce((sum, count) => sum + count)).toBe(64 * 48);
  }

  const { groups, isCut } = await library.photos.fileSheet(id);
  const said = (group: string, name: string) =>
    groups.find((one) => one.name === group)?.tags.find((tag) => tag.name === name)?.value;
  expect(said('EXIF:IFD0', 'Make')).toBe('Camera & Co');
  expect(said('EXIF:IFD0', 'Artist')).toBe('Jane Doe');
  expect(said('EXIF:ExifIFD', 'ISO')).toBe('640');
  expect(isCut).toBe(false);
  expect(groups.some(({ name }) => name.startsWith('ExifTool'))).toBe(false);
  expect(fs.readFileSync(file)).toEqual(before);
  expect(await library.photos.isAnimated(id)).toBe(false);

  await expect(library.photos.tones(id + 99)).rejects.toMatchObject({ kind: 'not-found' });
  fs.rmSync(file);
  await expect(library.photos.fileSheet(id)).rejects.toMatchObject({ kind: 'offline' });
  await expect(library.photos.isAnimated(id)).rejects.toMatchObject({ kind: 'offline' });
});

test('a file that says far too much is listed up to a limit', () => {
  const many = Object.fromEntries(Array.from({ length: 6_000 }, (_, at) => [`EXIF:IFD0:Tag${at}`, at]));
  const { groups, isCut } = sheetOf('/a.jpg', many);
  expect([groups[0]?.tags.length, isCut]).toEqual([5_000, true]);
  const long = sheetOf('/a.jpg', {
    SourceFile: '/a.jpg',
    'IPTC:IPTC:Keywords': ['a', 'b'],
    'XMP:XMP-x:Long': 'x'.repeat(5_000),
  });
  expect(long.groups).toMatchObject([{ name: 'IPTC', tags: [{ value: 'a, b' }] }, { name: 'XMP:XMP-x' }]);
  expect([long.groups[1]?.tags[0]?.value.length, long.isCut]).toEqual([2_000, true]);
});
