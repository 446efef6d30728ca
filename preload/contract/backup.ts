import { z } from 'zod';
import { failureReport } from './failure.ts';

/** How much of what is precious is in a copy of the library, by what it is. */
export const contents = z.object({
  photos: z.int(),
  answers: z.int(),
  ratings: z.int(),
  captions: z.int(),
  /** Copies of older versions were not asked for these three. */
  favourites: z.int().default(0),
  hidden: z.int().default(0),
  /** Photos that were stacked or taken apart by hand. */
  stacks: z.int().default(0),
  albums: z.int(),
  searches: z.int(),
  concepts: z.int(),
});
export type Contents = z.infer<typeof contents>;

/** A copy of the library. Without times and contents: an old version made it. */
export const backup = z.object({
  name: z.string(),
  sizeBytes: z.number(),
  atMs: z.number().optional(),
  checkedAtMs: z.number().optional(),
  contents: contents.optional(),
});
export type Backup = z.infer<typeof backup>;

export const backups = z.object({
  /** Newest first. */
  copies: z.array(backup),
  isMaking: z.boolean(),
  /** So many changes of what is precious are in no backup yet. */
  changesLacking: z.int(),
});
export type Backups = z.infer<typeof backups>;

export const preciousCounts = contents.omit({ concepts: true });
export type PreciousCounts = z.infer<typeof preciousCounts>;

/** What a file with everything precious holds, and what of it the library has not. */
export const preciousPreview = z.object({
  importId: z.int(),
  fileName: z.string(),
  exportedAt: z.string(),
  holds: preciousCounts,
  /** `photos`: those whose files are not here yet; what was said of them waits for them. */
  adds: preciousCounts,
  conceptsAdded: z.int(),
  conceptsChanged: z.int(),
});
export type PreciousPreview = z.infer<typeof preciousPreview>;

/** The library could not be opened, and the person can say what is to be done. */
export const recoveryOffer = z.object({
  why: failureReport,
  /** The newest copy; undefined: there is none. */
  backup: backup.optional(),
});
export type RecoveryOffer = z.infer<typeof recoveryOffer>;
