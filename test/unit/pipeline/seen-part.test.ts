import { expect, test } from 'vitest';
import { seenPart } from '../../../main/pipeline/seen-part.ts';

test('a centre crop leaves the middle square of a wide photo', () => {
  const { x, y, w, h } = seenPart({ resize: 'short-edge', resizeTo: 256, size: 224 }, 1000, 500);
  expect(w * 1000).toBeCloseTo(h * 500, 6);
  expect(h).toBeCloseTo(224 / 256, 6);
  expect(x).toBeCloseTo((1 - w) / 2, 6);
  expect(y).toBeCloseTo((1 - h) / 2, 6);
});

test('of a photo that is squashed everything is seen', () => {
  expect(seenPart({ resize: 'squash', resizeTo: 260, size: 260 }, 1000, 500)).toEqual({ x: 0, y: 0, w: 1, h: 1 });
});
