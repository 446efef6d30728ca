import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitted, held, isFitted, seenPart, zoomedTo } from '../../../renderer/logic/zoom.ts';

const photo = { width: 6000, height: 4000 };
const stage = { width: 1200, height: 900 };

test('a large photo is fitted whole, a small one grows at most fourfold', () => {
  expect(fitted(photo, stage, 1).scale).toBeCloseTo(0.2);
  expect(fitted({ width: 100, height: 100 }, stage, 1).scale).toBe(4);
  expect(fitted({ width: 100, height: 100 }, stage, 2).scale).toBe(2);
});

test('zooming keeps the point under the pointer where it is', () => {
  const at = { x: 100, y: -50 };
  const before = zoomedTo(fitted(photo, stage, 1), 0.6, photo, stage, { x: 0, y: 0 }, 1);
  const after = zoomedTo(before, 0.9, photo, stage, at, 1);
  expect((at.x - after.x) / after.scale).toBeCloseTo((at.x - before.x) / before.scale, 6);
  expect((at.y - after.y) / after.scale).toBeCloseTo((at.y - before.y) / before.scale, 6);
});

test('zooming out ends at the whole photo, in the middle', () => {
  const close = zoomedTo(fitted(photo, stage, 1), 2, photo, stage, { x: 300, y: 300 }, 1);
  const out = zoomedTo(close, 0.0001, photo, stage, { x: 300, y: 300 }, 1);
  expect(isFitted(out, photo, stage, 1)).toBe(true);
  expect(out.x).toBeCloseTo(0);
  expect(out.y).toBeCloseTo(0);
});

test('no drag pulls a photo off the stage', () => {
  const far = fc.integer({ min: -100_000, max: 100_000 });
  fc.assert(
    fc.property(fc.double({ min: 0.2, max: 8, noNaN: true }), far, far, (scale, x, y) => {
      const pose = held({ scale, x, y }, photo, stage);
      expect(Math.abs(pose.x)).toBeLessThanOrEqual(Math.max(0, (photo.width * scale - stage.width) / 2));
      expect(Math.abs(pose.y)).toBeLessThanOrEqual(Math.max(0, (photo.height * scale - stage.height) / 2));
    }),
  );
});

test('the part that is seen is the whole photo when it fits, and what the stage cuts out of it when it is close', () => {
  expect(seenPart(fitted(photo, stage, 1), photo, stage)).toEqual({ x: 0, y: 0, w: 1, h: 1 });
  const close = { scale: 0.4, x: 0, y: 0 };
  expect(seenPart(close, photo, stage)).toEqual({ x: 0.25, y: 0.21875, w: 0.5, h: 0.5625 });
  const atTheLeft = held({ ...close, x: 10_000 }, photo, stage);
  expect(seenPart(atTheLeft, photo, stage).x).toBeCloseTo(0);
});
