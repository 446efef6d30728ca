import { expect, test } from 'vitest';
import { chanceAt, scoreFor } from '../../../main/tags/chance.ts';

const line = { base: -2, slope: 30 };
const bentLine = { ...line, bends: [{ at: -0.5, by: -0.8 }, { at: 0.5, by: 0.9 }] }; // prettier-ignore

test('a bent line is the straight one up to its first bend, and never falls', () => {
  expect(chanceAt(bentLine, 0.01)).toBe(chanceAt(line, 0.01));
  let before = 0;
  for (let score = -1; score <= 1; score += 0.001) {
    const chance = chanceAt(bentLine, score);
    expect(chance).toBeGreaterThanOrEqual(before);
    before = chance;
  }
  const logit = (p: number) => Math.log(p / (1 - p));
  expect(logit(chanceAt(bentLine, 3.5 / 30))).toBeCloseTo(1.5 - 0.8 * 2 + 0.9, 9);
});

test('the least cosine with a probability has just that', () => {
  for (const it of [line, bentLine])
    for (const probability of [0.02, 0.4, 0.5, 0.83, 0.99])
      expect(chanceAt(it, scoreFor(it, probability))).toBeCloseTo(probability, 9);
  expect(scoreFor(line, 0)).toBeLessThan(-1);
  expect(scoreFor(line, 1)).toBeGreaterThan(1);
});
