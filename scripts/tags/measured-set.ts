import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { concepts as bandConcepts, hash, verdictsOf, type Verdict } from '../../main/eval/band-truth.ts';
import { readDataset } from '../../main/eval/dataset.ts';
import { dots } from '../../main/eval/metrics.ts';
import type { Model } from '../../main/models/model.ts';
import { openTextTower } from '../../main/models/open-text-tower.ts';
import { readCalibration } from '../../main/search/calibration/calibration.ts';
import { backgroundOf } from '../../main/search/cutoff-features.ts';
import { createCutoff, type Cutoff } from '../../main/search/cutoff.ts';
import { askConcepts, type AskedConcept } from '../../main/tags/suggest.ts';
import { loadVocabulary, type Vocabulary } from '../../main/tags/vocabulary.ts';
import { embedPhotos } from '../cutoff/embed-photos.ts';
import { root } from '../root.ts';

/** Photos, concepts, and which photo shows what, as far as captions and labels tell. */
export interface MeasuredSet {
  readonly dim: number;
  readonly vocabulary: Vocabulary;
  readonly asked: readonly AskedConcept[];
  /** By concept: the verdict on each photo. */
  readonly truth: ReadonlyMap<string, readonly Verdict[]>;
  readonly photoCount: number;
  vectorOf(at: number): Float32Array;
  /** Some of the photos as a library of their own. */
  libraryOf(positions: readonly number[]): Library;
  /** Which half a photo is in, by a hash of its file name. */
  halfOf(at: number): 0 | 1;
}

export interface Library {
  readonly positions: readonly number[];
  readonly mean: Float32Array;
  readonly cutoff: Cutoff;
  scoresOf(vector: Float32Array): Float32Array;
}

/** Embeds the photos of a data set and puts every concept into words. */
export async function readMeasuredSet(dataset: string, model: Model): Promise<MeasuredSet> {
  const { dim } = model;
  const modelFolder = path.join(root, 'resources/models', model.id);
  const calibrationFolder = path.join(root, 'resources/calibration');
  const json = async (file: string): Promise<unknown> =>
    JSON.parse(await readFile(path.join(calibrationFolder, file), 'utf8'));
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
  const asked = await askConcepts(vocabulary.concepts, {
    model,
    embedTexts: (texts) => text.embedTexts(texts),
    reads: (words) => text.reads(words),
  });
  const truth = new Map<string, readonly Verdict[]>();
  for (const concept of vocabulary.concepts) {
    const verdicts = verdictsOf(concept.names['en'] ?? [], described, known);
    if (verdicts !== undefined) truth.set(concept.id, verdicts);
  }
  const background = await text.embedTexts(z.array(z.string()).parse(await json('background-sentences.json')));
  const vectorOf = (at: number) => vectors.subarray(at * dim, (at + 1) * dim);

  return {
    dim,
    vocabulary,
    asked,
    truth,
    photoCount: described.length,
    vectorOf,
    halfOf: (at) => (((hash(described[at]?.file ?? '') >>> 9) & 1) === 0 ? 0 : 1),
    libraryOf(positions) {
      const library = new Float32Array(positions.length * dim);
      const mean = new Float32Array(dim);
      positions.forEach((at, place) => {
        const vector = vectorOf(at);
        library.set(vector, place * dim);
        vector.forEach((value, d) => (mean[d] = (mean[d] ?? 0) + value / positions.length));
      });
      const scoresOf = (vector: Float32Array) => dots(vector, library);
      const usual = backgroundOf(background, dim, scoresOf, calibration.reference);
      return {
        positions,
        mean,
        scoresOf,
        cutoff: createCutoff({ calibration, background: { text: usual, photo: usual } }),
      };
    },
  };
}
