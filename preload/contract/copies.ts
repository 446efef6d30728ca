import { z } from 'zod';
import { folderAt } from './folder.ts';
import { photoId } from './photo.ts';

/** Why one is to be kept: where it lies, or what it has more of than every other. */
export const keeperReason = z.enum([
  'preferred-folder',
  'sharpest',
  'with-film',
  'most-pixels',
  'most-bytes',
  'most-said',
  'oldest',
  'first',
]);
export type KeeperReason = z.infer<typeof keeperReason>;

/** What decides first which one is kept; `proposed`: all of it in its order. */
export const keeperRule = z.enum(['proposed', 'most-pixels', 'oldest', 'most-said', 'preferred-folder']);
export type KeeperRule = z.infer<typeof keeperRule>;

/** One of several photos that show the same picture, with all in which they may differ. */
export const copy = z.object({
  photoId,
  name: z.string(),
  /** Of the file that stands for it: the folder, absolute. */
  folder: z.string(),
  /** The same, as the library knows it. */
  place: folderAt,
  /** In the folder that the person prefers, or below it. */
  isPreferred: z.boolean(),
  /** In how many files the same bytes lie. */
  fileCount: z.int(),
  format: z.string(),
  width: z.int(),
  height: z.int(),
  sizeBytes: z.number(),
  modifiedAtMs: z.number(),
  takenWallMs: z.number(),
  /** Nothing tells when it was taken. */
  isFileDate: z.boolean(),
  camera: z.string().optional(),
  hasPlace: z.boolean(),
  /** Stars, 0..5, whoever gave them. */
  rating: z.int(),
  tagCount: z.int(),
  albumCount: z.int(),
  hasCaption: z.boolean(),
  /** A film was taken with it, in the same file or beside it. */
  hasFilm: z.boolean(),
  isOffline: z.boolean(),
  version: z.int(),
  /** As pipeline/clearness.ts has it, where it was measured. */
  sharpness: z.number().optional(),
});
export type Copy = z.infer<typeof copy>;

/** Photos that show the same picture in other bytes, or one motif one after the other; the one that is proposed to be kept comes first. */
export const copyGroup = z.object({ copies: z.array(copy).min(2), reason: keeperReason });
export type CopyGroup = z.infer<typeof copyGroup>;

export const copiesList = z.object({
  groups: z.array(copyGroup),
  /** Where copies lie, those with most first: one of them may be preferred. */
  folders: z.array(z.object({ place: folderAt, path: z.string() })),
  groupCount: z.int(),
  /** Photos that could go if one of each group is kept, and their bytes. */
  spareCount: z.int(),
  spareBytes: z.number(),
  /** Photos are still being looked at: there may be more. */
  isLooking: z.boolean(),
});
export type CopiesList = z.infer<typeof copiesList>;
