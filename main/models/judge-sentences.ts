import { softmax } from '../util/softmax.ts';
import type { Model } from './model.ts';

/** What one picture's cosines with some sentences say. */
export type Judged =
  /** CLIP's kind: shares among the given sentences, which add up to one. Without the right one among them, they mean little. */
  | { readonly is: 'shares'; readonly values: readonly number[] }
  /** SigLIP's kind: each sentence's own chance to belong to the picture, whatever else is given. */
  | { readonly is: 'chances'; readonly values: readonly number[] };

/**
 * CLIP was trained to tell which of many sentences belongs to a picture (Radford et al. 2021, section 2.3), SigLIP whether
 * a sentence belongs to it (Zhai et al. 2023, section 3.2): each is asked what it has learnt.
 */
export function judgeSentences(
  { logitScale, logitBias }: Pick<Model, 'logitScale' | 'logitBias'>,
  cosines: readonly number[],
): Judged {
  if (logitBias === undefined) return { is: 'shares', values: softmax(cosines.map((cosine) => cosine * logitScale)) };
  return { is: 'chances', values: cosines.map((cosine) => 1 / (1 + Math.exp(-(cosine * logitScale + logitBias)))) };
}
