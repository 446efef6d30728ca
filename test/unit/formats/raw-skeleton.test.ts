import { expect, test } from 'vitest';
import { skeletonOf } from '../../../main/formats/raw/skeleton.ts';
import { sourceOf } from '../../../main/formats/raw/source.ts';
import { makers } from '../../fixtures/raw/make-raw.ts';
import { jpegOf, texture } from './pictures.ts';

const jpeg = await jpegOf(texture(720, 480), 720, 480);
const shot = { jpeg, width: 720, height: 480, thumbnail: await jpegOf(new Uint8Array(160 * 120 * 3), 160, 120) };

test.each(Object.entries(makers))('of a %s tells its structure, and nothing of the photo', async (_, make) => {
  const told = await skeletonOf(sourceOf(make(shot)));
  expect(told.outcome).toMatch(/^shown from /);
  expect(told.previews.some(({ width, height }) => width === 720 && height === 480)).toBe(true);
  const words = JSON.stringify(told);
  expect(words.length).toBeLessThan(30_000);
  // Its date, its lens and its degrees of latitude.
  for (const secret of ['2023', 'XX 35mm', '[38']) expect(words).not.toContain(secret);
});

test('of a broken one and of no RAW at all it says what is there', async () => {
  const whole = makers['nef']?.(shot) ?? Buffer.alloc(0);
  const broken = await skeletonOf(sourceOf(whole.subarray(0, 300)));
  expect([broken.sizeBytes, broken.kind]).toEqual([300, null]);
  const bare = await skeletonOf(
    sourceOf(makers['cr2']?.({ ...shot, thumbnail: Buffer.alloc(100), isBare: true }) ?? whole),
  );
  expect(bare.kind).toBe('cr2');
  expect((await skeletonOf(sourceOf(Buffer.alloc(0)))).directories).toEqual([]);
});
