import { expect, test } from 'vitest';
import { countTones } from '../../../main/pipeline/tones.ts';

test('each level of each colour is counted, and how light a pixel is', () => {
  const data = Uint8Array.of(255, 0, 0, /**/ 0, 255, 0, /**/ 10, 10, 10, /**/ 255, 255, 255);
  const counts = countTones({ data });
  const channel = (at: number) => counts.subarray(at * 256, (at + 1) * 256);
  expect([channel(0)[255], channel(0)[0], channel(0)[10]]).toEqual([2, 1, 1]);
  expect([channel(1)[255], channel(2)[255], channel(2)[0]]).toEqual([2, 1, 2]);
  // A pure red is darker than a pure green.
  expect([channel(3)[54], channel(3)[182], channel(3)[10], channel(3)[255]]).toEqual([1, 1, 1, 1]);
  expect(counts.reduce((sum, count) => sum + count)).toBe(16);
});
