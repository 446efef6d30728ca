import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { readCalibration } from '../search/calibration/calibration.ts';
import { type BandQuestion, concepts, hash, questionsOf } from './band-truth.ts';
import { type BandsEvaluation, evaluateBands } from './bands.ts';
import type { Dataset } from './dataset.ts';

export interface DatasetBands {
  /** The half of questions and photos that no fit has seen (by the same hash as in scripts/fit-cutoff.ts). */
  readonly heldOut: BandsEvaluation;
  readonly all: BandsEvaluation;
}

const strings = z.array(z.string());
/** Phrases are many and much alike. */
const mostPhrases = 500;

/**
 * How far "sure" and "likely" can be believed on a data set with captions or labels, and how often a question that
 * nothing matches gets an answer all the same. [Note: Three answers]
 * @param vectorOf unit vector of an image, or undefined where it has none: it is left out
 */
export async function evaluateDatasetBands(
  dataset: Dataset,
  by: {
    modelId: string;
    dim: number;
    calibrationFolder: string;
    vectorOf(file: string): Float32Array | undefined;
    text: Parameters<typeof evaluateBands>[0]['text'];
  },
): Promise<DatasetBands> {
  const { dim, calibrationFolder, text } = by;
  const calibration = await readCalibration(calibrationFolder, by.modelId, dim);
  const backgroundSentences = strings.parse(await json(path.join(calibrationFolder, 'background-sentences.json')));
  const hopeless = strings.parse(await json(path.join(calibrationFolder, 'evaluation', 'hopeless.json')));
  const known = concepts.parse(await json(path.join(calibrationFolder, 'evaluation', 'band-concepts.json')));

  const photos = dataset.images.flatMap((image) => {
    const vector = by.vectorOf(image.path);
    return vector === undefined ? [] : [{ ...image, file: path.basename(image.path), vector }];
  });
  const questions = [
    ...limited(questionsOf(photos, known)),
    ...hopeless.map((sentence): BandQuestion => ({ text: sentence, group: 'hopeless', right: [], unsure: [] })),
  ];
  const measure = (chosen: readonly number[], asked: readonly BandQuestion[]) =>
    evaluateBands({
      questions: onlyPhotos(asked, chosen),
      photos: joined(
        chosen.map((at) => photos[at]?.vector ?? new Float32Array(dim)),
        dim,
      ),
      dim,
      calibration,
      backgroundSentences,
      text,
    });
  const everyone = photos.map((_, at) => at);
  return {
    heldOut: await measure(
      everyone.filter((at) => half(photos[at]?.file ?? '') === 1),
      questions.filter((question) => half(question.text) === 1),
    ),
    all: await measure(everyone, questions),
  };
}

export function formatBands({ heldOut, all }: DatasetBands): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const rows = (title: string, it: BandsEvaluation) => [
    `${title}: ${it.photos} photos`,
    `  sure           ${percent(it.sure.precision)} of ${it.sure.photos} right, recall ${percent(it.sure.recall)}`,
    `  sure + likely  ${percent(it.shown.precision)} of ${it.shown.photos} right, recall ${percent(it.shown.recall)}`,
    `  hopeless       ${percent(it.hopeless.withSure / Math.max(1, it.hopeless.questions))} of ${it.hopeless.questions} questions have a photo in sure, ${percent(it.hopeless.withAny / Math.max(1, it.hopeless.questions))} in any band`,
    `  "nothing"      for ${percent(it.wronglyNothing)} of the questions that have an answer`,
  ];
  return ['Bands', ...rows('Held-out half', heldOut), ...rows('All', all)].join('\n');
}

function half(text: string): number {
  return (hash(text) >>> 9) & 1;
}

function limited(all: readonly BandQuestion[]): BandQuestion[] {
  const phrases = all.filter(({ group }) => group === 'phrase').sort((a, b) => hash(a.text) - hash(b.text));
  return [...all.filter(({ group }) => group !== 'phrase'), ...phrases.slice(0, mostPhrases)];
}

/** The truth told by positions among the chosen photos. */
function onlyPhotos(questions: readonly BandQuestion[], chosen: readonly number[]): BandQuestion[] {
  const placeOf = new Map(chosen.map((at, place) => [at, place]));
  const places = (all: readonly number[]) => all.flatMap((at) => placeOf.get(at) ?? []);
  return questions
    .map((question) => ({ ...question, right: places(question.right), unsure: places(question.unsure) }))
    .filter(({ group, right }) => group === 'hopeless' || right.length > 0);
}

function joined(vectors: readonly Float32Array[], dim: number): Float32Array {
  const all = new Float32Array(vectors.length * dim);
  vectors.forEach((vector, at) => all.set(vector, at * dim));
  return all;
}

async function json(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, 'utf8'));
}
