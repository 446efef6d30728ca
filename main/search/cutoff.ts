import type { Calibration, Weights } from './calibration/calibration.ts';
import {
  featuresOf,
  momentsOf,
  withReference,
  type Background,
  type Features,
  type QuestionShape,
} from './cutoff-features.ts';

/** Where a ranked list is cut. The first `sureCount` photos surely match, the next `likelyCount` probably; the rest is folded. */
export interface Bands {
  readonly sureCount: number;
  readonly likelyCount: number;
  /** Scores at which the bands end. */
  readonly sureScore: number;
  readonly likelyScore: number;
  /** Neither band has a photo: nothing in the library matches, as far as can be told. */
  readonly isNothing: boolean;
  /** Probability that a photo with this score is right, 0..1. */
  probabilityAt(score: number): number;
}

/** The probability that a photo is right, as a straight line: its logit is `base + slope * score`. */
export interface Line {
  readonly base: number;
  readonly slope: number;
}

export interface Cutoff {
  /**
   * What {@link Bands.probabilityAt} reckons with, for asking one question of many photos.
   * @param library cosines of the whole library with the question
   * @returns undefined where too few photos are known, or all score the same
   */
  line(question: Question, library: Float32Array): Line | undefined;
  /**
   * @param ranked cosines, the best first, without the exact group at the head of a list; NaN ones (photos without a
   *   vector) count as folded
   * @param options.library cosines of the whole library where `ranked` is only what a filter left: filters change what
   *   is shown, not how good it is
   * @param options.strictness -1 (show more) .. 1 (show less); 0 is what was measured
   */
  cut(ranked: Float32Array, question: Question, options?: { library?: Float32Array; strictness?: number }): Bands;
}

export type Question = { readonly is: 'text' | 'photo' } & QuestionShape;

/**
 * A cut for each question, from how the library scores it. [Note: What decides where a list ends]
 *
 * [Note: What decides where a list ends] The score of a good match differs by question, by library and by model, so no
 * score is good by itself. What counts: how many deviations the photo stands above the question's own mean (height),
 * how wide the question's scores spread and at what level they lie, both compared with everyday sentences in the same
 * library (a question that much of the library answers spreads wide), and how much was asked at once. A logistic regression turns them into the probability that the photo is right. It is
 * increasing in the score, so the bands are two scores and two binary searches. docs/cutoff.md has the measurements.
 *
 * @param background.text of background sentences, `photo` of a sample of the library's own photos as questions
 */
export function createCutoff(deps: {
  calibration: Calibration;
  background: { readonly text: Background; readonly photo: Background };
}): Cutoff {
  const { calibration, background } = deps;
  const line = (question: Question, library: Float32Array): Line | undefined => {
    const weights = calibration[question.is];
    const { count, mean, variance } = withReference(momentsOf(library), question.vector, calibration.reference);
    const deviation = Math.sqrt(variance);
    if (!(deviation > 0 && count >= fewest)) return undefined;
    const slope = weights.height / deviation;
    const atMean = baseOf(weights, featuresOf({ count, mean, variance }, background[question.is], question));
    return { base: atMean - slope * mean, slope };
  };
  return {
    line,
    cut(ranked, question, { library = ranked, strictness = 0 } = {}) {
      const weights = calibration[question.is];
      const known = line(question, library);
      const scoreAt = (probability: number) =>
        known === undefined
          ? Number.POSITIVE_INFINITY
          : (logit(probability) + strictness * reach - known.base) / known.slope;

      const isOneWord = question.contentWords <= 1;
      const sureScore = scoreAt(isOneWord ? (weights.wordSureAt ?? weights.sureAt) : weights.sureAt);
      const likelyScore = Math.min(sureScore, scoreAt(weights.likelyAt));
      const sureCount = countAtLeast(ranked, sureScore);
      const likelyCount = countAtLeast(ranked, likelyScore) - sureCount;
      return {
        sureCount,
        likelyCount,
        sureScore,
        likelyScore,
        isNothing: sureCount + likelyCount === 0,
        probabilityAt: (score) => (known === undefined ? 0 : sigmoid(known.base + known.slope * score)),
      };
    },
  };
}

export const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

/** The logit of a photo at the question's mean. */
function baseOf(weights: Weights, features: Features): number {
  return (
    weights.bias +
    weights.spread * features.spread +
    weights.level * features.level +
    weights.words * features.words +
    weights.size * features.size
  );
}

/** Fewer photos than this (the reference's included) have no deviation worth the name. */
const fewest = 30;
/** The slider's ends move the logit by so much: of 0.5 it makes 0.12 or 0.88. */
const reach = 2;

/** Of a list with the best first. NaN is below everything. */
function countAtLeast(ranked: Float32Array, score: number): number {
  let low = 0;
  let high = ranked.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranked[middle] ?? NaN) >= score) low = middle + 1;
    else high = middle;
  }
  return low;
}

const logit = (probability: number): number => Math.log(probability / (1 - probability));
