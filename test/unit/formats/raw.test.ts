import { describe, expect, test } from 'vitest';
import { extensions } from '../../../main/formats/index.ts';
import { identify } from '../../../main/pipeline/identify.ts';
import { makers } from '../../fixtures/raw/make-raw.ts';
import type { Made } from '../../fixtures/raw/raw-parts.ts';
import { blue, colourAt, distance, fourColours, green, jpegOf, red, type Rgb, taken, white } from './pictures.ts';

const width = 720;
const height = 480;

const jpeg = await jpegOf(fourColours(width, height), width, height);
const grey = await jpegOf(new Uint8Array(160 * 120 * 3).fill(128), 160, 120);
const shot: Made = { jpeg, width, height, thumbnail: grey };

/** Corners of the picture when it is upright, clockwise from top left, by how it is turned. */
const corners: Readonly<Record<number, readonly [Rgb, Rgb, Rgb, Rgb]>> = {
  1: [red, green, white, blue],
  2: [green, red, blue, white],
  3: [white, blue, red, green],
  4: [blue, white, green, red],
  5: [red, blue, white, green],
  6: [blue, red, green, white],
  7: [white, green, red, blue],
  8: [green, white, blue, red],
};

describe.each(Object.entries(makers))('%s', (extension, make) => {
  test('is looked at, and no other kind of file', async () => {
    expect(extensions.has(extension)).toBe(true);
    const { format } = await taken(make(shot));
    expect(format.id).not.toBe('tiff');
    expect(format.extensions).toContain(extension);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('shows its preview, turned as the RAW says (%i)', async (orientation) => {
    const { decode } = await taken(make({ ...shot, orientation }));
    const decoded = await decode();
    expect([decoded.width, decoded.height]).toEqual(orientation >= 5 ? [960, 1440] : [1440, 960]);
    const seen = [
      colourAt(decoded, 0.25, 0.25),
      colourAt(decoded, 0.75, 0.25),
      colourAt(decoded, 0.75, 0.75),
      colourAt(decoded, 0.25, 0.75),
    ];
    seen.forEach((colour, i) => {
      expect(distance(colour, corners[orientation]?.[i] ?? white)).toBeLessThanOrEqual(6);
    });
  });

  test('tells when, where and with what it was taken', async () => {
    const { format, file } = await taken(make(shot));
    expect(await format.metadata(file)).toMatchObject({
      takenWallMs: Date.UTC(2023, 3, 5, 6, 7, 8),
      takenFrom: 'exif',
      iso: 400,
      lens: 'XX 35mm F1.8',
      exposureS: 1 / 250,
      latitude: 38.7,
      longitude: -(9 + 8 / 60),
    });
    expect((await format.metadata(file)).cameraModel).not.toBe(undefined);
  });

  test('another shot is another photo, however alike the preview; the same one is the same', async () => {
    const contents = await Promise.all(
      [shot, { ...shot, noise: 8 }, shot, { ...shot, orientation: 6 }].map(async (one) => {
        const { format, file } = await taken(make(one));
        return Buffer.from(identify(format, file)).toString('hex');
      }),
    );
    expect(contents[0]).toBe(contents[2]);
    expect(new Set(contents).size).toBe(3);
  });
});
