import { z } from 'zod';
import { failureReport } from './failure.ts';
import { folderPlace } from './folder.ts';
import { photoId } from './photo.ts';

/** Which files are meant of photos: all copies, or only those that lie in a folder. */
export const filesOfPhotos = z.object({
  photoIds: z.array(photoId).min(1).max(10_000),
  within: folderPlace.optional(),
});
export type FilesOfPhotos = z.infer<typeof filesOfPhotos>;

/** What going to the trash would mean. */
export const trashPlan = z.object({
  photoCount: z.int(),
  /** Pictures, and what lies beside them and goes along: sidecars, edits, films of Live Photos. */
  fileCount: z.int(),
  besideCount: z.int(),
  /** Of the pictures, as they were when they were read. */
  totalBytes: z.number(),
  /** Copies of these photos in other folders: they stay, where only those of a folder are meant. */
  elsewhereCount: z.int(),
  /** On drives that are away: they stay. */
  offlineCount: z.int(),
  /** Folders on drives without a trash, where a folder of Lumisift's takes the files. */
  withoutTrash: z.array(z.string()),
});
export type TrashPlan = z.infer<typeof trashPlan>;

/** What was done with files, as it ended. */
export const filingResult = z.object({
  /** Absent: nothing was done, so there is nothing to undo. */
  filingId: z.int().positive().optional(),
  /** Pictures, without what went along. */
  doneCount: z.int(),
  isCancelled: z.boolean(),
  problems: z.array(z.object({ path: z.string(), problem: failureReport })),
});
export type FilingResult = z.infer<typeof filingResult>;

/** A picture in the trash. */
export const trashedFile = z.object({
  stepId: z.int().positive(),
  /** What went with it, by one word of the person's. */
  filingId: z.int().positive(),
  photoId: photoId.optional(),
  /** It went as a copy, or one of a series: the name of the one that was kept. What came to that one leaves it with this. */
  keptName: z.string().optional(),
  /** Where it lay. */
  path: z.string(),
  atMs: z.number(),
  /** `hidden`: the system keeps it and does not say where; `gone`: the trash was emptied. */
  state: z.enum(['there', 'hidden', 'gone']),
  /** In a folder of Lumisift's, since its drive has no trash. */
  isOwn: z.boolean(),
});
export type TrashedFile = z.infer<typeof trashedFile>;

export const filingProgress = z.object({
  is: z.enum(['trashing', 'moving', 'undoing', 'copying', 'idle']),
  done: z.int(),
  total: z.int(),
  /** Of files that are copied from elsewhere. */
  doneBytes: z.number().optional(),
  totalBytes: z.number().optional(),
});
export type FilingProgress = z.infer<typeof filingProgress>;

/** How photos go out. The files of `original` are as they are, or the same without what was said of them. */
export const exportOptions = z.object({
  format: z.enum(['original', 'jpeg', 'png', 'webp', 'avif']),
  /** px, at most; never enlarged. Of no meaning for originals. */
  longEdge: z.int().min(16).max(4_096),
  quality: z.int().min(1).max(100),
  metadata: z.enum(['keep', 'without-place', 'none']),
  /** Of `{name}`, `{date}`, `{time}` and `{number}`; the ending is the format's. */
  pattern: z.string().min(1).max(200),
});
export type ExportOptions = z.infer<typeof exportOptions>;

export const exportResult = z.object({
  /** What is in the folder that was chosen: made now, or there before with the same bytes. */
  madeCount: z.int(),
  sameCount: z.int(),
  isCancelled: z.boolean(),
  problems: filingResult.shape.problems,
  /** By which it is taken back; none where nothing was made. */
  exportId: z.int().optional(),
});
export type ExportResult = z.infer<typeof exportResult>;

/** What is on a card, a phone or in a folder, before anything is copied. */
export const importSource = z.object({
  /** By which it is meant in what follows: the page knows no path of it. */
  importId: z.int(),
  /** For the person to read. */
  path: z.string(),
  count: z.int(),
  totalBytes: z.number(),
});
export type ImportSource = z.infer<typeof importSource>;

/** How far a source was looked into, and what the first new ones of it would be called. */
export const importPreview = z.object({
  names: z.array(z.string()),
  newCount: z.int(),
  knownCount: z.int(),
  /** Of all that is there; the rest is looked at when it is asked for again. */
  lookedCount: z.int(),
});
export type ImportPreview = z.infer<typeof importPreview>;

/** What came in; `knownCount` were in the library already, by their content. */
export const importResult = filingResult.extend({ knownCount: z.int() });
export type ImportResult = z.infer<typeof importResult>;
