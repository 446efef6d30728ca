import { z } from 'zod';
import { call } from './call.ts';
import { photoIds } from './photo.ts';
import { pastWrite, plannedFile, writeField, writePlan, writeResult, writeTarget } from './writing.ts';

/** Writing into the person's files: only what is asked for, previewed, journalled, undone with one call. */
export const writingCalls = {
  /** Reads the files and says what would change; nothing is touched. Replaces the plan before. */
  'writing.plan': call(
    z.object({ photoIds, target: writeTarget, fields: z.array(writeField).min(1).max(writeField.options.length) }),
    writePlan,
  ),
  'writing.planned': call(
    z.object({ planId: z.int(), offset: z.int().min(0), limit: z.int().min(1).max(500) }),
    z.array(plannedFile),
  ),
  'writing.write': call(z.object({ planId: z.int() }), writeResult),
  /** Ends what is under way after the file it is at. */
  'writing.cancel': call(z.undefined(), z.undefined()),
  /** The newest first. */
  'writing.history': call(z.undefined(), z.array(pastWrite)),
  /** Puts every file of a write back, byte for byte, unless it was changed since. */
  'writing.undo': call(z.object({ id: z.int() }), writeResult),
  /** Throws away what undoing needs. */
  'writing.drop': call(z.object({ id: z.int() }), z.undefined()),
  /** The person's own caption; undefined takes it away again: what the file says stands then. */
  'photos.caption': call(z.object({ ids: photoIds, caption: z.string().max(10_000).optional() }), z.undefined()),
} as const;
