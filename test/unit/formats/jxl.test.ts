import { brotliCompressSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { jxlSize } from '../../../main/formats/jxl-boxes.ts';
import { jxl } from '../../../main/formats/jxl.ts';
import { identify } from '../../../main/pipeline/identify.ts';
import { encodeJxl, jxlContainer } from '../../fixtures/encode-jxl.ts';
import { below, long, makeTiff, short, text } from '../../fixtures/raw/make-tiff.ts';
import {
  blue,
  colourAt,
  decode,
  distance,
  formatFor,
  fourColours,
  green,
  open,
  red,
  taken,
  white,
} from './pictures.ts';

const width = 720;
const height = 480;
let naked: Buffer;

function withAlpha(rgb: Uint8Array, alpha = 255): Uint8Array {
  return Uint8Array.from({ length: (rgb.length / 3) * 4 }, (_, at) =>
    at % 4 === 3 ? alpha : (rgb[Math.floor(at / 4) * 3 + (at % 4)] ?? 0),
  );
}

beforeAll(async () => {
  naked = await encodeJxl(withAlpha(fourColours(width, height)), width, height);
});

const exif = makeTiff([
  { 0x10f: text('Canon'), 0x112: short(6), 0x8769: below({ 0x8827: short(200), 0x9003: text('2023:04:05 06:07:08') }) },
]);
const exifBox = Buffer.concat([Buffer.alloc(4), exif]);
const xmp = Buffer.from(
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:subject><rdf:Bag><rdf:li>beach</rdf:li></rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>`,
);
const packed = (type: string, content: Buffer) =>
  Buffer.concat([Buffer.from(type, 'latin1'), brotliCompressSync(content)]);

describe.each([
  ['a naked codestream', () => naked],
  ['a container', () => jxlContainer(['jxlc', naked])],
  [
    'a container in parts',
    () =>
      jxlContainer(
        ['jxlp', Buffer.concat([Buffer.from([0, 0, 0, 0]), naked.subarray(0, 500)])],
        ['Exif', exifBox],
        ['jxlp', Buffer.concat([Buffer.from([0x80, 0, 0, 1]), naked.subarray(500)])],
      ),
  ],
])('%s', (_, bytes) => {
  test('is shown in its colours, upright by itself whatever Exif says', async () => {
    expect(formatFor(bytes()).id).toBe('jxl');
    const decoded = await decode(bytes());
    expect([decoded.width, decoded.height]).toEqual([width, height]);
    const seen = [[0.25, 0.25], [0.75, 0.25], [0.25, 0.75], [0.75, 0.75]].map(([x = 0, y = 0]) => colourAt(decoded, x, y)); // prettier-ignore
    [red, green, blue, white].forEach((colour, i) => {
      expect(distance(seen[i] ?? [0, 0, 0], colour)).toBeLessThanOrEqual(6);
    });
  });

  test('says its size before it is decoded', () => {
    expect(jxlSize(bytes())).toEqual({ width, height });
  });

  test('cut off it is shown in part or refused with a reason', async () => {
    for (const share of [0.1, 0.5, 0.9]) {
      const whole = bytes();
      const result = await decode(whole.subarray(0, Math.ceil(whole.length * share))).then(
        () => 'shown',
        (error: unknown) => (error instanceof Error && 'kind' in error ? error.kind : error),
      );
      expect(['truncated', 'corrupt', 'shown']).toContain(result);
    }
  });
});

test('what is transparent is white', async () => {
  const half = await encodeJxl(withAlpha(new Uint8Array(64 * 64 * 3), 0), 64, 64);
  expect(distance(colourAt(await decode(half), 0.5, 0.5), [255, 255, 255])).toBeLessThanOrEqual(2);
});

test.each([
  ['plain', () => jxlContainer(['Exif', exifBox], ['xml ', xmp], ['jxlc', naked])],
  ['packed', () => jxlContainer(['jxlc', naked], ['brob', packed('Exif', exifBox)], ['brob', packed('xml ', xmp)])],
])('Exif and XMP are read, %s', async (_, bytes) => {
  const metadata = await jxl.metadata(open(bytes(), '/photos/a.jxl'));
  expect(metadata).toMatchObject({
    keywords: ['beach'],
    cameraMake: 'Canon',
    iso: 200,
    takenWallMs: Date.UTC(2023, 3, 5, 6, 7, 8),
    takenFrom: 'exif',
  });
});

test('words that are written into it make it no other photo', () => {
  const content = (bytes: Buffer) => Buffer.from(identify(jxl, { bytes })).toString('hex');
  expect(content(jxlContainer(['jxlc', naked], ['xml ', xmp]))).toBe(content(jxlContainer(['jxlc', naked])));
  expect(content(jxlContainer(['jxlc', naked]))).toBe(content(naked));
  const other = Buffer.from(naked);
  other.writeUInt8((other[300] ?? 0) ^ 1, 300);
  expect(content(other)).not.toBe(content(naked));
});

test('a size that nothing could hold is refused before it is decoded', async () => {
  // 1 bit that it is not small, then height and width of 30 bits each with the ratio 1:1.
  const huge = Buffer.concat([Buffer.from([0xff, 0x0a, 0xfe, 0xff, 0xff, 0xff, 0x0b]), Buffer.alloc(40)]);
  expect((jxlSize(huge)?.width ?? 0) > 100_000).toBe(true);
  await expect(decode(huge)).rejects.toMatchObject({ kind: 'too-many-pixels' });
});

test('a box of Brotli that would grow without end, and boxes of no length, say nothing', async () => {
  const bomb = packed('xml ', Buffer.alloc(200 * 2 ** 20, 32));
  expect((await jxl.metadata(open(jxlContainer(['brob', bomb], ['jxlc', naked])))).keywords).toEqual([]);
  const broken = jxlContainer(['jxlc', naked]);
  broken.writeUInt32BE(3, 32);
  await expect(decode(broken)).rejects.toMatchObject({ kind: 'truncated' });
});

test('a DNG whose preview is JPEG XL shows it, turned as the DNG says', async () => {
  const preview = { 0xfe: long(1), 0x100: long(width), 0x101: long(height), 0x103: { is: 'numbers', type: 3, numbers: [52_546] }, 0x106: short(2), 0x111: { is: 'blob', bytes: naked }, 0x117: long(naked.length) } as const; // prettier-ignore
  const made = makeTiff([
    { 0x112: short(6), 0x14a: below(preview), 0xc612: { is: 'bytes', bytes: Buffer.from([1, 7, 0, 0]), type: 1 } },
  ]);
  const { format, decode: shown } = await taken(made);
  expect(format.id).toBe('dng');
  const decoded = await shown();
  expect([decoded.width, decoded.height]).toEqual([height, width]);
  expect(distance(colourAt(decoded, 0.75, 0.25), red)).toBeLessThanOrEqual(6);
});
