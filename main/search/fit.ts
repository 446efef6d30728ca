import { bestDot } from '../util/best-dot.ts';
import type { Cutoff, Question } from './cutoff.ts';

/** How well a sentence fits a photo. */
export interface Fit {
  /** Cosine of the two. */
  readonly score: number;
  /** Probability that the sentence is right for the photo, 0..1, calibrated as the bands are. */
  readonly probability: number;
  /** Share of the library's photos that it fits less, 0..1: 0.5 is the average photo. */
  readonly better: number;
}

/**
 * Image-text matching: each sentence by itself, compared with how it fits the library's other photos.
 * @param photo unit vectors of its parts: one of a photo, of a film those of its moments, of which the best counts
 * @param scoresOf the library's cosines with a sentence; a sample of some 1,000 photos is enough. The order is free
 */
export function fitOf(
  photo: readonly Float32Array[],
  sentences: readonly Question[],
  by: { cutoff: Cutoff; scoresOf: (vector: Float32Array) => Float32Array },
): Fit[] {
  return sentences.map((sentence) => {
    const score = bestDot(photo, sentence.vector);
    const library = by.scoresOf(sentence.vector);
    const bands = by.cutoff.cut(new Float32Array([score]), sentence, { library });
    let fewer = 0;
    for (const other of library) if (other < score) fewer++;
    return {
      score,
      probability: bands.probabilityAt(score),
      better: library.length === 0 ? 0 : fewer / library.length,
    };
  });
}
