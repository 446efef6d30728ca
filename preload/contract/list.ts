import { z } from 'zod';
import { photoCard, photoId } from './photo.ts';

/** A question to the library. With neither words nor photo it is the timeline: everything, newest first. */
export const question = z.object({
  text: z.string().max(10_000).optional(),
  similarTo: photoId.optional(),
});
export type Question = z.infer<typeof question>;

/**
 * An answer is a list held by the searcher: the window knows how long it is and reads the pages it shows.
 * The whole ranked list is there, never a first few only.
 */
export const list = z.object({
  id: z.int().positive(),
  count: z.int(),
  /** The first `exactCount` photos match by file name, folder, caption or keyword; the rest by meaning. */
  exactCount: z.int(),
  isRanked: z.boolean(),
  tookMs: z.number(),
  /** The first page, so that an answer needs one round trip. */
  cards: z.array(photoCard),
});
export type List = z.infer<typeof list>;

/** Where the months of a timeline begin: for the scroll bar's labels. */
export const month = z.object({ year: z.int(), month: z.int().min(1).max(12), offset: z.int(), count: z.int() });
export type Month = z.infer<typeof month>;
