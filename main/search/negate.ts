import { momentsOf } from './cutoff-features.ts';

/** A part of a question: words, a photo or a region of one, as a unit vector. */
export interface Term {
  readonly vector: Float32Array;
  /** Positive. */
  readonly weight: number;
}

/**
 * Several terms as one question: `2*sunset + harbour`, `beach -people`.
 * [Note: Minus] Only a fifth of the minus terms is subtracted: with half of them, photos of the wanted thing fell too.
 * The rest is done by {@link pushDown}.
 * @returns unit vector; undefined when nothing is left to look for
 */
export function combine(plus: readonly Term[], minus: readonly Term[] = []): Float32Array | undefined {
  const dim = plus[0]?.vector.length;
  if (dim === undefined) return undefined;
  const sum = new Float32Array(dim);
  const add = (vector: Float32Array, factor: number) => {
    for (let i = 0; i < dim; i++) sum[i] = (sum[i] ?? 0) + factor * (vector[i] ?? 0);
  };
  const total = plus.reduce((all, { weight }) => all + weight, 0);
  for (const { vector, weight } of plus) add(vector, weight / total);
  for (const { vector, weight } of minus) add(vector, -subtracted * weight);
  const length = Math.sqrt(sum.reduce((all, value) => all + value * value, 0));
  // Terms that undo each other: what is left is noise.
  return length > 0.05 ? sum.map((value) => value / length) : undefined;
}

/**
 * Pushes down what matches a minus term, by up to one standard deviation of the scores for each of them: a photo one
 * deviation above the term's mean loses half of it, one at the mean 5 %, one half a deviation below it nothing.
 * @param scores cosines with the question, changed in place
 * @param minus cosines of the same photos with each minus term
 */
export function pushDown(scores: Float32Array, minus: readonly Float32Array[]): void {
  const reach = Math.sqrt(momentsOf(scores).variance);
  for (const against of minus) {
    const { mean, variance } = momentsOf(against);
    if (variance === 0) continue;
    // From a table: with an exponential for each of a million photos this took seven times as long.
    const perStep = (steps - 1) / (highest - lowest) / Math.sqrt(variance);
    const from = mean + lowest * Math.sqrt(variance);
    for (let i = 0; i < scores.length; i++) {
      const step = ((against[i] ?? 0) - from) * perStep;
      if (step > 0) scores[i] = (scores[i] ?? 0) - reach * (losses[Math.min(steps - 1, step) | 0] ?? 0);
    }
  }
}

const subtracted = 0.2;
const steepness = 3;
/** Heights between which a photo loses something and loses all. */
const lowest = -0.5;
const highest = 2.5;
const steps = 1024;
const losses = Float32Array.from({ length: steps }, (_, step) => {
  const height = lowest + (step * (highest - lowest)) / (steps - 1);
  return 1 / (1 + Math.exp(-steepness * (height - 1)));
});
