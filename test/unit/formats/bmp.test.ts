import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bmp } from '../../../main/formats/bmp.ts';
import { decodeFile } from '../../../main/pipeline/decode.ts';
import { Failure } from '../../../main/util/failure.ts';
import { blue, colourAt, distance, fourColours, green, large, open, red, white, type Rgb } from './pictures.ts';

interface Bitmap {
  depth: number;
  compression?: number;
  palette?: readonly Rgb[];
  masks?: readonly number[];
  headerBytes?: number;
  isTopDown?: boolean;
  /** Rows as they are stored. */
  pixels: Buffer;
  width?: number;
  height?: number;
}

function bitmap(options: Bitmap): Buffer {
  const {
    depth,
    compression = 0,
    palette = [],
    masks = [],
    isTopDown = false,
    pixels,
    width = 16,
    height = 16,
  } = options;
  const headerBytes = options.headerBytes ?? 40;
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32LE(headerBytes, 0);
  if (headerBytes === 12) {
    header.writeUInt16LE(width, 4);
    header.writeUInt16LE(height, 6);
    header.writeUInt16LE(1, 8);
    header.writeUInt16LE(depth, 10);
  } else {
    header.writeInt32LE(width, 4);
    header.writeInt32LE(isTopDown ? -height : height, 8);
    header.writeUInt16LE(1, 12);
    header.writeUInt16LE(depth, 14);
    header.writeUInt32LE(compression, 16);
    header.writeUInt32LE(palette.length, 32);
  }
  const maskBytes = Buffer.alloc(masks.length * 4);
  masks.forEach((mask, i) => maskBytes.writeUInt32LE(mask >>> 0, i * 4));
  if (headerBytes >= 56) maskBytes.copy(header, 40);
  const colours = Buffer.from(palette.flatMap(([r, g, b]) => (headerBytes === 12 ? [b, g, r] : [b, g, r, 0])));
  const before = Buffer.concat([header, headerBytes >= 56 ? Buffer.alloc(0) : maskBytes, colours]);
  const start = Buffer.alloc(14);
  start.write('BM');
  start.writeUInt32LE(14 + before.length, 10);
  return Buffer.concat([start, before, pixels]);
}

const four = [red, green, blue, white] as const;
/** 0 red, 1 green above; 2 blue, 3 white below. */
const indexAt = (x: number, y: number) => (y < 8 ? 0 : 2) + (x < 8 ? 0 : 1);

/** Stored rows, bottom one first, each padded to four bytes. */
function rows(bits: number, valueAt: (x: number, y: number) => number, isTopDown = false): Buffer {
  const rowBytes = Math.ceil((16 * bits) / 32) * 4;
  const data = Buffer.alloc(rowBytes * 16);
  for (let row = 0; row < 16; row++)
    for (let x = 0; x < 16; x++) {
      const value = valueAt(x, isTopDown ? row : 15 - row);
      if (bits >= 8) data.writeUIntLE(value, row * rowBytes + (x * bits) / 8, bits / 8);
      else {
        const at = row * rowBytes + Math.floor((x * bits) / 8);
        data[at] = (data[at] ?? 0) | (value << (8 - bits - ((x * bits) % 8)));
      }
    }
  return data;
}

const rgb = ([r, g, b]: Rgb) => r * 65_536 + g * 256 + b;
const colourOf = (x: number, y: number) => four[indexAt(x, y)] ?? red;
const to = (level: number, bits: number) => Math.round((level * (2 ** bits - 1)) / 255);
const packed = (r: number, g: number, b: number) => (x: number, y: number) => {
  const [red8, green8, blue8] = colourOf(x, y);
  return to(red8, r) * 2 ** (g + b) + to(green8, g) * 2 ** b + to(blue8, b);
};

const cases: readonly (readonly [string, Bitmap, number])[] = [
  ['2 bits', { depth: 2, palette: four, pixels: rows(2, indexAt) }, 0],
  ['4 bits', { depth: 4, palette: four, pixels: rows(4, indexAt) }, 0],
  ['8 bits', { depth: 8, palette: four, pixels: rows(8, indexAt) }, 0],
  ['8 bits, OS/2 header', { depth: 8, headerBytes: 12, palette: [...four, ...Array.from({ length: 252 }, () => red)], pixels: rows(8, indexAt) }, 0],
  ['16 bits, 5-5-5', { depth: 16, pixels: rows(16, packed(5, 5, 5)) }, 5],
  ['16 bits, 5-6-5 masks', { depth: 16, compression: 3, masks: [0xf800, 0x07e0, 0x001f], pixels: rows(16, packed(5, 6, 5)) }, 5],
  ['24 bits', { depth: 24, pixels: rows(24, (x, y) => rgb(colourOf(x, y))) }, 0],
  ['24 bits, top row first', { depth: 24, isTopDown: true, pixels: rows(24, (x, y) => rgb(colourOf(x, y)), true) }, 0],
  ['32 bits', { depth: 32, pixels: rows(32, (x, y) => rgb(colourOf(x, y))) }, 0],
  ['32 bits, 10-bit masks', { depth: 32, compression: 3, masks: [0x3ff00000, 0xffc00, 0x3ff], pixels: rows(32, packed(10, 10, 10)) }, 1],
  ['32 bits, alpha left at zero', { depth: 32, compression: 3, headerBytes: 108, masks: [0xff0000, 0xff00, 0xff, 0xff000000], pixels: rows(32, (x, y) => rgb(colourOf(x, y))) }, 0],
  ['RLE8', { depth: 8, compression: 1, palette: four, pixels: runLengths() }, 0],
  ['RLE4', { depth: 4, compression: 2, palette: four, pixels: runLengths4() }, 0],
]; // prettier-ignore

test.each(cases)('a BMP of %s shows its colours', async (_, options, tolerance) => {
  const { format, decoded } = await decodeFile(open(bitmap(options)), large);
  expect(format.id).toBe('bmp');
  expect([decoded.width, decoded.height]).toEqual([16, 16]);
  const seen = [
    colourAt(decoded, 0.2, 0.2),
    colourAt(decoded, 0.8, 0.2),
    colourAt(decoded, 0.2, 0.8),
    colourAt(decoded, 0.8, 0.8),
  ];
  seen.forEach((colour, i) => expect(distance(colour, four[i] ?? red)).toBeLessThanOrEqual(tolerance));
});

test('one bit a pixel: the first is the highest', async () => {
  const pixels = rows(1, (x, y) => (y < 8 && x < 3 ? 1 : 0));
  const { decoded } = await decodeFile(open(bitmap({ depth: 1, palette: [white, red], pixels })), large);
  expect(colourAt(decoded, 0.1, 0.1)).toEqual(red);
  expect(colourAt(decoded, 0.3, 0.1)).toEqual(white);
});

test('what is transparent is white', async () => {
  const masks = [0xff0000, 0xff00, 0xff, 0xff000000];
  const pixels = rows(32, (x) => (x < 8 ? 0x00ff0000 : 0xff0000ff));
  const { decoded } = await decodeFile(
    open(bitmap({ depth: 32, compression: 3, headerBytes: 124, masks, pixels })),
    large,
  );
  expect(colourAt(decoded, 0.2, 0.5)).toEqual([255, 255, 255]);
  expect(colourAt(decoded, 0.8, 0.5)).toEqual([0, 0, 255]);
});

const plain = bitmap({ depth: 24, pixels: Buffer.from(fourColours(16, 16)) });
const indexed = bitmap({ depth: 8, palette: four, pixels: rows(8, indexAt) });
const patched = (at: number, value: number, original = plain) => {
  const bytes = Buffer.from(original);
  bytes.writeUInt32LE(value >>> 0, at);
  return bytes;
};

test.each([
  ['30000 bits a pixel', patched(28, 30_000), 'corrupt', /30000 bits/],
  ['an endless palette', patched(46, 0xff000006, indexed), 'corrupt', /4278190086 colours/],
  ['a width of two billion', patched(18, 0x7fffffff), 'too-many-pixels', /megapixels/],
  ['a height of nothing', patched(22, 0), 'corrupt', /16 x 0/],
  ['more rows than there are', patched(22, 16_000), 'truncated', /only 0 %/],
  ['a JPEG inside', patched(30, 4), 'unsupported', /compression 4/],
  ['the first bytes only', plain.subarray(0, 30), 'truncated', /cut short/],
])('a BMP with %s is refused for that', async (_, bytes, kind, words) => {
  const refused = decodeFile(open(bytes), large);
  await expect(refused).rejects.toMatchObject({ kind });
  await expect(refused).rejects.toThrow(words);
});

test('no bytes give anything but a picture or a Failure', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 14, max: 70 }), fc.integer({ min: 0, max: 255 })), { maxLength: 6 }),
      fc.constantFrom(...cases.map(([, options]) => bitmap(options))),
      async (changes, original) => {
        const bytes = Buffer.from(original);
        for (const [at, value] of changes) bytes[at] = value;
        await bmp.decode(open(bytes), large).catch((error: unknown) => expect(error).toBeInstanceOf(Failure));
      },
    ),
    { numRuns: 200 },
  );
});

/** Runs above, literals below; an end of line after each row, the end of the bitmap after the last. */
function runLengths(): Buffer {
  const lines: number[] = [];
  for (let y = 15; y >= 0; y--) {
    if (y < 8) lines.push(8, indexAt(0, y), 8, indexAt(15, y));
    else lines.push(0, 16, ...Array.from({ length: 16 }, (_, x) => indexAt(x, y)));
    lines.push(0, 0);
  }
  return Buffer.from([...lines.slice(0, -2), 0, 1]);
}

function runLengths4(): Buffer {
  const lines: number[] = [];
  for (let y = 15; y >= 0; y--) {
    const [left, right] = [indexAt(0, y), indexAt(15, y)];
    if (y < 8) lines.push(8, left * 17, 8, right * 17);
    else lines.push(0, 16, ...Array.from({ length: 8 }, (_, i) => (i < 4 ? left * 17 : right * 17)));
    lines.push(0, 0);
  }
  return Buffer.from([...lines.slice(0, -2), 0, 1]);
}
