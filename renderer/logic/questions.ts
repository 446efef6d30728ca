import type { ReviewQuestion } from '../../preload/contract/review.ts';

export type QuestionKey = `${number}/${string}`;

export function keyOf(question: ReviewQuestion): QuestionKey {
  return `${question.photo.id}/${question.conceptId}`;
}

/** What a call is told not to ask again. */
export function askedOf(questions: Iterable<ReviewQuestion>): { photoId: number; conceptId: string }[] {
  return [...questions].map(({ photo, conceptId }) => ({ photoId: photo.id, conceptId }));
}

/** Those of `more` which are not in `known`. */
export function newOnes(more: readonly ReviewQuestion[], known: Iterable<ReviewQuestion>): ReviewQuestion[] {
  const keys = new Set([...known].map(keyOf));
  return more.filter((one) => !keys.has(keyOf(one)));
}
