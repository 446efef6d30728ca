import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inShape, isWholeOf, largestIn, ratios, shapeOf } from '../../../renderer/logic/crop.ts';

const wide = { width: 4_000, height: 3_000 };
const share = fc.double({ min: 0.02, max: 0.98, noNaN: true });

test('a shape is that of pixels, standing or lying, whatever shape the photo has', () => {
  expect(shapeOf('free', false, wide)).toBeUndefined();
  expect(shapeOf('own', false, wide)).toBeCloseTo(1);
  expect(shapeOf('1:1', false, wide)).toBeCloseTo(3 / 4);
  expect(shapeOf('1:1', true, wide)).toBeCloseTo(3 / 4);
  expect(shapeOf('16:9', false, wide)).toBeCloseTo(4 / 3);
  // Three wide and two high stands: two wide and three high.
  expect(shapeOf('3:2', true, wide)).toBeCloseTo((2 / 3) * (3 / 4));
});

test('what is drawn has its shape, begins at the corner that stays, and never leaves the photo', () => {
  fc.assert(
    fc.property(
      share,
      share,
      share,
      share,
      fc.constantFrom(...ratios),
      fc.boolean(),
      (ax, ay, bx, by, ratio, isUpright) => {
        fc.pre(Math.abs(ax - bx) > 0.02 && Math.abs(ay - by) > 0.02);
        const shape = shapeOf(ratio, isUpright, wide) ?? 1;
        const drawn = { x: Math.min(ax, bx), y: Math.min(ay, by), w: Math.abs(ax - bx), h: Math.abs(ay - by) };
        const { x, y, w, h } = inShape(drawn, shape, { x: ax, y: ay });
        expect(w / h).toBeCloseTo(shape, 6);
        for (const [from, length] of [
          [x, w],
          [y, h],
        ] as const) {
          // prettier-ignore
          expect(from).toBeGreaterThanOrEqual(-1e-9);
          expect(from + length).toBeLessThanOrEqual(1 + 1e-9);
        }
        expect(bx < ax ? x + w : x).toBeCloseTo(ax, 6);
        expect(by < ay ? y + h : y).toBeCloseTo(ay, 6);
      },
    ),
  );
});

test('the largest part of a shape lies in the middle; all of a photo is no crop', () => {
  const all = { x: 0, y: 0, w: 1, h: 1 };
  const square = largestIn(all, 3 / 4);
  expect(square).toEqual({ x: 0.125, y: 0, w: 0.75, h: 1 });
  expect(largestIn(all, 4)).toEqual({ x: 0, y: 0.375, w: 1, h: 0.25 });
  expect(isWholeOf(largestIn(all, 1))).toBe(true);
  expect(isWholeOf(square)).toBe(false);
});
