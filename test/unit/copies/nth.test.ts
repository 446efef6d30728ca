import { expect, test } from 'vitest';
import { nth } from '../../../main/copies/nth.ts';

test('what would be at a place after sorting is found, whatever the order and however many are the same', () => {
  let state = 7;
  const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  for (let round = 0; round < 200; round++) {
    const values = Float32Array.from({ length: 1 + Math.floor(random() * 60) }, () => Math.floor(random() * 30));
    const place = Math.floor(random() * values.length);
    expect(nth(values.slice(), place)).toBe(values.toSorted()[place]);
  }
  expect(nth(new Float32Array(0), 0)).toBeUndefined();
});
