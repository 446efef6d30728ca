import { z } from 'zod';
import { albumId } from './album.ts';
import { photoCard, photoId } from './photo.ts';
import { query } from './query.ts';

/** A question to the library. With neither words nor photo it is the timeline: everything, newest first. */
export const question = z.object({
  /**
   * What stands in the search box: words, operators, and pictures as terms (`photo:12`, `photo:12@x,y,w,h`,
   * `picture:3` for one that is not in the library).
   */
  text: z.string().max(20_000).optional(),
  similarTo: photoId.optional(),
  /** The photos of an album, in its order; words narrow it down. */
  albumId: albumId.optional(),
  /** Words that the person gave back to the meaning: they are not read as filters. */
  keptAsWords: z.array(z.string().max(1_000)).max(64).optional(),
  sort: z.enum(['relevance', 'date']).optional(),
  /** Moves where the answer ends: -1 shows more, 0 is as measured, 1 only what is surest. */
  strictness: z.number().min(-1).max(1).optional(),
});
export type Question = z.infer<typeof question>;

/**
 * How sure a part of an answer is. `example`: the person said that it belongs to the album. `exact`: name, folder, caption or keyword match. `sure`: at least 85 of 100 are
 * right. `likely`: more may be right. `rest`: folded away. `all`: no cut was made (a timeline, filters alone).
 */
export const band = z.enum(['example', 'exact', 'sure', 'likely', 'rest', 'all']);
export type Band = z.infer<typeof band>;

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
  /** The list from its head to its end, in parts; their counts add up to `count`. Sorted by date, each part is by itself. */
  sections: z.array(z.object({ band, count: z.int() })),
  /** The text as it was understood; absent for the timeline. */
  query: query.optional(),
  /** Words that the model has never seen. */
  unknownWords: z.array(z.string()),
  tookMs: z.number(),
  /** The first page, so that an answer needs one round trip. */
  cards: z.array(photoCard),
});
export type List = z.infer<typeof list>;

/**
 * Where the months of a timeline begin, or the days of an answer that is sorted by date: for headings and the scroll
 * bar's labels.
 */
export const month = z.object({
  year: z.int(),
  month: z.int().min(1).max(12),
  /** Absent: the whole month. */
  day: z.int().min(1).max(31).optional(),
  offset: z.int(),
  count: z.int(),
});
export type Month = z.infer<typeof month>;
