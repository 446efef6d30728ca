import { z } from 'zod';

/** A tag of a photo, given or suggested. */
export const photoTag = z.object({
  /** Undefined for a tag in the person's own words. */
  conceptId: z.string().optional(),
  /** In the person's language. */
  name: z.string(),
  /** Answers of the person, what an album gave (see `album`), or a suggestion that waits for an answer. */
  state: z.enum(['confirmed', 'applied', 'suggested', 'rejected']),
  /** The album that gives or suggests it. */
  album: z.object({ id: z.int(), name: z.string() }).optional(),
  /** Calibrated chance that a suggestion is right, 0..1. */
  probability: z.number().optional(),
});
export type PhotoTag = z.infer<typeof photoTag>;

export const tagDecision = z.enum(['confirmed', 'rejected']);
export type TagDecision = z.infer<typeof tagDecision>;

/** A name as a person types it. */
export const tagName = z.string().trim().min(1).max(100);
