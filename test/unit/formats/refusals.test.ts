import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { decodeFile } from '../../../main/pipeline/decode.ts';
import { Failure } from '../../../main/util/failure.ts';
import { large, open, sharpOf, texture } from './pictures.ts';

async function refusalOf(bytes: Uint8Array): Promise<Failure> {
  try {
    await decodeFile(open(bytes), large);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('it was decoded');
}

async function jpegOf(width = 640, height = 480) {
  return (await sharpOf(texture(width, height), width, height)).jpeg({ quality: 90 }).toBuffer();
}

const text = (content: string) => Buffer.from(content);

test.each([
  ['nothing', Buffer.alloc(0), 'empty', 'empty'],
  ['zeros', Buffer.alloc(5000), 'not-a-picture', 'zeros'],
  ['words', text('Dear diary,\ntoday I renamed this file to .jpg.\n'), 'not-a-picture', 'text'],
  ['a web page', text('<!DOCTYPE html><html><body>404</body></html>'), 'not-a-picture', 'web page'],
  ['a PDF', text('%PDF-1.7\n%\u00e2\u00e3'), 'not-a-picture', 'PDF'],
  ['an SVG', text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'), 'unsupported', 'SVG'],
  ['a Canon raw', text('\0\0\0\x18ftypcrx \0\0\0\x01crx isom'), 'unsupported', 'CR3'],
])('%s named .jpg is refused for what it is', async (_, bytes, kind, word) => {
  const failure = await refusalOf(bytes);
  expect(failure.kind).toBe(kind);
  expect(failure.message).toContain(word);
  expect(failure.message).toMatch(/^[A-Z].*\.$/);
});

test('a JPEG of which 90 % is there is shown', async () => {
  const jpeg = await jpegOf();
  const { decoded } = await decodeFile(open(jpeg.subarray(0, jpeg.length * 0.9)), large);
  expect([decoded.width, decoded.height]).toEqual([640, 480]);
});

test('a JPEG of which a tenth is there is refused, and how much is said', async () => {
  const jpeg = await jpegOf();
  const failure = await refusalOf(jpeg.subarray(0, jpeg.length * 0.1));
  expect(failure.kind).toBe('truncated');
  expect(failure.details?.['percent']).toBeGreaterThanOrEqual(8);
  expect(failure.details?.['percent']).toBeLessThanOrEqual(14);
  expect(failure.message).toContain(`only ${failure.details?.['percent']} %`);
});

test('a PNG cut short is shown from a quarter on', async () => {
  const png = await (await sharpOf(texture(640, 480), 640, 480)).png().toBuffer();
  const { decoded } = await decodeFile(open(png.subarray(0, png.length * 0.6)), large);
  expect(decoded.height).toBe(480);
  expect((await refusalOf(png.subarray(0, png.length * 0.1))).kind).toBe('truncated');
});

test.each(['webp', 'avif', 'gif', 'tiff'] as const)(
  'a %s cut short after its header is refused as such',
  async (extension) => {
    const bytes = await (await sharpOf(texture(320, 240), 320, 240)).toFormat(extension).toBuffer();
    const failure = await refusalOf(bytes.subarray(0, 400));
    expect(['truncated', 'corrupt']).toContain(failure.kind);
  },
);

test('junk after the end of a JPEG does no harm', async () => {
  const jpeg = await jpegOf();
  const { decoded } = await decodeFile(open(Buffer.concat([jpeg, Buffer.alloc(5000, 7)])), large);
  expect(decoded.width).toBe(640);
});

test('a JPEG without its quantisation tables is corrupt, not cut short', async () => {
  const jpeg = await jpegOf();
  const table = jpeg.indexOf(Buffer.from([0xff, 0xdb]));
  jpeg[table + 4] = 3; // its number
  const failure = await refusalOf(jpeg);
  expect(failure.kind).toBe('corrupt');
  expect(failure.message).toContain('JPEG');
});

test('a bomb is refused at once, without its memory, and its size is said', async () => {
  const bomb = await (await sharpOf(texture(8, 8), 8, 8)).png().toBuffer();
  bomb.writeUInt32BE(20_000, 16);
  bomb.writeUInt32BE(15_000, 20);
  bomb.writeUInt32BE(crc32(bomb.subarray(12, 29)), 29);
  const memory = process.memoryUsage().rss;
  const before = process.cpuUsage();
  const failure = await refusalOf(bomb);
  const { user, system } = process.cpuUsage(before);
  // To decode it takes seconds.
  expect((user + system) / 1000).toBeLessThan(500);
  expect(process.memoryUsage().rss - memory).toBeLessThan(50e6);
  expect(failure.kind).toBe('too-many-pixels');
  expect(failure.message).toBe('The picture has 300 megapixels; Lumisift reads up to 268.');
  expect(failure.details).toEqual({ megapixels: 300, limit: 268, width: 20_000, height: 15_000 });
});
