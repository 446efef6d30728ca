import { z } from 'zod';

export const folderState = z.discriminatedUnion('is', [
  z.object({ is: z.literal('watched') }),
  z.object({ is: z.literal('scanning'), filesSeen: z.int() }),
  /** Not reachable now: its photos stay, searchable and marked. */
  z.object({ is: z.literal('offline'), sinceMs: z.number() }),
  /** The system would not let us watch every sub-folder; it is scanned on a timer instead. */
  z.object({ is: z.literal('scanned'), why: z.string(), everyMs: z.number() }),
]);
export type FolderState = z.infer<typeof folderState>;

export const folder = z.object({
  id: z.int().positive(),
  path: z.string(),
  state: folderState,
  photoCount: z.int(),
  failedCount: z.int(),
});
export type Folder = z.infer<typeof folder>;

/** A folder of the disk: one that was added, or one below it. */
export const folderAt = z.object({
  folderId: z.int().positive(),
  /** Below the folder that was added, '/' between names, '' for that folder itself. */
  dir: z.string().max(4_096),
});
export type FolderAt = z.infer<typeof folderAt>;

/** `isDeep`: with all that lies below it. */
export const folderPlace = folderAt.extend({ isDeep: z.boolean() });
export type FolderPlace = z.infer<typeof folderPlace>;

export const folderNode = folderAt.extend({
  /** Photos that lie in it, and with those in the folders below. */
  photoCount: z.int(),
  wholeCount: z.int(),
});
export type FolderNode = z.infer<typeof folderNode>;
