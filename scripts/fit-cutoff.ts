/**
 * @file Fits the probabilities behind "sure" and "likely" for a model, and prints what they are worth.
 *
 *   node scripts/fit-cutoff.ts ../shared/eval/dev [modelId]
 *
 * Questions and photos are split in halves by a hash of their text and file name: the fit sees one half of both, every
 * number that is printed comes from the other. Writes resources/calibration/<modelId>.json and the fixture of
 * test/unit/search/cutoff.test.ts. [Note: What decides where a list ends]
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type BandQuestion, concepts, hash, photoQuestionsOf, questionsOf } from '../main/eval/band-truth.ts';
import { questionOf } from '../main/eval/bands.ts';
import { readDataset } from '../main/eval/dataset.ts';
import { dots } from '../main/eval/metrics.ts';
import { modelById } from '../main/models/index.ts';
import { openTextTower } from '../main/models/open-text-tower.ts';
import { parseCalibration } from '../main/search/calibration/calibration.ts';
import type { Question } from '../main/search/cutoff.ts';
import { encodeHalf } from '../main/util/half.ts';
import { embedPhotos } from './cutoff/embed-photos.ts';
import { fitWeights, type Sample } from './cutoff/fit-weights.ts';
import { outlineOf } from './cutoff/outline.ts';
import { reportOn, type Split } from './cutoff/report.ts';
import { root } from './root.ts';

const [dataset = '../shared/eval/dev', modelId = 'starter'] = process.argv.slice(2);
const model = modelById(modelId);
const folder = path.join(root, 'resources/models', model.id);
const { dim } = model;

const { images } = await readDataset(dataset);
const described = images.map((image) => ({ ...image, file: path.basename(image.path) }));
const photos = await embedPhotos(
  model,
  folder,
  described.map((image) => image.path),
);
await using text = await openTextTower(model, folder, 2);

const known = concepts.parse(await json('resources/calibration/evaluation/band-concepts.json'));
const hopeless = strings(await json('resources/calibration/evaluation/hopeless.json'));
const sentences = strings(await json('resources/calibration/background-sentences.json'));
const backgroundVectors = await text.embedTexts(sentences);

const textQuestions: BandQuestion[] = [
  ...limited(questionsOf(described, known)),
  ...hopeless.map((sentence): BandQuestion => ({ text: sentence, group: 'hopeless', right: [], unsure: [] })),
];
const photoQuestions = photoQuestionsOf(described, known);
const textVectors = await text.embedTexts(textQuestions.map((question) => question.text));

const photoHalf = described.map(({ file }) => (hash(file) >>> 9) & 1);
const halves = [0, 1].map((half) => described.flatMap((_, at) => (photoHalf[at] === half ? [at] : [])));
const asked = {
  text: textQuestions.map((truth, at) => ({
    truth,
    half: (hash(truth.text) >>> 9) & 1,
    question: questionOf(truth.text, textVectors.subarray(at * dim, (at + 1) * dim)),
  })),
  photo: photoQuestions.map((truth, at) => ({
    truth,
    half: photoHalf[at] ?? 0,
    question: { is: 'photo', vector: row(at), contentWords: 0 } satisfies Question,
  })),
};

const tuning = halves[0] ?? [];
const reference = outlineOf(pick(tuning), dim, 16);
const stored = {
  model: model.id,
  fittedOn: `${tuning.length} photos and ${asked.text.filter(({ half }) => half === 0).length} questions; a photo and its neighbours by what their captions name`,
  text: fit('text'),
  photo: fit('photo'),
  reference: { weight: 30, mean: base64(reference.mean), axes: base64(reference.axes), rest: reference.rest },
};
await mkdir(path.join(root, 'resources/calibration'), { recursive: true });
await writeFile(path.join(root, `resources/calibration/${model.id}.json`), `${JSON.stringify(stored, null, 2)}\n`);

const heldOut: Split = {
  dim,
  photos,
  positions: halves[1] ?? [],
  background: backgroundVectors,
  text: asked.text.filter(({ half }) => half === 1),
  photo: asked.photo.filter(({ half }) => half === 1),
  sources: described.map(({ source }) => source),
};
await reportOn(heldOut, parseCalibration(stored, dim));
await writeFixture(heldOut);

function fit(is: 'text' | 'photo') {
  // Libraries of many sizes, so that the fit does not learn the size of one, and small ones count.
  const libraries = [tuning, ...[80, 100, 100, 20, 20, 20, 20, 20, 20].map((size, part) => some(tuning, size, part))];
  const samples: Sample[] = libraries.flatMap((positions) => {
    const library = pick(positions);
    const background = is === 'text' ? backgroundVectors : library;
    return asked[is].flatMap(({ truth, half, question }) =>
      half === 0 ? [{ truth, question, positions, scores: dots(question.vector, library), library, background }] : [],
    );
  });
  return fitWeights(samples, { dim, reference, is });
}

/** Drawn by a hash of their names: another `part` draws others. */
function some(positions: readonly number[], size: number, part: number): number[] {
  const draw = (at: number) => hash(`${part} ${described[at]?.file ?? ''}`);
  return [...positions].sort((a, b) => draw(a) - draw(b)).slice(0, size);
}

/** Phrases are many and much alike: 500 of them. */
function limited(all: readonly BandQuestion[]): BandQuestion[] {
  const phrases = all.filter(({ group }) => group === 'phrase').sort((a, b) => hash(a.text) - hash(b.text));
  return [...all.filter(({ group }) => group !== 'phrase'), ...phrases.slice(0, 500)];
}

/** 150 held-out photos as half floats and the questions that are about them: enough to see precision fall. */
async function writeFixture({ positions, text: questions }: Split): Promise<void> {
  const chosen = [...positions]
    .sort((a, b) => hash(described[a]?.file ?? '') - hash(described[b]?.file ?? ''))
    .slice(0, 150);
  const placeOf = new Map(chosen.map((at, place) => [at, place]));
  const places = (all: readonly number[]) => all.flatMap((at) => placeOf.get(at) ?? []);
  const kept = questions
    .map(({ truth }) => ({ ...truth, right: places(truth.right), unsure: places(truth.unsure) }))
    .filter(({ group, right }) => group === 'hopeless' || (group !== 'caption' && right.length > 0));
  await writeFile(
    path.join(root, 'test/fixtures/cutoff/questions.json'),
    `${JSON.stringify(kept).replaceAll('},{', '},\n{')}\n`,
  );
  await writeFile(path.join(root, 'test/fixtures/cutoff/photos.f16'), encodeHalf(pick(chosen)));
}

function row(at: number): Float32Array {
  return photos.subarray(at * dim, (at + 1) * dim);
}

function pick(positions: readonly number[]): Float32Array {
  const rows = new Float32Array(positions.length * dim);
  positions.forEach((at, place) => rows.set(row(at), place * dim));
  return rows;
}

async function json(file: string): Promise<unknown> {
  return JSON.parse(await readFile(path.join(root, file), 'utf8'));
}

function strings(value: unknown): string[] {
  if (!Array.isArray(value) || !value.every((each) => typeof each === 'string')) throw new Error('not a list of texts');
  return value;
}

function base64(values: Float32Array): string {
  return encodeHalf(values).toString('base64');
}
