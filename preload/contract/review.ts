import { z } from 'zod';
import { photoCard } from './photo.ts';
import { tagDecision } from './tag.ts';

/** Of a vocabulary, or `own-<number>` for the person's own. */
export const conceptId = z.string().min(1).max(200);

/** Does this photo show that? */
export const reviewQuestion = z.object({
  photo: photoCard,
  conceptId,
  /** In the person's language. */
  name: z.string(),
  /** Calibrated chance that it does, 0..1. */
  probability: z.number(),
});
export type ReviewQuestion = z.infer<typeof reviewQuestion>;

/** A concept and the photos for which it is suggested. */
export const suggestedConcept = z.object({ conceptId, name: z.string(), photoCount: z.int() });
export type SuggestedConcept = z.infer<typeof suggestedConcept>;

/** A tag of some photos out of many. */
export const manyTag = z.object({
  conceptId: conceptId.optional(),
  name: z.string(),
  confirmedCount: z.int(),
  suggestedCount: z.int(),
  rejectedCount: z.int(),
});
export type ManyTag = z.infer<typeof manyTag>;

/** An answer that what was learned does not agree with. */
export const doubt = reviewQuestion.extend({ /** What the person said. */ decision: tagDecision });
export type Doubt = z.infer<typeof doubt>;

/** What a concept learned from the person's answers. */
export const learned = z.object({
  conceptId,
  name: z.string(),
  /** Answers that teach it now. */
  confirmedCount: z.int(),
  rejectedCount: z.int(),
  /** `words`: nothing learned yet; `examples`: no word of it is known to the model. */
  from: z.enum(['words', 'words-and-examples', 'examples', 'nothing']),
  /** Answers given before this time teach it no more. */
  forgetsBeforeMs: z.number().optional(),
  /** Photos without an answer that are most like what it learned, the best first. */
  likeliest: z.array(reviewQuestion),
  /** Confirmed photos that it finds unlikely, and rejected ones that it finds likely: perhaps a slip of the hand. */
  doubts: z.array(doubt),
});
export type Learned = z.infer<typeof learned>;

/** The background pass over the library. */
export const suggestionsState = z.object({
  state: z.enum(['idle', 'working', 'unavailable']),
  /** Photos that are done, of all. */
  done: z.int(),
  total: z.int(),
  /** Suggestions that wait for an answer. */
  openCount: z.int(),
});
export type SuggestionsState = z.infer<typeof suggestionsState>;
