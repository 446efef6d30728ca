import { expect, test } from 'vitest';
import { blue, colourAt, decode, distance, fourColours, green, red, sharpOf, white, type Rgb } from './pictures.ts';

// Exif 3.0, 4.6.5.1.6: which stored corner is seen at the top left and the top right.
const corners: readonly (readonly [orientation: number, topLeft: Rgb, topRight: Rgb, isTurned: boolean])[] = [
  [1, red, green, false],
  [2, green, red, false],
  [3, white, blue, false],
  [4, blue, white, false],
  [5, red, blue, true],
  [6, blue, red, true],
  [7, white, green, true],
  [8, green, white, true],
];

for (const extension of ['jpeg', 'webp', 'tiff', 'png'] as const)
  test.each(corners)(
    `a ${extension} of orientation %i is decoded upright`,
    async (orientation, topLeft, topRight, isTurned) => {
      const picture = (await sharpOf(fourColours(120, 80), 120, 80)).withMetadata({ orientation });
      const decoded = await decode(await picture.toFormat(extension, { quality: 95 }).toBuffer());
      expect([decoded.width, decoded.height]).toEqual(isTurned ? [80, 120] : [120, 80]);
      expect([decoded.pixels.width, decoded.pixels.height]).toEqual([decoded.width, decoded.height]);
      expect(distance(colourAt(decoded, 0.2, 0.2), topLeft)).toBeLessThan(8);
      expect(distance(colourAt(decoded, 0.8, 0.2), topRight)).toBeLessThan(8);
    },
  );

test('an orientation that does not exist is upright', async () => {
  const jpeg = await (await sharpOf(fourColours(120, 80), 120, 80)).withMetadata({ orientation: 8 }).jpeg().toBuffer();
  // 0x0112, SHORT, one value: 8 becomes 9.
  const at = [
    jpeg.indexOf(Buffer.from([0x12, 0x01, 3, 0, 1, 0, 0, 0, 8, 0])),
    jpeg.indexOf(Buffer.from([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 8])),
  ];
  if (at[0] !== -1) jpeg[(at[0] ?? 0) + 8] = 9;
  else jpeg[(at[1] ?? 0) + 9] = 9;
  expect(Math.max(...at)).toBeGreaterThan(0);
  const decoded = await decode(jpeg);
  expect([decoded.width, decoded.height]).toEqual([120, 80]);
  expect(distance(colourAt(decoded, 0.2, 0.2), red)).toBeLessThan(12);
});

test('a large JPEG is decoded no larger than asked for, and upright too', async () => {
  const picture = (await sharpOf(fourColours(2400, 1600), 2400, 1600)).withMetadata({ orientation: 6 });
  const decoded = await decode(await picture.jpeg().toBuffer());
  expect([decoded.width, decoded.height]).toEqual([1600, 2400]);
  expect([decoded.pixels.width, decoded.pixels.height]).toEqual([427, 640]);
  expect(distance(colourAt(decoded, 0.2, 0.2), blue)).toBeLessThan(8);
});
