import { z } from 'zod';
import { call } from './call.ts';
import { photoId, photoIds, takenPrecision } from './photo.ts';

const typed = z.string().max(200).optional();

/** What a person says of photos themselves, as typed; without `to` it is taken away again, and what the files say stands. */
export const ownChange = z.discriminatedUnion('field', [
  /** `1993`, `1993-08`, `1993-08-04`, `1993-08-04 17:30`; with an offset (`+02:00`) that too. */
  z.object({ field: z.literal('date'), to: typed }),
  /** Later by so many minutes, each photo from the time that it has; earlier if they are negative. */
  z.object({ field: z.literal('shift'), minutes: z.int().min(-52_560_000).max(52_560_000) }),
  /** `+02:00`, or a zone's name: `Europe/Lisbon`. The clock on the wall stays as it is. */
  z.object({ field: z.literal('zone'), to: typed }),
  /** `38.72, -9.14`, or a town's name. */
  z.object({ field: z.literal('place'), to: typed }),
  z.object({ field: z.literal('caption'), to: z.string().max(10_000).optional() }),
]);
export type OwnChange = z.infer<typeof ownChange>;

/** All that a person has said of one photo's date, place and caption. */
export const ownWords = z.object({
  photoId,
  takenWallMs: z.number().optional(),
  takenPrecision: takenPrecision.optional(),
  takenOffsetMin: z.int().optional(),
  latitude: z.number().optional(),
  longitude: z.number().optional(),
  caption: z.string().optional(),
});
export type OwnWords = z.infer<typeof ownWords>;

export const ownWordsCalls = {
  /**
   * Answers with what was said before, for `photos.putBack`, and how many photos had no time of day to shift. Nothing is
   * written into files.
   */
  'photos.describe': call(
    z.object({ ids: photoIds, changes: z.array(ownChange).min(1).max(5) }),
    z.object({ before: z.array(ownWords), skippedCount: z.int() }),
  ),
  'photos.putBack': call(z.object({ words: z.array(ownWords).max(10_000) }), z.undefined()),
} as const;
