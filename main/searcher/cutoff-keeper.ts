import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Model } from '../models/model.ts';
import { type Calibration, readCalibration } from '../search/calibration/calibration.ts';
import { type Background, backgroundOf } from '../search/cutoff-features.ts';
import { createCutoff, type Cutoff } from '../search/cutoff.ts';
import { dot } from '../util/dot.ts';
import { decodeHalf } from '../util/half.ts';
import type { Meanings } from './meanings.ts';

/** Photos and sentences that show what is normal in this library: 400 x 250 dot products at a time take 30 ms. */
const samplePhotos = 400;
const photosAsQuestions = 100;
/** From here on a deviation is worth the name without the reference photos of a fit. */
const fewestUnfitted = 30;
const fewestForMean = 30;
/** A library that changed by less has statistics that moved by less than the sample's own error (1 / sqrt(400)). */
const mostMoved = 0.1;

/** A photo of the library with its vector in half floats. */
export interface SampledPhoto {
  readonly photoId: number;
  readonly half: Uint8Array;
}

export type CutoffKeeper = ReturnType<typeof createCutoffKeeper>;

/**
 * Keeps what the cut-off compares with: everyday sentences and photos as questions to this library. Made anew in the
 * background when the library has grown or shrunk by a tenth, and when photos stop coming and going, from the same sample
 * as a start takes. [Note: The same after a restart] While the sample is the whole library, each photo counts:
 * it is made anew whenever there are others, and waited for (3 ms for 40 photos), so that an answer does not depend on how
 * many photos were there when somebody asked first.
 */
export function createCutoffKeeper(deps: {
  model: Model;
  folder: string | undefined;
  meanings: Meanings;
  /** It was made anew: what was answered before may end elsewhere. */
  onMade: () => void;
}) {
  const { model, folder, meanings } = deps;
  let known: { calibration: Calibration; sentences: Float32Array } | undefined;
  let cutoff: Cutoff | undefined;
  let sampled: { photoId: number; vector: Float32Array }[] = [];
  let mean: Float32Array = new Float32Array(model.dim);
  let countThen = 0;
  let making: Promise<void> | undefined;

  return {
    /**
     * The first one of a library is waited for, some 50 ms: without it there is nothing to compare with.
     * @param count of vectors now
     * @returns undefined until everything is prepared, and for a library without photos: then no cut is made
     */
    async now(count: number, sample: (count: number) => readonly SampledPhoto[]): Promise<Cutoff | undefined> {
      if (count > samplePhotos) {
        if (Math.abs(count - countThen) > mostMoved * countThen) void make(count, sample);
        if (cutoff === undefined) await making;
      } else if (count > 0 && (making !== undefined || count !== countThen)) {
        await making; // it may know fewer photos
        if (count !== countThen) await make(count, sample);
      }
      return cutoff;
    },
    /** Mean of the sample; zero where so few photos are known that it would say more about them than about the library. */
    meanOf(): Float32Array {
      return mean;
    },
    /**
     * The sample's cosines with a vector: what is usual in this library.
     * @param instead by photo: what counts for it in place of its cosine
     */
    scoresOf: (vector: Float32Array, instead?: ReadonlyMap<number, number>): Float32Array =>
      Float32Array.from(sampled, (photo) => instead?.get(photo.photoId) ?? dot(vector, photo.vector)),
    /** Photos came or went, and are all there now. */
    async renew(count: number, sample: (count: number) => readonly SampledPhoto[]): Promise<void> {
      // One that is being made may know fewer photos.
      await making;
      await make(count, sample);
    },
    async prepare(count: number, sample: (count: number) => readonly SampledPhoto[]): Promise<void> {
      if (folder === undefined) return;
      known = { calibration: await readCalibration(folder, model.id, model.dim), sentences: await sentencesOf(folder) };
      await make(count, sample);
    },
  };

  function make(count: number, sample: (count: number) => readonly SampledPhoto[]): Promise<void> {
    making ??= compare(count, sample).finally(() => (making = undefined));
    return making;
  }

  async function compare(count: number, sample: (count: number) => readonly SampledPhoto[]): Promise<void> {
    if (known === undefined) return;
    const { calibration, sentences } = known;
    const taken = sample(samplePhotos).slice(0, samplePhotos);
    if (taken.length === 0) return;
    const withVectors = taken.map(({ photoId, half }) => ({ photoId, vector: vectorOf(half) }));
    const photos = withVectors.map(({ vector }) => vector);
    // Together with the cut-off: what is learned by the one must not be measured by the other of another moment.
    const keep = () => {
      sampled = withVectors;
      mean = meanOf(photos);
      countThen = count;
    };
    // Of a model that nobody fitted only the library itself tells what is usual, and so few photos tell nothing: better
    // no cut, and everything shown with the best first, than the claim that nothing matches.
    if (!calibration.isFitted && photos.length < fewestUnfitted) {
      keep();
      return;
    }
    const scoresOf = (query: Float32Array) => Float32Array.from(photos, (photo) => dot(query, photo));
    const text = await inSlices(sentences, (part) => backgroundOf(part, model.dim, scoresOf, calibration.reference));
    const asked = joined(photos.slice(0, photosAsQuestions));
    const photo = await inSlices(asked, (part) => backgroundOf(part, model.dim, scoresOf, calibration.reference));
    cutoff = createCutoff({ calibration, background: { text, photo } });
    keep();
    deps.onMade();
  }

  function meanOf(photos: readonly Float32Array[]): Float32Array {
    const sum = new Float32Array(model.dim);
    if (photos.length >= fewestForMean)
      for (const photo of photos)
        for (let d = 0; d < sum.length; d++) sum[d] = (sum[d] ?? 0) + (photo[d] ?? 0) / photos.length;
    return sum;
  }

  function vectorOf(half: Uint8Array): Float32Array {
    const vector = new Float32Array(model.dim);
    decodeHalf(half, vector);
    return vector;
  }

  function joined(vectors: readonly Float32Array[]): Float32Array {
    const all = new Float32Array(vectors.length * model.dim);
    vectors.forEach((vector, i) => all.set(vector, i * model.dim));
    return all;
  }

  /** Fifty at a time, so that a question waits 10 ms at most; the parts are put together by their moments. */
  async function inSlices(vectors: Float32Array, of: (part: Float32Array) => Background): Promise<Background> {
    const parts: { weight: number; background: Background }[] = [];
    const step = 50 * model.dim;
    for (let at = 0; at < vectors.length; at += step) {
      const part = vectors.subarray(at, at + step);
      parts.push({ weight: part.length / vectors.length, background: of(part) });
      await new Promise(setImmediate);
    }
    return pooled(parts);
  }

  async function sentencesOf(calibrationFolder: string): Promise<Float32Array> {
    const text = await readFile(join(calibrationFolder, 'background-sentences.json'), 'utf8');
    return meanings.embedTexts(z.array(z.string()).parse(JSON.parse(text)));
  }
}

/** Mean of means, and the deviation of all by the law of total variance. */
function pooled(parts: readonly { weight: number; background: Background }[]): Background {
  const mean = (of: (background: Background) => number) =>
    parts.reduce((sum, { weight, background }) => sum + weight * of(background), 0);
  const level = mean((it) => it.level);
  return {
    level,
    levelDeviation: Math.sqrt(mean((it) => it.levelDeviation ** 2 + (it.level - level) ** 2)),
    spread: mean((it) => it.spread),
  };
}
