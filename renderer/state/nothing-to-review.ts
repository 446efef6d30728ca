import type { SuggestionsState } from '../../preload/contract/review.ts';
import type { Review } from './review.svelte.ts';

export type NothingWhy = 'loading' | 'working' | 'unavailable' | 'skipped' | 'concept' | 'done' | 'never';

/** Why there is no question to show. */
export function nothingToReview(
  review: Pick<Review, 'isLoading' | 'openCount' | 'conceptId' | 'answeredCount'>,
  pass: SuggestionsState,
): { why: NothingWhy; isBusy: boolean } {
  const why = whyNothing(review, pass);
  return { why, isBusy: why === 'loading' || why === 'working' };
}

function whyNothing(
  { isLoading, openCount, conceptId, answeredCount }: Parameters<typeof nothingToReview>[0],
  { state }: SuggestionsState,
): NothingWhy {
  if (isLoading) return 'loading';
  if (openCount > 0) return 'skipped';
  if (conceptId !== undefined) return 'concept';
  if (state === 'unavailable') return 'unavailable';
  if (state === 'working') return 'working';
  return answeredCount > 0 ? 'done' : 'never';
}
