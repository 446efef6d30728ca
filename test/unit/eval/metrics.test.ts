import { describe, expect, test } from 'vitest';
import { evaluate } from '../../../main/eval/evaluate.ts';
import { formatEvaluation } from '../../../main/eval/format.ts';
import { dots, rankOfBest, retrievalOf } from '../../../main/eval/metrics.ts';

describe('the rank of the right one', () => {
  test.each([
    ['it is the best', [0.9, 0.1, 0.2], [0], 1],
    ['it is the last', [0.9, 0.1, 0.2], [1], 3],
    ['a tie counts against it', [0.5, 0.5, 0.5], [0], 3],
    ['of two right ones the better counts', [0.5, 0.9, 0.7], [0, 1], 1],
    ['two right ones do not stand in each other’s way', [0.8, 0.8, 0.9], [0, 1], 2],
    ['a score that is no number is never better', [0.5, NaN, 0.1], [0], 2],
    ['a right one without a number is last', [NaN, 0.1, 0.2], [0], 3],
    ['nothing is right', [0.1, 0.2], [], 3],
  ])('%s', (_, scores, right, rank) => {
    expect(rankOfBest(Float32Array.from(scores), (candidate) => right.includes(candidate))).toBe(rank);
  });
});

test('recall and median of ranks counted by hand', () => {
  expect(retrievalOf([1, 2, 5, 6, 11, 1])).toEqual({
    queries: 6,
    recallAt1: 2 / 6,
    recallAt5: 4 / 6,
    recallAt10: 5 / 6,
    medianRank: 3.5,
  });
  expect(retrievalOf([4, 1, 9]).medianRank).toBe(4);
});

test('dot products with each row', () => {
  expect([...dots(Float32Array.of(1, 2), Float32Array.of(3, 4, -1, 0.5))]).toEqual([11, 0]);
});

/** Three photos on two axes and between; captions are written as the vector they have. */
const vectors: Record<string, number[]> = { x: [1, 0], y: [0, 1], xy: [Math.SQRT1_2, Math.SQRT1_2] };
const embedTexts = (texts: string[]) =>
  Promise.resolve(Float32Array.from(texts.flatMap((text) => vectors[text.replace(/^a /, '')] ?? [0, 0])));
const vectorOf = (path: string) => {
  const vector = vectors[path];
  return vector && Float32Array.from(vector);
};

test('a whole evaluation counted by hand', async () => {
  const evaluation = await evaluate(
    {
      name: 'three',
      images: [
        { path: 'x', source: 'captions', captions: ['x', 'xy'], labels: [] },
        { path: 'y', source: 'captions', captions: ['y'], labels: [] },
        { path: 'lost', source: 'captions', captions: ['x'], labels: [] },
        { path: 'x', source: 'classes', captions: [], labels: ['x'] },
        { path: 'y', source: 'classes', captions: [], labels: ['x'] },
        { path: 'xy', source: 'classes', captions: [], labels: ['xy'] },
      ],
    },
    { vectorOf, embedTexts, classTemplates: ['{}', 'a {}'] },
  );
  expect(evaluation.sources).toEqual([
    {
      source: 'captions',
      images: 3,
      missing: 1,
      zeroShot: undefined,
      retrieval: {
        // "xy" is as near to the photo x as to y: the tie counts against it.
        textToImage: { queries: 3, recallAt1: 2 / 3, recallAt5: 1, recallAt10: 1, medianRank: 1 },
        imageToText: { queries: 2, recallAt1: 1, recallAt5: 1, recallAt10: 1, medianRank: 1 },
      },
    },
    {
      source: 'classes',
      images: 3,
      missing: 0,
      retrieval: undefined,
      zeroShot: { images: 3, classes: 2, top1: 2 / 3, top5: 1 },
    },
  ]);
  expect(formatEvaluation(evaluation)).toBe(
    [
      'Data set: three',
      '',
      'source    task                  queries     @1     @5    @10  median rank',
      'captions  text -> image               3   66.7  100.0  100.0            1',
      'captions  image -> text               2  100.0  100.0  100.0            1',
      'classes   zero-shot, 2 classes        3   66.7  100.0',
      '',
      'captions: 1 images have no vector and are in none of these numbers.',
    ].join('\n'),
  );
});

test('photos that show several things are not classified', async () => {
  const images = [
    { path: 'x', source: 's', captions: [], labels: ['x'] },
    { path: 'y', source: 's', captions: [], labels: ['x', 'y'] },
  ];
  const { sources } = await evaluate({ name: 'n', images }, { vectorOf, embedTexts, classTemplates: ['{}'] });
  expect(sources[0]?.zeroShot).toBeUndefined();
});
