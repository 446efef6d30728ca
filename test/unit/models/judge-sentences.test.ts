import { expect, test } from 'vitest';
import { judgeSentences } from '../../../main/models/judge-sentences.ts';

const cosines = [0.3, 0.25, 0.1];

test('a model of CLIP’s kind shares a picture among the sentences', () => {
  const { is, values } = judgeSentences({ logitScale: 100 }, cosines);
  expect(is).toBe('shares');
  expect(values.reduce((sum, it) => sum + it, 0)).toBeCloseTo(1, 12);
  expect(values[0]).toBeCloseTo(1 / (1 + Math.exp(-5) + Math.exp(-20)), 12);
});

test('a model of SigLIP’s kind judges each sentence by itself', () => {
  const siglip = { logitScale: 112.67, logitBias: -16.77 };
  const { is, values } = judgeSentences(siglip, cosines);
  expect(is).toBe('chances');
  expect(values[0]).toBeCloseTo(1 / (1 + Math.exp(16.77 - 33.801)), 12);
  expect(judgeSentences(siglip, cosines.slice(1)).values).toEqual(values.slice(1));
  // Far below the bias it is nothing, however many sentences are worse.
  expect(values[2]).toBeLessThan(0.01);
});
