import { z } from 'zod';
import { call } from './call.ts';
import { failedFile, failureKind, failureKindCount } from './failure.ts';

const fileIds = z.array(z.int()).max(10_000);

/** What could not be read: listed, tried again, ignored, saved as a list. */
export const failureCalls = {
  /** `count` is of those that are listed: the ignored ones, or all others. */
  'failures.list': call(
    z.object({ offset: z.int().min(0), limit: z.int().min(1).max(500), isIgnored: z.boolean().optional() }),
    z.object({
      count: z.int(),
      ignoredCount: z.int(),
      kinds: z.array(failureKindCount),
      files: z.array(failedFile),
    }),
  ),
  /** Tries the named files again, or all that are not ignored. Answers how many. */
  'failures.retry': call(z.object({ fileIds: fileIds.optional() }), z.int()),
  /** The named ones, or all of a kind: left out of the list and its count from now on. Answers which. */
  'failures.ignore': call(z.union([z.object({ fileIds }), z.object({ kind: failureKind })]), z.array(z.int())),
  /** They are listed and counted again. */
  'failures.unignore': call(z.object({ fileIds: fileIds.optional() }), z.undefined()),
  /** Opens the system's dialog. Answers the name of the file, or undefined when it was closed. */
  'failures.export': call(z.object({ format: z.enum(['csv', 'txt']) }), z.string().optional()),
  'failures.showInFileManager': call(z.object({ fileId: z.int() }), z.undefined()),
} as const;
