import { dot } from '../util/dot.ts';

/** Photos that the person confirmed and rejected for one concept: unit vectors, one after the other. */
export interface Examples {
  readonly confirmed: Float32Array;
  readonly rejected: Float32Array;
}

/** How vectors of this library spread. */
export interface Surroundings {
  readonly dim: number;
  /** Mean of the library's photos. */
  readonly mean: Float32Array;
  /** The library's cosines with a vector; a sample will do. */
  scoresOf(vector: Float32Array): Float32Array;
}

/** From so many confirmed photos on a concept without a word known to the model suggests itself. */
export const fewestWithoutWords = 5;

/**
 * The direction that a concept has for this person. [Note: Words and examples]
 *
 * [Note: Words and examples] The prior is the vector of the words. The mean of the confirmed photos is added and a part
 * of that of the rejected ones taken away, each as seen from the library's mean and in units of how the library's scores
 * along it spread, so that neither speaks louder because its cosines are larger. With few examples the words decide;
 * five weigh half of what many do. docs/tags.md has what it is worth. Also tried on the same photos: ridge and Gaussian
 * process regression with the words as prior mean and 200 photos of the library as weak negatives (worse than the words
 * alone below ten examples, since of the negatives some are positive), and the same with rejected photos only.
 *
 * @param words unit vector; undefined when the model knows none of them
 * @returns unit vector, or undefined where there is nothing to go by
 */
export function learnDirection(
  words: Float32Array | undefined,
  examples: Examples,
  { dim, mean, scoresOf }: Surroundings,
): Float32Array | undefined {
  const count = examples.confirmed.length / dim;
  const rejectedCount = examples.rejected.length / dim;
  if (count + rejectedCount === 0) return words;
  if (words === undefined && count < fewestWithoutWords) return undefined;
  const direction = new Float32Array(dim);
  const add = (vector: Float32Array, weight: number) => {
    const spread = deviation(scoresOf(vector));
    if (!(spread > 0)) return;
    for (let d = 0; d < dim; d++) direction[d] = (direction[d] ?? 0) + (weight * (vector[d] ?? 0)) / spread;
  };
  if (words !== undefined) add(words, 1);
  if (count > 0) add(prototype(examples.confirmed, mean), count / (count + half));
  if (rejectedCount > 0) add(prototype(examples.rejected, mean), (-rejection * rejectedCount) / (rejectedCount + half));
  const length = Math.sqrt(dot(direction, direction));
  return length > 0 ? direction.map((value) => value / length) : words;
}

/** So many examples weigh half of what any number can. */
const half = 5;
/** What was rejected is mostly near what was confirmed: more than this took away what both have in common. */
const rejection = 0.3;

/** Unit vector from the library's mean to that of the photos. */
function prototype(vectors: Float32Array, mean: Float32Array): Float32Array {
  const dim = mean.length;
  const sum = new Float32Array(dim);
  for (let at = 0; at < vectors.length; at++) sum[at % dim] = (sum[at % dim] ?? 0) + (vectors[at] ?? 0);
  const count = vectors.length / dim;
  for (let d = 0; d < dim; d++) sum[d] = (sum[d] ?? 0) / count - (mean[d] ?? 0);
  const length = Math.sqrt(dot(sum, sum));
  return length > 0 ? sum.map((value) => value / length) : sum;
}

function deviation(scores: Float32Array): number {
  let sum = 0;
  let squares = 0;
  for (const score of scores) {
    sum += score;
    squares += score * score;
  }
  const mean = sum / scores.length;
  return scores.length === 0 ? 0 : Math.sqrt(Math.max(0, squares / scores.length - mean * mean));
}
