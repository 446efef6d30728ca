import { momentsOf } from './cutoff-features.ts';

/** A part of a question: words, a photo or a region of one, as a unit vector. */
export interface Term {
  readonly vector: Float32Array;
  /** Positive. */
  readonly weight: number;
}

/**
 * Several terms as one question: `2*sunset + harbour`.
 * @returns unit vector; undefined when nothing is left to look for
 */
export function combine(terms: readonly Term[]): Float32Array | undefined {
  const dim = terms[0]?.vector.length;
  if (dim === undefined) return undefined;
  const sum = new Float32Array(dim);
  const total = terms.reduce((all, { weight }) => all + weight, 0);
  for (const { vector, weight } of terms)
    for (let i = 0; i < dim; i++) sum[i] = (sum[i] ?? 0) + (weight / total) * (vector[i] ?? 0);
  const length = Math.sqrt(sum.reduce((all, value) => all + value * value, 0));
  // Terms that undo each other: what is left is noise.
  return length > 0.05 ? sum.map((value) => value / length) : undefined;
}

/**
 * Pushes down what has a minus term, by that term's own measure. [Note: Minus]
 *
 * [Note: Minus] How far a photo stands above the mean of the minus term, in deviations, is taken away twice from how far
 * it stands above the question's: what may match the term by itself leaves the answer, and a photo below the term's mean
 * loses nothing. A vector that is subtracted turns the question away from more than was named, and what the chances of
 * both say together leaves too many there, for bands are cautious; docs/cutoff.md has the measurements of these and others.
 * @param scores cosines with the question, changed in place
 * @param minus cosines of the same photos with each minus term, and its weight
 */
export function pushDown(
  scores: Float32Array,
  minus: readonly { readonly scores: Float32Array; readonly weight: number }[],
): void {
  const deviation = Math.sqrt(momentsOf(scores).variance);
  for (const { scores: against, weight } of minus) {
    const { mean, variance } = momentsOf(against);
    if (variance === 0) continue;
    const perCosine = (lossPerDeviation * weight * deviation) / Math.sqrt(variance);
    for (let i = 0; i < scores.length; i++) {
      const above = (against[i] ?? 0) - mean;
      if (above > 0) scores[i] = (scores[i] ?? 0) - perCosine * above;
    }
  }
}

const lossPerDeviation = 2;
