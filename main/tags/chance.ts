import { type Line, sigmoid } from '../search/cutoff.ts';

/** From a logit on the line is steeper (or flatter, where `by` is negative) than before. */
export interface Bend {
  readonly at: number;
  readonly by: number;
}

/** {@link Line}, bent at some logits of its own; it never falls. */
export interface BentLine extends Line {
  readonly bends?: readonly Bend[] | undefined;
}

/** Probability of a photo with this cosine, 0..1. */
export function chanceAt({ base, slope, bends }: BentLine, score: number): number {
  return sigmoid(bent(base + slope * score, bends));
}

/** The least cosine with at least this probability. */
export function scoreFor(line: BentLine, probability: number): number {
  const wanted = Math.log(probability / (1 - probability));
  let [low, high] = [-farthest, farthest];
  // Some forty halvings of the range of logits are as exact as a float.
  for (let step = 0; step < 48; step++) {
    const middle = (low + high) / 2;
    if (bent(middle, line.bends) < wanted) low = middle;
    else high = middle;
  }
  return (high - line.base) / line.slope;
}

/** Beyond these logits everything is certain. */
const farthest = 60;

function bent(logit: number, bends: readonly Bend[] = []): number {
  let sum = logit;
  for (const { at, by } of bends) if (logit > at) sum += by * (logit - at);
  return sum;
}
