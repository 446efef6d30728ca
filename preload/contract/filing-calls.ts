import { z } from 'zod';
import { call } from './call.ts';
import { folderAt } from './folder.ts';
import {
  exportOptions,
  exportResult,
  filesOfPhotos,
  filingResult,
  importPreview,
  importResult,
  importSource,
  trashedFile,
  trashPlan,
} from './filing.ts';
import { photoId } from './photo.ts';

/** What is done with the person's files on the disk: journalled, never written over, undone with one call. */
export const filingCalls = {
  /** Looks, and touches nothing. */
  'files.planTrash': call(filesOfPhotos, trashPlan),
  /** `mayUseOwn`: where a drive has no trash, a folder of Lumisift's on that drive takes them. */
  'files.trash': call(filesOfPhotos.extend({ mayUseOwn: z.boolean() }), filingResult),
  /** Into a folder of the library. Of several copies the one in `within` goes, else the first. */
  'files.move': call(filesOfPhotos.extend({ to: folderAt }), filingResult),
  /** Of the first photo, and of the files of its shot among the others. The name without its ending, which stays. */
  'files.rename': call(filesOfPhotos.extend({ name: z.string().max(1_000) }), filingResult),
  'folders.make': call(folderAt.extend({ name: z.string().max(1_000) }), filingResult),
  'folders.rename': call(folderAt.extend({ name: z.string().max(1_000) }), filingResult),
  /** Puts back what a call did, as far as nothing lies in its way. */
  'files.undo': call(z.object({ filingId: z.int() }), filingResult),
  /** Asks for a folder with the system's dialog; undefined where none was chosen. Nothing is written over. */
  'files.export': call(
    z.object({ photoIds: z.array(photoId).min(1).max(100_000), options: exportOptions }),
    exportResult.optional(),
  ),
  /** What an export made goes to the trash, as far as it was not changed since. */
  'files.undoExport': call(z.object({ exportId: z.int() }), filingResult),
  /** Asks for a card, phone or folder with the system's dialog and looks what is there; undefined: none was chosen. */
  'files.chooseImport': call(z.undefined(), importSource.optional()),
  /** What the first new files of it would be called by a pattern, with their folders. Nothing is touched. */
  'files.previewImport': call(z.object({ importId: z.int(), pattern: z.string().min(1).max(200) }), importPreview),
  /** Copies what is new of it into a folder. */
  'files.import': call(folderAt.extend({ importId: z.int(), pattern: z.string().min(1).max(200) }), importResult),
  /** Hands the photos' files to the system, as they are held by the pointer. */
  'files.dragOut': call(z.object({ photoIds: z.array(photoId).min(1).max(1_000) }), z.undefined()),
  /** Opens the system's sheet to share the photos' files, where the system has one. */
  'files.share': call(z.object({ photoIds: z.array(photoId).min(1).max(100) }), z.undefined()),
  /** In the program that the system opens such files with. */
  'files.openWith': call(z.object({ id: photoId }), z.undefined()),
  'files.cancel': call(z.undefined(), z.undefined()),
  /** The last one first. */
  'trash.list': call(
    z.object({ offset: z.int().min(0), limit: z.int().min(1).max(500) }),
    z.object({ count: z.int(), files: z.array(trashedFile) }),
  ),
  /** Back to where they lay, with what went along. */
  'trash.restore': call(z.object({ stepIds: z.array(z.int()).min(1).max(10_000) }), filingResult),
} as const;
