import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Failure } from '../../util/failure.ts';
import { decodeHalf } from '../../util/half.ts';

/**
 * How sure a score is, per model: fitted by scripts/fit-cutoff.ts, read once. [Note: What decides where a list ends]
 * @param folder with `<modelId>.json`; a model without a file gets {@link unfitted}
 * @throws Failure 'model-damaged' for a file that is no calibration of a model with this dimension
 */
export async function readCalibration(folder: string, modelId: string, dim: number): Promise<Calibration> {
  const file = join(folder, `${modelId}.json`);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return unfitted;
  try {
    return parseCalibration(JSON.parse(text), dim);
  } catch (cause) {
    throw new Failure('model-damaged', `${file} does not say how sure the scores of this model are.`, { cause });
  }
}

export interface Calibration {
  readonly isFitted: boolean;
  /** For words. */
  readonly text: Weights;
  /** For a photo as the question: two photos are never as far apart as a photo and a sentence. */
  readonly photo: Weights;
  /** Photos of all kinds, in outline; absent for a model that nobody fitted. */
  readonly reference: Reference | undefined;
}

/** Of a logistic regression, on the features of cutoff-features.ts; `sureAt` and `likelyAt` are probabilities. */
export type Weights = z.infer<typeof weights>;

/** Mean and main axes of photo embeddings: what scores a question would get in a library of all kinds of photos. */
export interface Reference {
  /** It counts as so many photos. */
  readonly weight: number;
  /** dim values */
  readonly mean: Float32Array;
  /** Axes one after the other, each as long as the standard deviation along it. */
  readonly axes: Float32Array;
  /** Variance in any direction beside the axes. */
  readonly rest: number;
}

export function parseCalibration(json: unknown, dim: number): Calibration {
  const { text, photo, reference } = stored.parse(json);
  return {
    isFitted: true,
    text,
    photo,
    reference: reference && { ...reference, mean: floats(reference.mean, dim), axes: floats(reference.axes, dim) },
  };
}

const weights = z.object({
  bias: z.number(),
  /** Per standard deviation of the question's scores above their mean. Positive: a better score is never less sure. */
  height: z.number().positive(),
  /** Standard deviation of the question's scores, in those of a background sentence. */
  spread: z.number(),
  /** Mean of the question's scores, in standard deviations from the means of background sentences. */
  level: z.number(),
  /** Per natural logarithm of the number of content words. */
  words: z.number(),
  /** Per natural logarithm of the library's size over 1,000 photos, where it is larger. [Note: Large libraries] */
  size: z.number().max(0),
  sureAt: z.number().min(0).max(1),
  /** The same for one word that carries meaning, where the model errs less than on several; absent: as for several. */
  wordSureAt: z.number().min(0).max(1).optional(),
  likelyAt: z.number().min(0).max(1),
});

const stored = z.object({
  model: z.string(),
  text: weights,
  photo: weights,
  /** Half floats, little-endian, base64. */
  reference: z.object({ weight: z.number(), mean: z.string(), axes: z.string(), rest: z.number() }).optional(),
});

function floats(base64: string, dim: number): Float32Array {
  const bytes = Buffer.from(base64, 'base64');
  const values = new Float32Array(bytes.length / 2);
  decodeHalf(bytes, values);
  if (values.length === 0 || values.length % dim !== 0)
    throw new Error(`${values.length} values are no vectors of ${dim}`);
  return values;
}

/**
 * For a model that nobody fitted: the starter's weights with higher bars. [Note: Models without a fit] Heights, spreads
 * and levels are in units of the library's own scores, so they carry over to another model in kind; how far, docs/cutoff.md
 * says for stand-ins only.
 */
export const unfitted: Calibration = {
  isFitted: false,
  text: {
    bias: -11.8,
    height: 1.5,
    spread: 6.8,
    level: -0.2,
    words: -1.1,
    size: -0.4,
    sureAt: 0.85,
    likelyAt: 0.4,
  },
  photo: {
    bias: -5.9,
    height: 1.45,
    spread: 2.1,
    level: -0.8,
    words: 0,
    size: -0.4,
    sureAt: 0.85,
    likelyAt: 0.4,
  },
  reference: undefined,
};
