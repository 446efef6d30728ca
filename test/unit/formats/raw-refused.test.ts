import { beforeAll, describe, expect, test } from 'vitest';
import { formatIn } from '../../../main/formats/index.ts';
import { type Source, sourceOf } from '../../../main/formats/raw/source.ts';
import { loadSharp } from '../../../main/util/load-sharp.ts';
import { Failure } from '../../../main/util/failure.ts';
import { dng, makers } from '../../fixtures/raw/make-raw.ts';
import { blob, long, makeTiff, short, text } from '../../fixtures/raw/make-tiff.ts';
import type { Made } from '../../fixtures/raw/raw-parts.ts';
import { colourAt, distance, fourColours, jpegOf, red, taken, texture } from './pictures.ts';

const width = 720;
const height = 480;
let shot: Made;

beforeAll(async () => {
  const jpeg = await jpegOf(texture(width, height), width, height);
  const thumbnail = await jpegOf(new Uint8Array(160 * 120 * 3).fill(128), 160, 120);
  shot = { jpeg, width, height, thumbnail };
});

/** Counts what is read. */
function counted(bytes: Buffer): { source: Source; read: () => number } {
  let read = 0;
  const whole = sourceOf(bytes);
  return {
    source: {
      size: whole.size,
      read: (at, length) => {
        read += Math.min(length, Math.max(0, whole.size - at));
        return whole.read(at, length);
      },
    },
    read: () => read,
  };
}

/** A reason, a picture, or no RAW at all: nothing else may come out. */
async function outcome(bytes: Buffer): Promise<string> {
  try {
    const { decode, format, file } = await taken(bytes);
    await format.metadata(file);
    const { pixels } = await decode();
    return pixels.data.length > 0 ? 'shown' : 'nothing';
  } catch (error) {
    if (error instanceof Failure) return error.message === '' ? 'no words' : 'refused';
    if (error instanceof Error && error.message.startsWith('not a RAW')) return 'no RAW';
    throw error;
  }
}

describe.each(Object.entries(makers))('%s', (_, make) => {
  test('cut off anywhere, it is shown from what is there or refused with a reason', async () => {
    const whole = make(shot);
    for (const share of [0.001, 0.01, 0.05, 0.2, 0.5, 0.8, 0.95, 0.999])
      expect(['shown', 'refused', 'no RAW']).toContain(
        await outcome(whole.subarray(0, Math.ceil(whole.length * share))),
      );
  });

  test('with any of its bytes changed, it is shown or refused, and little is read', async () => {
    const whole = make({ ...shot, orientation: 6 });
    let state = 11;
    const random = (below: number) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    for (let i = 0; i < 60; i++) {
      const bytes = Buffer.from(whole);
      // Where directories are rather than in the noise.
      const parts = [random(600), whole.length - 1 - random(2_000), random(whole.length)];
      for (const at of parts) bytes.writeUInt8(random(3) === 0 ? 255 : random(256), Math.min(at, bytes.length - 1));
      expect(['shown', 'refused', 'no RAW']).toContain(await outcome(bytes));
      const { source, read } = counted(bytes);
      const format = await formatIn(source);
      await format?.take?.(source).catch((error: unknown) => expect(error).toBeInstanceOf(Failure));
      expect(read()).toBeLessThan(40_000_000);
    }
  });

  test('without a preview of the camera it says so, or shows the small one', async () => {
    const said = await taken(make({ ...shot, isBare: true })).then(
      ({ file }) => Math.max(file.taken.size?.width ?? 0, file.taken.bytes.length),
      (error: unknown) => (error instanceof Failure ? error.message : error),
    );
    expect(typeof said === 'number' || String(said).includes("no preview of the camera's was found in it")).toBe(true);
  });
});

test('directories that point at themselves and at each other end', async () => {
  const whole = dng(shot);
  const first = whole.readUInt32LE(4);
  const count = whole.readUInt16LE(first);
  const looped = Buffer.from(whole);
  looped.writeUInt32LE(first, first + 2 + count * 12);
  const pointer = Array.from({ length: count }, (_, i) => first + 2 + i * 12).find(
    (at) => looped.readUInt16LE(at) === 0x14a,
  );
  looped.writeUInt32LE(first, looped.readUInt32LE((pointer ?? 0) + 8));
  const { source, read } = counted(looped);
  const format = await formatIn(source);
  expect(format?.id).toBe('dng');
  expect(await outcome(looped)).toBe('shown');
  expect(read()).toBeLessThan(200_000);
});

test('a length of four gigabytes reads nothing of the kind', async () => {
  const lying = makeTiff([
    {
      0x103: short(6),
      0x106: short(32_803),
      0x10f: text('SONY'),
      0x111: blob(Buffer.alloc(100)),
      0x117: long(0xffff_ffff),
      0x201: blob(shot.jpeg),
      0x202: long(0xffff_fff0),
    },
  ]);
  const { source, read } = counted(lying);
  const format = await formatIn(source);
  await expect(format?.take?.(source)).rejects.toThrow(Failure);
  expect(read()).toBeLessThan(100_000);
});

test('a count of entries that cannot be is no directory', async () => {
  const bytes = makers['nef']?.(shot) ?? Buffer.alloc(0);
  bytes.writeUInt16BE(0xffff, bytes.readUInt32BE(4));
  expect(await outcome(bytes)).toBe('no RAW');
});

test('only the preview and the directories are read of a large file', async () => {
  const big = Buffer.concat([makers['nef']?.(shot) ?? Buffer.alloc(0), Buffer.alloc(60_000_000)]);
  const { source, read } = counted(big);
  const format = await formatIn(source);
  await format?.take?.(source);
  expect(read()).toBeLessThan(shot.jpeg.length + 300_000);
});

test("the preview's own flag turns it no second time", async () => {
  const { sharp } = await loadSharp();
  const flagged = await sharp(shot.jpeg).withMetadata({ orientation: 6 }).toBuffer();
  const one = await (await taken(dng({ ...shot, jpeg: flagged, orientation: 6 }))).decode();
  expect([one.width, one.height]).toEqual([960, 1440]);
  const other = await (await taken(dng({ ...shot, jpeg: flagged, orientation: 1 }))).decode();
  expect([other.width, other.height]).toEqual([1440, 960]);
});

test('a preview that stands upright already is not turned again', async () => {
  const upright = await jpegOf(fourColours(height, width), height, width);
  const decoded = await (await taken(dng({ ...shot, jpeg: upright, orientation: 6 }))).decode();
  expect(decoded.pixels.height).toBeGreaterThan(decoded.pixels.width);
  expect(distance(colourAt(decoded, 0.25, 0.25), red)).toBeLessThanOrEqual(6);
});

test('a TIFF stays one, whatever its camera', async () => {
  const { sharp } = await loadSharp();
  for (const make of ['NIKON CORPORATION', 'SONY', 'Canon', 'Hasselblad']) {
    const tiff = await sharp(shot.jpeg)
      .tiff()
      .withExif({ IFD0: { Make: make, Model: 'X' } })
      .toBuffer();
    expect((await formatIn(sourceOf(tiff)))?.id).toBe('tiff');
  }
});

describe('colours', () => {
  /** A green that is duller as numbers than as what they mean in Adobe RGB. */
  const numbers = [140, 190, 120] as const;

  async function shown(more: Partial<Made>, make = makers['cr2']) {
    const jpeg = await jpegOf(
      new Uint8Array(width * height * 3).map((_, at) => numbers[at % 3] ?? 0),
      width,
      height,
    );
    const { decode } = await taken(make?.({ ...shot, jpeg, ...more }) ?? Buffer.alloc(0));
    return colourAt(await decode(), 0.5, 0.5);
  }
  /** By the formulas of Adobe RGB (1998) and IEC 61966-2-1. */
  const meant = [113, 191, 117] as const;

  test.each([
    ['2', { colourSpace: 2 }],
    ['uncalibrated, R03', { colourSpace: 0xffff, index: 'R03' }],
    ['uncalibrated', { colourSpace: 0xffff }],
  ])('Adobe RGB, said as %s', async (_, more) => {
    expect(distance(await shown(more), meant)).toBeLessThanOrEqual(2);
  });

  test.each([
    ['1', { colourSpace: 1 }],
    ['uncalibrated, R98', { colourSpace: 0xffff, index: 'R98' }],
  ])('sRGB, said as %s', async (_, more) => {
    expect(distance(await shown(more), numbers)).toBeLessThanOrEqual(3);
  });

  test("a preview's own profile comes before what the RAW says", async () => {
    const { sharp } = await loadSharp();
    const jpeg = await sharp(shot.jpeg).withIccProfile('p3').jpeg().toBuffer();
    const plain = await (await taken(dng({ ...shot, jpeg, colourSpace: 1 }))).decode();
    const claimed = await (await taken(dng({ ...shot, jpeg, colourSpace: 2 }))).decode();
    expect(claimed.pixels.data).toEqual(plain.pixels.data);
  });
});
