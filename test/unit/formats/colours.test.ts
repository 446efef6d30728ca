import { expect, test } from 'vitest';
import { loadSharp } from '../../../main/util/load-sharp.ts';
import { colourAt, decode, distance, fourColours, sharpOf, type Rgb } from './pictures.ts';

const colour: Rgb = [200, 60, 50];

async function plain(background: { r: number; g: number; b: number; alpha?: number }) {
  const { sharp } = await loadSharp();
  return sharp({ create: { width: 64, height: 64, channels: background.alpha === undefined ? 3 : 4, background } });
}

async function coloured() {
  const [r, g, b] = colour;
  return plain({ r, g, b });
}

test.each(['jpeg', 'png', 'tiff'] as const)('Display P3 in a %s becomes sRGB by its profile', async (extension) => {
  const bytes = await (await coloured()).withIccProfile('p3').toFormat(extension, { quality: 98 }).toBuffer();
  const { sharp } = await loadSharp();
  const stored = await sharp(bytes, { ignoreIcc: true }).raw().toBuffer();
  const asStored: Rgb = [stored[0] ?? 0, stored[1] ?? 0, stored[2] ?? 0];
  expect(distance(asStored, colour)).toBeGreaterThan(12);
  expect(distance(colourAt(await decode(bytes), 0.5, 0.5), colour)).toBeLessThanOrEqual(3);
});

test('CMYK with a profile becomes sRGB by its profile', async () => {
  // The way there and back through ink moves this colour by 19 levels, measured; without the profile it is further off.
  const printable: Rgb = [150, 110, 90];
  const bytes = await (await plain({ r: 150, g: 110, b: 90 })).withIccProfile('cmyk').jpeg({ quality: 98 }).toBuffer();
  const { sharp } = await loadSharp();
  const header = await sharp(bytes).metadata();
  expect([header.space, header.hasProfile]).toEqual(['cmyk', true]);
  expect(distance(colourAt(await decode(bytes), 0.5, 0.5), printable)).toBeLessThanOrEqual(20);
});

test('CMYK without a profile keeps its colours, near enough', async () => {
  const withProfile = await (await coloured()).toColourspace('cmyk').jpeg({ quality: 98 }).toBuffer();
  const { sharp } = await loadSharp();
  const header = await sharp(withProfile).metadata();
  expect([header.space, header.hasProfile]).toEqual(['cmyk', false]);
  expect(distance(colourAt(await decode(withProfile), 0.5, 0.5), colour)).toBeLessThanOrEqual(25);
});

test('16 bits a channel become 8', async () => {
  const bytes = await (await coloured()).toColourspace('rgb16').png().toBuffer();
  const { sharp } = await loadSharp();
  expect((await sharp(bytes).metadata()).depth).toBe('ushort');
  expect(distance(colourAt(await decode(bytes), 0.5, 0.5), colour)).toBeLessThanOrEqual(1);
});

test.each(['jpeg', 'png', 'webp', 'tiff'] as const)('a grey %s gives three equal channels', async (extension) => {
  const grey = (await plain({ r: 90, g: 90, b: 90 })).toColourspace('b-w');
  const [r, g, b] = colourAt(await decode(await grey.toFormat(extension).toBuffer()), 0.5, 0.5);
  expect([g, b]).toEqual([r, r]);
  expect(Math.abs(r - 90)).toBeLessThanOrEqual(1);
});

test('grey of 16 bits keeps its level', async () => {
  const grey = (await plain({ r: 90, g: 90, b: 90 })).toColourspace('grey16').png();
  expect(distance(colourAt(await decode(await grey.toBuffer()), 0.5, 0.5), [90, 90, 90])).toBeLessThanOrEqual(1);
});

test.each(['png', 'webp', 'tiff', 'gif', 'avif'] as const)(
  'what is transparent in a %s is white',
  async (extension) => {
    const bytes = await (
      await plain({ r: 200, g: 0, b: 0, alpha: 0 })
    )
      .toFormat(extension, { compression: extension === 'tiff' ? 'lzw' : 'av1' })
      .toBuffer();
    expect(colourAt(await decode(bytes), 0.5, 0.5)).toEqual([255, 255, 255]);
  },
);

test('half transparent red lies on white', async () => {
  const bytes = await (await plain({ r: 255, g: 0, b: 0, alpha: 0.5 })).png().toBuffer();
  expect(distance(colourAt(await decode(bytes), 0.5, 0.5), [255, 127, 127])).toBeLessThanOrEqual(1);
});

test('of an animation the first frame is taken', async () => {
  const { sharp } = await loadSharp();
  const frames = Buffer.concat([fourColours(32, 32), new Uint8Array(32 * 32 * 3)]);
  for (const extension of ['gif', 'webp'] as const) {
    const bytes = await sharp(frames, { raw: { width: 32, height: 64, channels: 3, pageHeight: 32 } })
      .toFormat(extension, { delay: [100, 100] })
      .toBuffer();
    expect((await sharp(bytes, { pages: -1 }).metadata()).pages).toBe(2);
    const decoded = await decode(bytes);
    expect([decoded.width, decoded.height]).toEqual([32, 32]);
    expect(distance(colourAt(decoded, 0.25, 0.25), [220, 30, 30])).toBeLessThan(25);
  }
});

test('a picture smaller than asked for is not enlarged', async () => {
  const decoded = await decode(await (await sharpOf(fourColours(50, 30), 50, 30)).png().toBuffer());
  expect([decoded.pixels.width, decoded.pixels.height]).toEqual([50, 30]);
});
