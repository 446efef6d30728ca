import { z } from 'zod';
import { failureReport } from './failure.ts';
import { flag, photoId } from './photo.ts';

/** Where it is written: into a file beside the photo, or into the photo's own file. */
export const writeTarget = z.enum(['sidecar', 'embedded']);
export type WriteTarget = z.infer<typeof writeTarget>;

export const writeField = z.enum(['tags', 'rating', 'flag', 'caption', 'date', 'place', 'turn']);
export type WriteField = z.infer<typeof writeField>;

const orientation = z.literal([1, 2, 3, 4, 5, 6, 7, 8]);

/** What is written where nothing is chosen: a picture is turned in its file only when that is asked for. */
export const usualFields: readonly WriteField[] = writeField.options.filter((field) => field !== 'turn');

export const writeChange = z.discriminatedUnion('field', [
  /** Keywords as they are in the file and as they will be; one with parents is its whole path: `animal|dog`. */
  z.object({ field: z.literal('tags'), before: z.array(z.string()), after: z.array(z.string()) }),
  /** Stars; absent: none. */
  z.object({ field: z.literal('rating'), before: z.number().optional(), after: z.number().optional() }),
  z.object({ field: z.literal('flag'), before: flag.optional(), after: flag.optional() }),
  z.object({ field: z.literal('caption'), before: z.string().optional(), after: z.string().optional() }),
  /** `2021-03-04 09:05:12 +02:00`, or as much of it as is known. */
  z.object({ field: z.literal('date'), before: z.string().optional(), after: z.string().optional() }),
  /** `38.72230, -9.13930` */
  z.object({ field: z.literal('place'), before: z.string().optional(), after: z.string().optional() }),
  /** How the picture is turned, as Exif counts: 1 is not at all. */
  z.object({ field: z.literal('turn'), before: orientation, after: orientation }),
]);
export type WriteChange = z.infer<typeof writeChange>;

/** A file of a plan: what will change in it, or why it can't be written. */
export const plannedFile = z.object({
  photoId,
  /** The file that is written. */
  path: z.string(),
  /** The sidecar will be made. */
  isNew: z.boolean(),
  changes: z.array(writeChange),
  problem: failureReport.optional(),
});
export type PlannedFile = z.infer<typeof plannedFile>;

/** A plan holds still until it is written or another one is made. */
export const writePlan = z.object({
  planId: z.int().positive(),
  target: writeTarget,
  /** Files that will be written. */
  changedCount: z.int(),
  /** Files that have it all already. */
  sameCount: z.int(),
  /** Files that can't be written: the first ones of the list, with reasons. */
  problemCount: z.int(),
  /** Photos that stay turned in the library alone: their files take no turn, or there are copies of them. */
  turnsKept: z.int(),
  /** Room that the originals take in the library's folder, so that an embedded write can be undone. */
  backupBytes: z.number(),
});
export type WritePlan = z.infer<typeof writePlan>;

/** A write, as it ended. */
export const writeResult = z.object({
  /** Absent: nothing was written, so there is nothing to undo. */
  writeId: z.int().positive().optional(),
  writtenCount: z.int(),
  isCancelled: z.boolean(),
  /** Files that were not written, and why; `changed` are those that another program has changed since the preview. */
  problems: z.array(z.object({ photoId, path: z.string(), problem: failureReport })),
});
export type WriteResult = z.infer<typeof writeResult>;

/** A write of the past. */
export const pastWrite = z.object({
  id: z.int().positive(),
  target: writeTarget,
  fields: z.array(writeField),
  atMs: z.number(),
  writtenCount: z.int(),
  /** Files that are again as they were. */
  undoneCount: z.int(),
  /** `undone` whole; `dropped`: what undoing needs was thrown away. */
  state: z.enum(['done', 'undone', 'dropped']),
  backupBytes: z.number(),
});
export type PastWrite = z.infer<typeof pastWrite>;

export const writingProgress = z.object({
  is: z.enum(['reading', 'writing', 'undoing', 'idle']),
  done: z.int(),
  total: z.int(),
});
export type WritingProgress = z.infer<typeof writingProgress>;
