import { expect, test } from 'vitest';
import { combine, pushDown } from '../../../main/search/negate.ts';

const term = (weight: number, ...values: number[]) => ({ vector: Float32Array.from(values), weight });

test('a heavier term draws the question to itself, and the question has unit length', () => {
  const vector = combine([term(2, 1, 0), term(1, 0, 1)]);
  expect(vector?.[0]).toBeCloseTo(2 / Math.sqrt(5));
  expect(vector?.[1]).toBeCloseTo(1 / Math.sqrt(5));
});

test('nothing to look for is said', () => {
  expect(combine([])).toBeUndefined();
  expect(combine([term(1, 1, 0), term(1, -1, 0)])).toBeUndefined();
});

test('photos of the minus term fall below those without it, the others keep their order', () => {
  const scores = Float32Array.from([0.4, 0.35, 0.3, 0.1, 0.1, 0.1]);
  const minus = Float32Array.from([0.5, 0, 0.5, 0, 0, 0]);
  pushDown(scores, [{ scores: minus, weight: 1 }]);
  expect(scores[1]).toBeGreaterThan(scores[0] ?? 1);
  expect(scores[0]).toBeGreaterThan(scores[2] ?? 1);
  expect([...scores.subarray(3)]).toEqual([...Float32Array.from([0.1, 0.1, 0.1])]);
  expect(scores[1]).toBe(Math.fround(0.35));
});

test('a heavier minus term takes more away', () => {
  const pushed = (weight: number) => {
    const scores = Float32Array.from([0.4, 0.3, 0.2]);
    pushDown(scores, [{ scores: Float32Array.from([0.3, 0.1, 0.1]), weight }]);
    return scores[0] ?? 0;
  };
  expect(pushed(2)).toBeLessThan(pushed(1));
  expect(pushed(0.5)).toBeGreaterThan(pushed(1));
});

test('a minus term that says nothing changes nothing', () => {
  const scores = Float32Array.from([0.4, 0.2]);
  pushDown(scores, [{ scores: Float32Array.from([0.1, 0.1]), weight: 1 }]);
  expect([...scores]).toEqual([...Float32Array.from([0.4, 0.2])]);
});
