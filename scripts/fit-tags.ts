/**
 * @file Fits how far suggested tags can be believed for a model, and prints what they are worth, as in docs/tags.md.
 *
 *   node scripts/fit-tags.ts ../shared/eval/dev [modelId]
 *
 * Fit and threshold come from one half of the photos (by a hash of their file names, the half that the calibration of
 * the search was fitted on), and every number of the other half is printed apart. Each half is a library of its own.
 * Writes resources/calibration/tags/<modelId>.json. [Note: Names are no questions]
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { concepts as bandConcepts, hash, verdictsOf, type Verdict } from '../main/eval/band-truth.ts';
import { readDataset } from '../main/eval/dataset.ts';
import { dots } from '../main/eval/metrics.ts';
import { modelById } from '../main/models/index.ts';
import { openTextTower } from '../main/models/open-text-tower.ts';
import { readCalibration } from '../main/search/calibration/calibration.ts';
import { backgroundOf } from '../main/search/cutoff-features.ts';
import { createCutoff, sigmoid } from '../main/search/cutoff.ts';
import { askConcepts, prepareConcepts, probabilitiesOf, suggestionsOf } from '../main/tags/suggest.ts';
import { loadVocabulary } from '../main/tags/vocabulary.ts';
import { embedPhotos } from './cutoff/embed-photos.ts';
import { root } from './root.ts';

const [dataset = '../shared/eval/dev', modelId = 'starter'] = process.argv.slice(2);
const model = modelById(modelId);
const { dim } = model;
const modelFolder = path.join(root, 'resources/models', model.id);
const calibrationFolder = path.join(root, 'resources/calibration');

const described = (await readDataset(dataset)).images.map((image) => ({ ...image, file: path.basename(image.path) }));
const vectors = await embedPhotos(
  model,
  modelFolder,
  described.map((image) => image.path),
);
const vocabulary = await loadVocabulary(path.join(root, 'resources/vocabularies'));
const known = bandConcepts.parse(await json('evaluation/band-concepts.json'));
const calibration = await readCalibration(calibrationFolder, model.id, dim);
await using text = await openTextTower(model, modelFolder, 2);
const startedAt = performance.now();
const asked = await askConcepts(vocabulary.concepts, {
  model,
  embedTexts: (texts) => text.embedTexts(texts),
  unknownWords: (words) => text.unknownWords(words),
});
const askedMs = performance.now() - startedAt;
const truth = new Map<string, readonly Verdict[]>();
for (const concept of vocabulary.concepts) {
  const verdicts = verdictsOf(concept.names.en ?? [], described, known);
  if (verdicts !== undefined) truth.set(concept.id, verdicts);
}
const background = await text.embedTexts(z.array(z.string()).parse(await json('background-sentences.json')));
console.log(`${vocabulary.concepts.length} concepts, ${asked.length} in the words of ${model.name}, ${truth.size} with a known truth; asked in ${askedMs.toFixed(0)} ms`); // prettier-ignore

const unfitted = { slope: 1, bias: 0 };
const line = fitLine(answersOf(libraryOf(0, unfitted)));
const tuning = libraryOf(0, line);
const stored = { model: model.id, fittedOn: `${tuning.photos.length} photos and ${truth.size} concepts`, ...line, suggestAt: thresholdOf(tuning) }; // prettier-ignore
const folder = path.join(calibrationFolder, 'tags');
await mkdir(folder, { recursive: true });
await writeFile(path.join(folder, `${model.id}.json`), `${JSON.stringify(stored, null, 2)}\n`);
console.log(stored);
report('Fitted on', tuning);
report('Held out', libraryOf(1, line));

interface Tagged {
  readonly photos: readonly { readonly at: number; readonly probabilities: ReadonlyMap<string, number> }[];
  readonly prepareMs: number;
  readonly photoMs: number;
}

/** One half of the photos as a library. */
function libraryOf(half: number, fit: { slope: number; bias: number }): Tagged {
  const positions = described.flatMap(({ file }, at) => (((hash(file) >>> 9) & 1) === half ? [at] : []));
  const library = new Float32Array(positions.length * dim);
  positions.forEach((at, place) => library.set(vectorOf(at), place * dim));
  const scoresOf = (vector: Float32Array) => dots(vector, library);
  const usual = backgroundOf(background, dim, scoresOf, calibration.reference);
  const cutoff = createCutoff({ calibration, background: { text: usual, photo: usual } });
  const start = performance.now();
  const prepared = prepareConcepts(asked, { cutoff, scoresOf, fit });
  const middle = performance.now();
  const photos = positions.map((at) => ({ at, probabilities: probabilitiesOf(vectorOf(at), prepared, vocabulary) }));
  return { photos, prepareMs: middle - start, photoMs: (performance.now() - middle) / positions.length };
}

function answersOf({ photos }: Tagged): { probability: number; isRight: boolean }[] {
  return photos.flatMap(({ at, probabilities }) =>
    [...probabilities].flatMap(([id, probability]) => {
      const verdict = truth.get(id)?.[at] ?? 'unsure';
      return verdict === 'unsure' ? [] : [{ probability, isRight: verdict === 'right' }];
    }),
  );
}

/** Logistic regression on the logit, by Newton's method. What is improbable either way has no say: it is 98 of 100. */
function fitLine(answers: readonly { probability: number; isRight: boolean }[]): { slope: number; bias: number } {
  const points = answers.flatMap(({ probability, isRight }) =>
    probability < 0.1 ? [] : [{ x: Math.log(probability / (1 - probability)), y: isRight ? 1 : 0 }],
  );
  let slope = 1;
  let bias = 0;
  for (let step = 0; step < 30; step++) {
    let [gradient, gradientX, hessian, hessianX, hessianXx] = [0, 0, 0, 0, 0];
    for (const { x, y } of points) {
      const p = sigmoid(bias + slope * x);
      gradient += y - p;
      gradientX += (y - p) * x;
      hessian += p * (1 - p);
      hessianX += p * (1 - p) * x;
      hessianXx += p * (1 - p) * x * x;
    }
    const determinant = hessian * hessianXx - hessianX ** 2;
    bias += (gradient * hessianXx - gradientX * hessianX) / determinant;
    slope += (gradientX * hessian - gradient * hessianX) / determinant;
  }
  return { slope: rounded(slope), bias: rounded(bias) };
}

/** The least threshold that gives 91 right suggestions of a hundred: the bar is 85, and of two fifths nobody wrote the truth. */
function thresholdOf(tagged: Tagged): number {
  const thresholds = Array.from({ length: 50 }, (_, at) => (50 + at) / 100);
  return thresholds.find((threshold) => suggestedFrom(threshold, tagged).precision >= 0.91) ?? 1;
}

function suggestedFrom(threshold: number, { photos }: Tagged) {
  const nobody = { confirmed: new Set<string>(), rejected: new Set<string>() };
  const lists = photos.map(({ at, probabilities }) =>
    suggestionsOf(probabilities, vocabulary, nobody, threshold).map(({ conceptId }) => truth.get(conceptId)?.[at]),
  );
  const count = (verdict: Verdict) => lists.flat().filter((one) => one === verdict).length;
  const [right, wrong] = [count('right'), count('wrong')];
  const there = photos.flatMap(({ at }) => [...truth.values()].filter((verdicts) => verdicts[at] === 'right')).length;
  return {
    count: lists.flat().length,
    judged: right + wrong,
    precision: right + wrong === 0 ? 1 : right / (right + wrong),
    tagged: lists.filter((list) => list.length > 0).length / photos.length,
    found: right / there,
  };
}

function report(title: string, tagged: Tagged): void {
  const { photos, prepareMs, photoMs } = tagged;
  console.log(`\n${title}: ${photos.length} photos; prepared in ${prepareMs.toFixed(0)} ms, ${photoMs.toFixed(2)} ms a photo`); // prettier-ignore
  console.log('\n| from | suggested | judged | right | photos with a suggestion | found of what is there |\n|---|---|---|---|---|---|'); // prettier-ignore
  for (const threshold of [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, stored.suggestAt].sort()) {
    const it = suggestedFrom(threshold, tagged);
    console.log(`| ${threshold} | ${it.count} | ${it.judged} | ${percent(it.precision)} | ${percent(it.tagged)} | ${percent(it.found)} |`); // prettier-ignore
  }
  const answers = answersOf(tagged);
  console.log('\n| promised | right | answers |\n|---|---|---|');
  for (let bin = 0; bin < 10; bin++) {
    const inside = answers.filter(({ probability }) => Math.min(9, Math.floor(probability * 10)) === bin);
    const promised = inside.reduce((sum, { probability }) => sum + probability, 0) / inside.length;
    const right = inside.filter(({ isRight }) => isRight).length / inside.length;
    console.log(`| ${percent(promised)} | ${percent(right)} | ${inside.length} |`);
  }
}

function vectorOf(at: number): Float32Array {
  return vectors.subarray(at * dim, (at + 1) * dim);
}

async function json(file: string): Promise<unknown> {
  return JSON.parse(await readFile(path.join(calibrationFolder, file), 'utf8'));
}

function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}

function percent(share: number): string {
  return Number.isNaN(share) ? '-' : `${(100 * share).toFixed(1)} %`;
}
