import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { evaluateBands, type BandsEvaluation } from '../../../main/eval/bands.ts';
import { modelById } from '../../../main/models/index.ts';
import { parseCalibration, readCalibration, unfitted } from '../../../main/search/calibration/calibration.ts';
import { contentWords } from '../../../main/search/cutoff-features.ts';
import { createCutoff, type Question } from '../../../main/search/cutoff.ts';
import { createMeanings } from '../../../main/searcher/meanings.ts';
import { decodeHalf } from '../../../main/util/half.ts';

const root = join(import.meta.dirname, '../../..');
const calibrationFolder = join(root, 'resources/calibration');
const json = async (file: string): Promise<unknown> => JSON.parse(await readFile(join(root, file), 'utf8'));
const truths = z.array(
  z.object({
    text: z.string(),
    group: z.enum(['word', 'label', 'phrase', 'hopeless']),
    right: z.array(z.number()),
    unsure: z.array(z.number()),
  }),
);

describe('the fitted bands on photos and questions that the fit never saw', () => {
  let bands: BandsEvaluation;
  const closing = new AsyncDisposableStack();
  afterAll(() => closing.disposeAsync());
  beforeAll(async () => {
    const model = modelById('starter');
    const text = createMeanings(model, join(root, 'resources/models/starter'), calibrationFolder);
    closing.defer(() => text.close());
    const half = await readFile(join(root, 'test/fixtures/cutoff/photos.f16'));
    const photos = new Float32Array(half.length / 2);
    decodeHalf(half, photos);
    bands = await evaluateBands({
      questions: truths.parse(await json('test/fixtures/cutoff/questions.json')),
      photos,
      dim: model.dim,
      calibration: await readCalibration(calibrationFolder, 'starter', model.dim),
      backgroundSentences: z.array(z.string()).parse(await json('resources/calibration/background-sentences.json')),
      text,
    });
  });

  test('of the photos called sure, at least 85 % are right', () => {
    expect(bands.sure.photos).toBeGreaterThan(20);
    expect(bands.sure.precision).toBeGreaterThanOrEqual(0.85);
  });

  test('at most 5 % of the questions that nothing matches have a photo in sure', () => {
    expect(bands.hopeless.questions).toBeGreaterThan(80);
    expect(bands.hopeless.withSure / bands.hopeless.questions).toBeLessThanOrEqual(0.05);
  });

  test('the two bands together hold a fifth of the right photos, and more than half of what they hold is right', () => {
    expect(bands.shown.recall).toBeGreaterThan(0.2);
    expect(bands.shown.precision).toBeGreaterThan(0.5);
  });
});

const ramp = (count: number) => Float32Array.from({ length: count }, (_, i) => 0.4 - (0.4 * i) / count);
const background = { level: 0.1, levelDeviation: 0.03, spread: 0.1 };
const question: Question = { is: 'text', vector: new Float32Array([1, 0]), contentWords: 1 };
const lenient = {
  ...unfitted,
  text: { ...unfitted.text, bias: -1, height: 2, spread: 0, level: 0 },
};
const cutoff = createCutoff({ calibration: lenient, background: { text: background, photo: background } });

test('the slider moves both bands, and probability falls with the score', () => {
  const counts = [-1, -0.5, 0, 0.5, 1].map((strictness) => cutoff.cut(ramp(1000), question, { strictness }));
  for (const [at, bands] of counts.entries()) {
    const stricter = counts[at + 1];
    if (stricter) expect(stricter.sureCount + stricter.likelyCount).toBeLessThan(bands.sureCount + bands.likelyCount);
    if (stricter) expect(stricter.sureCount).toBeLessThanOrEqual(bands.sureCount);
  }
  const [first] = counts;
  expect(first?.probabilityAt(0.4)).toBeGreaterThan(first?.probabilityAt(0.2) ?? 1);
});

test('one word has a bar of its own, several have theirs', () => {
  const text = { ...lenient.text, words: 0, sureAt: 0.8, wordSureAt: 0.6 };
  const twoBars = createCutoff({
    calibration: { ...lenient, text },
    background: { text: background, photo: background },
  });
  const sureOf = (contentWords: number) => twoBars.cut(ramp(1000), { ...question, contentWords });
  expect(sureOf(1).probabilityAt(sureOf(1).sureScore)).toBeCloseTo(0.6);
  expect(sureOf(0).sureScore).toBe(sureOf(1).sureScore);
  expect(sureOf(2).probabilityAt(sureOf(2).sureScore)).toBeCloseTo(0.8);
  expect(sureOf(1).sureCount).toBeGreaterThan(sureOf(2).sureCount);
});

test('a filter changes what is shown, not how good it is', () => {
  const library = ramp(1000);
  const filtered = library.filter((_, i) => i % 10 === 0);
  const whole = cutoff.cut(library, question);
  expect(cutoff.cut(filtered, question, { library }).sureScore).toBe(whole.sureScore);
});

test('no photos, one photo, equal scores and photos without a vector are answered', () => {
  for (const scores of [[], [0.3], [0.2, 0.2, 0.2], [NaN, NaN]]) {
    const bands = cutoff.cut(new Float32Array(scores), question);
    expect(bands).toMatchObject({ sureCount: 0, likelyCount: 0, isNothing: true });
    expect(bands.probabilityAt(0.3)).toBe(0);
  }
});

test('a model without a fit gets the bars for strangers; a damaged fit says so', async () => {
  expect((await readCalibration(calibrationFolder, 'nobody', 512)).isFitted).toBe(false);
  await expect(readCalibration(calibrationFolder, 'background-sentences', 512)).rejects.toMatchObject({
    kind: 'model-damaged',
  });
  await expect(readCalibration(calibrationFolder, 'starter', 511)).rejects.toMatchObject({ kind: 'model-damaged' });
  expect(() => parseCalibration({}, 2)).toThrow();
});

test('words that carry meaning are counted in any script', () => {
  expect(contentWords('A dog in the snow')).toEqual(['dog', 'snow']);
  expect(contentWords('海边的日落').length).toBeGreaterThan(1);
  expect(contentWords('?! --')).toEqual([]);
  expect(contentWords('x '.repeat(5000)).length).toBeLessThanOrEqual(500);
});
