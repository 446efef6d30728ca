import { expect, test } from 'vitest';
import { targetSize } from '../../../main/formats/target-size.ts';

const wanted = { longEdge: 640, shortEdge: 256 };

test.each([
  [4032, 3024, 640, 480],
  [3024, 4032, 480, 640],
  // A panorama: the short edge decides.
  [20_000, 400, 12_800, 256],
  [8000, 2000, 1024, 256],
  [300, 200, 300, 200],
  [1, 1, 1, 1],
  [3, 2000, 3, 2000],
])('%i x %i is decoded to %i x %i', (width, height, ...expected) => {
  const target = targetSize(width, height, wanted);
  expect([target.width, target.height]).toEqual(expected);
});

test('a strip longer than 256:1 is bounded by its area', () => {
  const { width, height } = targetSize(1_000_000, 268, wanted);
  expect(width * height).toBeLessThan(17e6);
  expect(Math.abs(width / height - 1_000_000 / 268)).toBeLessThan(40);
});
