import { z } from 'zod';
import { call } from './call.ts';
import { photoId, photoIds } from './photo.ts';
import { conceptId, learned, manyTag, reviewQuestion, suggestedConcept, suggestionsState } from './review.ts';
import { tagName } from './tag.ts';

/** Suggestions that wait for an answer, and what concepts learned from answers. */
export const reviewCalls = {
  /** The most useful questions that are open, the first one first; those in `asked` are on screen or were skipped. */
  'review.next': call(
    z.object({
      /** Only about this concept. */
      conceptId: conceptId.optional(),
      count: z.int().min(1).max(50),
      asked: z.array(z.object({ photoId: z.int(), conceptId })).max(5_000),
    }),
    z.object({ questions: z.array(reviewQuestion), /** How many are open in all. */ openCount: z.int() }),
  ),
  /** Concepts that are suggested for photos now, those with the most photos first. */
  'suggestions.concepts': call(z.undefined(), z.array(suggestedConcept)),
  /** The background pass as it is now; the event `suggestions` tells what it comes to. */
  'suggestions.state': call(z.undefined(), suggestionsState),
  /** Those of the photos for which the concept is suggested now. */
  'suggestions.among': call(z.object({ photoIds, conceptId }), z.array(photoId)),
  /** Tags of many photos at once: given, suggested, rejected. */
  'tags.ofMany': call(z.object({ photoIds }), z.array(manyTag)),
  /**
   * The person's answers to one tag for these photos, so that they can be put back: by its concept, or by a name as it
   * was typed. `conceptId` is undefined where no tag has that name yet.
   */
  'tags.answers': call(
    z.object({ photoIds, tag: z.union([z.object({ conceptId }), z.object({ name: tagName })]) }),
    z.object({
      conceptId: conceptId.optional(),
      confirmed: z.array(photoId),
      rejected: z.array(photoId),
    }),
  ),
  /** A concept of the person's own from photos that show it (5 to 20 are a good start), with or without a known word. */
  'concepts.teach': call(
    z.object({ name: tagName, photoIds, notPhotoIds: photoIds.optional() }),
    z.object({ conceptId }),
  ),
  /** What a concept learned from the person's answers. */
  'concepts.learned': call(z.object({ conceptId }), learned),
  /** Undoes what it learned: the answers stay, but those given until now teach it no more. */
  'concepts.forget': call(z.object({ conceptId }), z.undefined()),
  /** Takes {@link concepts.forget} back. */
  'concepts.remember': call(z.object({ conceptId }), z.undefined()),
} as const;
