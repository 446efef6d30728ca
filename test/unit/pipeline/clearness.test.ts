import fs from 'node:fs';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { expect, test } from 'vitest';
import { clearnessOf } from '../../../main/pipeline/clearness.ts';

const samples = path.join(import.meta.dirname, '../../../resources/sample-photos');
const files = fs
  .readdirSync(samples, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.jpg'))
  .map((name) => path.join(samples, name));

async function of(picture: Sharp) {
  const { data, info } = await picture.removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  return clearnessOf({ data, width: info.width, height: info.height });
}

test('photos are sharp somewhere, also small and saved again; blurred they are not', async () => {
  const measured = await Promise.all(
    files.map(async (file) => {
      const photo = await sharp(file).resize({ width: 1000 }).jpeg().toBuffer();
      const [own, small, blurred] = [
        await of(sharp(photo)),
        await of(sharp(await sharp(photo).resize({ width: 512 }).jpeg({ quality: 80 }).toBuffer())),
        await of(sharp(await sharp(photo).blur(8).jpeg().toBuffer())),
      ];
      return { own: own.sharpness, small: small.sharpness, blurred: blurred.sharpness };
    }),
  );
  expect(measured.filter(({ own }) => own < 120)).toEqual([]);
  expect(measured.filter(({ small }) => small < 120)).toEqual([]);
  expect(measured.filter(({ blurred }) => blurred >= 120)).toEqual([]);
});

test('brightness is the mean of what is seen; a picture of one pixel or one tone is measured too', async () => {
  const plain = (background: string, width = 40) =>
    of(sharp({ create: { width, height: width, channels: 3, background } }));
  expect((await plain('#000')).brightness).toBe(0);
  expect((await plain('#fff', 1)).brightness).toBe(255);
  expect((await plain('#808080')).brightness).toBeCloseTo(128, 0);
  expect((await plain('#808080', 1)).sharpness).toBe(0);
});
