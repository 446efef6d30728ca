import { z } from 'zod';
import { call } from './call.ts';
import { copiesList, keeperRule } from './copies.ts';
import { filingResult } from './filing.ts';
import { photoId, photoIds } from './photo.ts';

const byRule = z.object({ rule: keeperRule });

/** Photos that show the same picture in other bytes. */
export const copiesCalls = {
  'copies.list': call(byRule, copiesList),
  /** Photos that look alike and were taken one after the other: bursts. */
  'copies.series': call(byRule, copiesList),
  /**
   * One of each group stays, with all that is said of any (tags, albums, stars, caption, date, place); the files of the others go to
   * the trash. A group whose keeper's file is not there stays as it is, and is told. `files.undo` and `trash.restore` take it back.
   */
  'copies.keep': call(
    z.object({
      groups: z
        .array(z.object({ keepId: photoId, otherIds: photoIds }))
        .min(1)
        .max(1_000),
      mayUseOwn: z.boolean(),
    }),
    filingResult,
  ),
  /** They are no copies of each other, whatever they look like; `isApart` false takes it back. */
  'copies.part': call(z.object({ photoIds: photoIds.min(2).max(500), isApart: z.boolean() }), z.undefined()),
} as const;
