import { expect, test } from 'vitest';
import { bestOf, leastCosine } from '../../../main/models/measure-provider.ts';

const batch = (size: number, photosPerSecond: number, megabytes = 100) => ({ size, photosPerSecond, megabytes });

test('the smallest number of pictures within 5 % of the fastest is taken', () => {
  expect(bestOf([batch(1, 50), batch(2, 90), batch(4, 96), batch(8, 100), batch(16, 99)])?.size).toBe(4);
  expect(bestOf([batch(4, 20)])?.size).toBe(4);
});

test('what takes too much memory is not taken, however fast', () => {
  expect(bestOf([batch(1, 50), batch(2, 60), batch(32, 500, 1_200)])?.size).toBe(2);
  expect(bestOf([batch(32, 500, 1_200)])).toBeUndefined();
});

test('the worst picture decides whether a provider is right, and NaN is not', () => {
  const right = Float32Array.of(1, 0, 0, 1);
  expect(leastCosine(right, right, 2)).toBe(1);
  expect(leastCosine(Float32Array.of(1, 0, 0.8, 0.6), right, 2)).toBeCloseTo(0.6);
  expect(leastCosine(Float32Array.of(1, 0, NaN, 1), right, 2)).toBe(0);
});
