import { expect, test } from 'vitest';
import { unfitted } from '../../../main/search/calibration/calibration.ts';
import { createCutoff, type Question } from '../../../main/search/cutoff.ts';
import { fitOf } from '../../../main/search/fit.ts';

const background = { level: 0.1, levelDeviation: 0.03, spread: 0.1 };
const cutoff = createCutoff({ calibration: unfitted, background: { text: background, photo: background } });
const sentence = (...vector: number[]): Question => ({
  is: 'text',
  vector: Float32Array.from(vector),
  contentWords: 1,
});

test('a sentence that fits this photo better than the others gets the higher percentage', () => {
  const library = Float32Array.from({ length: 200 }, (_, i) => i / 1000);
  const [fitting, not] = fitOf([Float32Array.from([0.8, 0.1])], [sentence(1, 0), sentence(0, 1)], {
    cutoff,
    scoresOf: () => library,
  });
  expect(fitting?.score).toBeCloseTo(0.8);
  expect(fitting?.better).toBe(1);
  expect(not?.better).toBeCloseTo(0.5);
  expect(fitting?.probability).toBeGreaterThan(not?.probability ?? 1);
});

test('an empty library compares with nothing', () => {
  expect(fitOf([Float32Array.from([1, 0])], [sentence(1, 0)], { cutoff, scoresOf: () => new Float32Array(0) })).toEqual(
    [{ score: 1, probability: 0, better: 0 }],
  );
});
