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
