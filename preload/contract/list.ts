import { z } from 'zod';
import { albumId } from './album.ts';
import { folderPlace } from './folder.ts';
import { photoCard, photoId } from './photo.ts';
import { query } from './query.ts';

/** How photos stand that nothing was asked of: newest or oldest first, by name, the largest first, what came last first. */
export const listOrder = z.enum(['date', 'oldest', 'name', 'size', 'added']);
export type ListOrder = z.infer<typeof listOrder>;

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
  /** The photos of a folder of the disk, newest first; words narrow it down. */
  folder: folderPlace.optional(),
  /** Words that the person gave back to the meaning: they are not read as filters. */
  keptAsWords: z.array(z.string().max(1_000)).max(64).optional(),
  sort: z.enum(['relevance', 'date']).optional(),
  /** What belongs together is one card; absent: as the person has it in the settings, where the window asks. */
  foldsStacks: z.boolean().optional(),
  /** But not the stacks of these photos. */
  unfolded: z.array(photoId).max(1_000).optional(),
  /** Of a list that is not ranked. Absent: newest first, in an album its own order. */
  order: listOrder.optional(),
  /** Moves where the answer ends: -1 shows more, 0 is as measured, 1 only what is surest. */
  strictness: z.number().min(-1).max(1).optional(),
});
export type Question = z.infer<typeof question>;

/**
 * How sure a part of an answer is. `example`: the person said that it belongs to the album. `sure`: it matches; at least
 * 85 of 100 are right, and those that have the words in their name, caption, tags or folder come first. `likely`: it may
 * match. `nearest`: all others, the nearest first. `all`: no cut was made (a timeline, filters alone).
 */
export const band = z.enum(['example', 'sure', 'likely', 'nearest', 'all']);
export type Band = z.infer<typeof band>;

/**
 * An answer is a list held by the searcher: the window knows how long it is and reads the pages it shows.
 * The whole ranked list is there, never a first few only.
 */
export const list = z.object({
  id: z.int().positive(),
  count: z.int(),
  /** So many of the photos that match have the words of the question in their name, folder, caption or keywords. */
  exactCount: z.int(),
  /** Photos of the answer that are folded away under others, beside `count`. */
  foldedCount: z.int().optional(),
  /** Photos that the question was asked of; while they are being read, there are more to come. */
  searchedCount: z.int(),
  isRanked: z.boolean(),
  /** The list from its head to its end, in parts; their counts add up to `count`. Sorted by date, each part is by itself. */
  sections: z.array(z.object({ band, count: z.int() })),
  /** The text as it was understood; absent for the timeline. */
  query: query.optional(),
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
  /** Absent: files that say nothing of their date. */
  year: z.int().optional(),
  /** Absent: no more is known than the year. */
  month: z.int().min(1).max(12).optional(),
  /** Absent: the whole month. */
  day: z.int().min(1).max(31).optional(),
  offset: z.int(),
  count: z.int(),
});
export type Month = z.infer<typeof month>;
