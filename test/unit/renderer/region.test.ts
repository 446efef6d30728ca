import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  drawn,
  gripAt,
  grown,
  isUsable,
  leastSide,
  middleOf,
  moved,
  regionBetween,
  rounded,
  viewBoxOf,
} from '../../../renderer/logic/region.ts';

const part = fc.double({ min: 0, max: 1, noNaN: true });
const anywhere = fc.double({ min: -2, max: 3, noNaN: true });
const points = fc.record({ x: anywhere, y: anywhere });
const regions = fc.tuple(points, points).map(([a, b]) => regionBetween(a, b));
const reach = { x: 0.02, y: 0.02 };

test('a part is the same whichever corner the hand begins at', () => {
  const expected = { x: 0.2, y: 0.3, w: expect.closeTo(0.4), h: expect.closeTo(0.5) };
  expect(regionBetween({ x: 0.2, y: 0.3 }, { x: 0.6, y: 0.8 })).toEqual(expected);
  expect(regionBetween({ x: 0.6, y: 0.3 }, { x: 0.2, y: 0.8 })).toEqual(expected);
});

test('no drag, move or growth leaves the photo', () => {
  fc.assert(
    fc.property(regions, points, anywhere, anywhere, (region, to, dx, dy) => {
      const grip = gripAt(region, to, reach);
      for (const { x, y, w, h } of [
        region,
        drawn(region, grip, to),
        moved(region, dx, dy),
        grown(region, dx, dy),
      ].filter((it) => it !== undefined)) {
        // prettier-ignore
        expect(x).toBeGreaterThanOrEqual(0);
        expect(y).toBeGreaterThanOrEqual(0);
        expect(x + w).toBeLessThanOrEqual(1 + 1e-9);
        expect(y + h).toBeLessThanOrEqual(1 + 1e-9);
      }
    }),
  );
});

test('moving keeps the size', () => {
  fc.assert(
    fc.property(regions, anywhere, anywhere, (region, dx, dy) => {
      expect(moved(region, dx, dy)).toMatchObject({ w: region.w, h: region.h });
    }),
  );
});

test('a press near a corner drags that corner, inside moves it all, elsewhere begins anew', () => {
  const region = { x: 0.2, y: 0.2, w: 0.4, h: 0.4 };
  const pulled = drawn(region, gripAt(region, { x: 0.61, y: 0.59 }, reach), { x: 0.9, y: 0.8 });
  expect(pulled).toEqual({ x: 0.2, y: 0.2, w: expect.closeTo(0.7), h: expect.closeTo(0.6) });
  const shifted = drawn(region, gripAt(region, { x: 0.4, y: 0.4 }, reach), { x: 0.5, y: 0.3 });
  expect(shifted).toEqual({ x: expect.closeTo(0.3), y: expect.closeTo(0.1), w: 0.4, h: 0.4 });
  const fresh = drawn(region, gripAt(region, { x: 0.8, y: 0.8 }, reach), { x: 0.7, y: 0.95 });
  expect(fresh).toEqual({ x: 0.7, y: 0.8, w: expect.closeTo(0.1), h: expect.closeTo(0.15) });
});

test('keys begin in the middle of what is seen, and never shrink it to nothing', () => {
  const middle = middleOf({ x: 0.5, y: 0, w: 0.5, h: 1 });
  expect(middle).toEqual({ x: expect.closeTo(2 / 3), y: expect.closeTo(1 / 3), w: expect.closeTo(1 / 6), h: expect.closeTo(1 / 3) }); // prettier-ignore
  const least = grown(middle, -1, -1);
  expect(least.w).toBe(leastSide);
  expect(isUsable(least)).toBe(true);
  expect(isUsable({ ...least, h: 0.001 })).toBe(false);
});

test('a question’s numbers have three decimals and stay within the photo', () => {
  fc.assert(
    fc.property(fc.tuple(part, part, part, part), ([ax, ay, bx, by]) => {
      const { x, y, w, h } = rounded(regionBetween({ x: ax, y: ay }, { x: bx, y: by }));
      for (const side of [x, y, w, h]) expect(String(side)).toMatch(/^(0|1|0\.\d{1,3})$/);
      expect(Math.round((x + w) * 1000)).toBeLessThanOrEqual(1000);
      expect(Math.round((y + h) * 1000)).toBeLessThanOrEqual(1000);
    }),
  );
});

test('a picture is cropped to its region by the distances from its edges', () => {
  expect(viewBoxOf({ x: 0.1, y: 0.2, w: 0.3, h: 0.4 })).toBe('inset(20% 60% 40% 10%)');
});
