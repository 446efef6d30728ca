import { expect, test } from 'vitest';
import { type Candidate, candidatesOf, chooseQuestions } from '../../../main/tags/review.ts';
import { scoreListOf } from '../../../main/tags/score-list.ts';

const threshold = 0.8;
const found = scoreListOf(Array.from({ length: 154 }, (_, at) => ({ id: at + 1, chance: 102 + at })));

test('what stands near the threshold is asked first; what is likely stands above it', () => {
  const { uncertain, likely } = candidatesOf('dog', found, threshold, 10);
  expect(uncertain).toHaveLength(10);
  for (const { probability } of uncertain) expect(Math.abs(probability - threshold)).toBeLessThan(0.06);
  expect(likely).toHaveLength(5);
  for (const { probability } of likely) expect(probability).toBeGreaterThan(0.9);
});

test('with another turn come other photos among equals', () => {
  const equals = scoreListOf(Array.from({ length: 100 }, (_, at) => ({ id: at + 1, chance: 204 })));
  const first = candidatesOf('dog', equals, threshold, 5, 1).uncertain.map(({ photoId }) => photoId);
  const second = candidatesOf('dog', equals, threshold, 5, 2).uncertain.map(({ photoId }) => photoId);
  expect(new Set([...first, ...second]).size).toBeGreaterThan(6);
});

test('questions are varied: over concepts, and far from each other', () => {
  // Ten photos of one burst that are worth most, and one of each of five other kinds.
  const burst = Array.from({ length: 10 }, (_, at) => candidate(at + 1, 'dog'));
  const others = Array.from({ length: 5 }, (_, at) => candidate(100 + at, `other-${at}`));
  const vectorOf = (photoId: number) => axis(photoId < 100 ? 0 : photoId - 99);
  const chosen = choose({ uncertain: [...burst, ...others], likely: [] }, 6, {
    vectorOf,
    usefulness: ({ conceptId }) => (conceptId === 'dog' ? 1 : 0.5),
  });
  expect(chosen[0]?.conceptId).toBe('dog');
  expect(chosen.slice(1).map(({ conceptId }) => conceptId).sort()).toEqual(others.map((one) => one.conceptId)); // prettier-ignore
});

test('every third question is one that will likely be confirmed', () => {
  const uncertain = Array.from({ length: 9 }, (_, at) => candidate(at + 1, `a-${at}`));
  const likely = Array.from({ length: 9 }, (_, at) => candidate(at + 50, `b-${at}`));
  const chosen = choose({ uncertain, likely }, 6);
  expect(chosen.map(({ photoId }) => photoId >= 50)).toEqual([false, false, true, false, false, true]);
});

test('what may not be asked is passed over, nothing is asked twice, and the end comes when nothing is left', () => {
  const pool = Array.from({ length: 8 }, (_, at) => candidate(at + 1, 'dog'));
  const chosen = choose({ uncertain: pool, likely: pool }, 50, { isOpen: ({ photoId }) => photoId % 2 === 0 });
  expect(chosen.map(({ photoId }) => photoId).sort((a, b) => a - b)).toEqual([2, 4, 6, 8]);
  expect(choose({ uncertain: [], likely: [] }, 5)).toEqual([]);
});

function choose(
  pools: { uncertain: Candidate[]; likely: Candidate[] },
  count: number,
  by: Partial<Parameters<typeof chooseQuestions>[2]> = {},
): Candidate[] {
  return chooseQuestions(pools, count, {
    usefulness: () => 1,
    vectorOf: (photoId) => axis(photoId % 64),
    isOpen: () => true,
    ...by,
  });
}

function candidate(photoId: number, conceptId: string): Candidate {
  return { photoId, conceptId, probability: threshold };
}

function axis(at: number): Float32Array {
  const vector = new Float32Array(64);
  vector[at] = 1;
  return vector;
}
