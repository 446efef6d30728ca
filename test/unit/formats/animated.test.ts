import sharp from 'sharp';
import { expect, test } from 'vitest';
import { formatOf } from '../../../main/formats/index.ts';
import { makeAnimation } from '../../fixtures/make-animations.ts';

const isAnimated = (bytes: Buffer) => formatOf(bytes.subarray(0, 4_096))?.isAnimated?.(bytes);
const still = (as: 'gif' | 'webp' | 'png' | 'avif' | 'jpeg') =>
  sharp(Buffer.alloc(16 * 16 * 3, 90), { raw: { width: 16, height: 16, channels: 3 } })
    .toFormat(as)
    .toBuffer();

test.each(['gif', 'webp', 'png'] as const)('a %s of two pictures is an animation, one of one is none', async (as) => {
  const colours = [[200, 30, 30], [30, 30, 200]] as const; // prettier-ignore
  const moving = await makeAnimation(as, { width: 16, height: 16, colours, delayMs: 100 });
  expect(isAnimated(moving)).toBe(true);
  expect(isAnimated(await still(as))).toBe(false);
  // Cut anywhere it is an answer still.
  for (let length = 24; length < moving.length; length += 7)
    expect([true, false]).toContain(isAnimated(moving.subarray(0, length)));
});

test('an AVIF is one by its brand; a JPEG is none', async () => {
  const avif = await still('avif');
  expect(isAnimated(avif)).toBe(false);
  const sequence = Buffer.from(avif);
  sequence.write('avis', 8, 'latin1');
  expect(isAnimated(sequence)).toBe(true);
  expect(isAnimated(await still('jpeg'))).toBeUndefined();
});
