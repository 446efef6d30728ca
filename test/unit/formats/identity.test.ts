import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Format } from '../../../main/formats/format.ts';
import { pictureRanges } from '../../../main/formats/iso-items.ts';
import { pictureRangesOf } from '../../../main/pipeline/identify.ts';
import { loadSharp } from '../../../main/util/load-sharp.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';
import { formatFor, sharpOf, texture } from './pictures.ts';

/** What is hashed of a file: see `Format.identity`. */
function identityOf(bytes: Uint8Array): string {
  const ranges = formatFor(bytes).identity?.(bytes) ?? [[0, bytes.length] as const];
  return Buffer.concat(ranges.map(([start, end]) => bytes.subarray(start, end))).toString('latin1');
}

async function picture(extension: 'jpeg' | 'png' | 'webp', seed = 1) {
  return (await sharpOf(texture(64, 48, seed), 64, 48)).withIccProfile('p3').toFormat(extension).toBuffer();
}

/** A JPEG segment with this content, put right after the start marker. */
function withSegment(jpeg: Buffer, marker: number, content: Uint8Array): Buffer {
  const length = content.length + 2;
  return Buffer.concat([
    jpeg.subarray(0, 2),
    Buffer.of(0xff, marker, length >> 8, length & 255),
    content,
    jpeg.subarray(2),
  ]);
}

/** A PNG chunk with this content, put after the header. The checksum does not matter for the identity. */
function withChunk(png: Buffer, type: string, content: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  return Buffer.concat([png.subarray(0, 33), length, Buffer.from(type), content, Buffer.alloc(4), png.subarray(33)]);
}

test('words written into a JPEG do not make it another photo', async () => {
  const jpeg = await picture('jpeg');
  // APP1, APP3 to APP13, APP15, COM; APP2 and APP14 with other content than a profile or Adobe's transform.
  const markers = fc.constantFrom(0xe1, 0xe2, 0xe3, 0xe5, 0xed, 0xee, 0xef, 0xfe);
  fc.assert(
    fc.property(fc.array(fc.tuple(markers, fc.uint8Array({ maxLength: 400 })), { maxLength: 4 }), (segments) => {
      const edited = segments.reduce<Buffer>((bytes, [marker, content]) => withSegment(bytes, marker, content), jpeg);
      expect(identityOf(edited)).toBe(identityOf(jpeg));
    }),
  );
});

test('words written into a PNG do not make it another photo', async () => {
  const png = await picture('png');
  fc.assert(
    fc.property(
      fc.constantFrom('tEXt', 'zTXt', 'iTXt', 'eXIf', 'tIME', 'pHYs'),
      fc.uint8Array({ maxLength: 400 }),
      (type, content) => {
        expect(identityOf(withChunk(png, type, content))).toBe(identityOf(png));
      },
    ),
  );
});

test('EXIF and XMP added to a simple WebP do not make it another photo', async () => {
  const simple = await (await sharpOf(texture(64, 48), 64, 48)).webp().toBuffer();
  expect(simple.subarray(12, 16).toString()).toBe('VP8 ');
  // VP8X has to come first then, and the RIFF size grows.
  const chunk = (type: string, content: Buffer) => {
    const size = Buffer.alloc(4);
    size.writeUInt32LE(content.length);
    return Buffer.concat([Buffer.from(type), size, content, Buffer.alloc(content.length % 2)]);
  };
  const canvas = Buffer.from([0x0c, 0, 0, 0, 63, 0, 0, 47, 0, 0]);
  const body = [
    chunk('VP8X', canvas),
    simple.subarray(12),
    chunk('EXIF', Buffer.from('odd')),
    chunk('XMP ', Buffer.from('<x/>')),
  ];
  const edited = Buffer.concat([simple.subarray(0, 12), ...body]);
  edited.writeUInt32LE(edited.length - 8, 4);
  const { sharp } = await loadSharp();
  expect((await sharp(edited).metadata()).xmp?.toString()).toBe('<x/>');
  expect(identityOf(edited)).toBe(identityOf(simple));
});

test('what comes after the end of a JPEG is not the picture', async () => {
  const jpeg = await picture('jpeg');
  expect(identityOf(Buffer.concat([jpeg, Buffer.from('junk')]))).toBe(identityOf(jpeg));
});

test('a progressive JPEG has one end, after all its scans', async () => {
  const jpeg = await (await sharpOf(texture(64, 48), 64, 48)).jpeg({ progressive: true }).toBuffer();
  expect(formatFor(jpeg).identity?.(jpeg)?.at(-1)?.[1]).toBe(jpeg.length);
});

test.each(['jpeg', 'png', 'webp'] as const)('another picture is another photo: %s', async (extension) => {
  expect(identityOf(await picture(extension, 2))).not.toBe(identityOf(await picture(extension, 1)));
});

test.each(['jpeg', 'png', 'webp'] as const)('another colour profile is another photo: %s', async (extension) => {
  const make = async (profile: string) =>
    (await sharpOf(texture(64, 48), 64, 48))
      .keepIccProfile()
      .withIccProfile(profile, { attach: true })
      .toFormat(extension);
  expect(identityOf(await (await make('p3')).toBuffer())).not.toBe(identityOf(await (await make('srgb')).toBuffer()));
});

test.each(['jpeg', 'png', 'webp'] as const)(
  'any byte changed in the pixels changes the identity: %s',
  async (extension) => {
    const bytes = await picture(extension);
    // The last tenth holds compressed pixels in each of these formats.
    fc.assert(
      fc.property(
        fc.integer({ min: Math.floor(bytes.length * 0.9), max: bytes.length - 30 }),
        fc.integer({ min: 1, max: 254 }),
        (at, by) => {
          const edited = Buffer.from(bytes);
          edited[at] = ((edited[at] ?? 0) + by) % 255;
          if (edited[at] !== bytes[at]) expect(identityOf(edited)).not.toBe(identityOf(bytes));
        },
      ),
    );
  },
);

test.each(['jpeg', 'png', 'webp'] as const)('a %s that is cut short counts as a whole', async (extension) => {
  const bytes = await picture(extension);
  const short = bytes.subarray(0, bytes.length - 20);
  expect(formatFor(short).identity?.(short)).toBeUndefined();
});

test.each(['jpeg', 'png', 'webp'] as const)('no bytes make the identity of a %s fail', async (extension) => {
  const start = (await picture(extension)).subarray(0, 40);
  const identity = formatFor(start).identity;
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (rest) => {
      const bytes = Buffer.concat([start, rest]);
      for (const [from, to] of identity?.(bytes) ?? []) expect(from <= to && to <= bytes.length).toBe(true);
    }),
  );
});

const exiftool = path.join(import.meta.dirname, '../../../node_modules/exiftool-vendored.pl/bin/exiftool');
const heicFile = path.join(import.meta.dirname, '../../fixtures/heic/cheers-1440x960.heic');

test.each(['heic', 'avif', 'gif', 'tiff'] as const)('what ExifTool writes into a %s or takes out does not make it another photo', async (kind) => {
  using folder = temporaryFolder();
  const file = path.join(folder.path, `one.${kind}`);
  if (kind === 'heic') fs.copyFileSync(heicFile, file);
  else await (await sharpOf(texture(64, 48), 64, 48)).toFormat(kind).toFile(file);
  const before = identityOf(fs.readFileSync(file));
  expect(before.length).toBeLessThan(fs.statSync(file).size);
  const exif = kind === 'gif' ? [] : ['-EXIF:DateTimeOriginal=2011:02:03 04:05:06', '-GPSLatitude=10', '-GPSLatitudeRef=N'];
  const words = ['-XMP-xmp:Rating=3', `-XMP-dc:Description=${'long '.repeat(2_000)}`, ...(kind === 'gif' ? ['-Comment=hello'] : [])];
  for (const args of [exif, words, ['-XMP-xmp:Rating=4'], ['-XMP:all=']]) {
    if (args.length === 0) continue;
    execFileSync(exiftool, ['-q', '-q', '-m', '-overwrite_original', ...args, file]);
    expect(identityOf(fs.readFileSync(file)), args[0]).toBe(before);
  }
}); // prettier-ignore

test.each(['heic', 'avif', 'gif', 'tiff'] as const)('another picture is another photo, and no bytes make the identity fail: %s', async (kind) => {
  const made = async (seed: number) =>
    kind === 'heic' ? fs.readFileSync(heicFile) : (await sharpOf(texture(64, 48, seed), 64, 48)).toFormat(kind).toBuffer();
  const whole = await made(1);
  const format = formatFor(whole);
  if (kind !== 'heic') expect(identityOf(await made(2))).not.toBe(identityOf(whole));
  const last = Buffer.from(whole);
  const at = Math.floor(whole.length * 0.9);
  last[at] = (last[at] ?? 0) ^ 1;
  expect(identityOf(last)).not.toBe(identityOf(whole));
  for (let end = 64; end < whole.length; end += Math.ceil(whole.length / 97))
    format.identity?.(whole.subarray(0, end));
  for (let place = 0; place < Math.min(whole.length, 1_500); place += 3)
    for (const value of [0, 1, 0x7f, 0xff]) {
      const odd = Buffer.from(whole.subarray(0, 4_000));
      odd[place] = value;
      format.identity?.(odd);
    }
}); // prettier-ignore

test('ranges that name the same bytes again and again are not followed: the file counts as a whole', () => {
  const bytes = Buffer.alloc(100, 7);
  const format = { identity: () => Array.from({ length: 1_000 }, () => [0, 100] as const) } as unknown as Format;
  expect(pictureRangesOf(format, bytes)).toBeUndefined();
  expect(pictureRangesOf({ identity: () => [[0, 40], [60, 100]] } as unknown as Format, bytes)).toHaveLength(2); // prettier-ignore
});

test('a picture in a HEIC of which no length is said, so that it reaches to the end, counts with its file as a whole', () => {
  const bytes = fs.readFileSync(path.join(import.meta.dirname, '../../fixtures/heic/cheers-1440x960.heic'));
  expect(pictureRanges(bytes)?.length).toBeGreaterThan(2);
  const at = bytes.indexOf('iloc') + 4;
  const sizes = bytes.readUInt8(at + 4);
  // As many bytes as before for the place, none for the length: the lists no longer fit, or are empty.
  expect(sizes & 15).toBeGreaterThan(0);
  const [offsetSize, lengthSize] = [sizes >> 4, sizes & 15];
  const version = bytes.readUInt8(at);
  const baseSize = bytes.readUInt8(at + 5) >> 4;
  // The first extent of the first item.
  const first = at + 6 + 2 + 2 + (version > 0 ? 2 : 0) + 2 + baseSize + 2 + offsetSize;
  const without = Buffer.from(bytes).fill(0, first, first + lengthSize);
  expect(pictureRanges(without)).toBeUndefined();
});
