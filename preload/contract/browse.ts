import { z } from 'zod';
import { call } from './call.ts';
import { photoCard } from './photo.ts';

export const browseBy = z.enum(['year', 'place', 'camera', 'tag']);
export type BrowseBy = z.infer<typeof browseBy>;

/** A year, place, camera or tag that photos have. */
export const browseItem = z.object({
  /** Empty for those without a date. */
  label: z.string(),
  /** What finds its photos, typed into the search box. */
  text: z.string(),
  count: z.int(),
  /** Its newest photo. */
  cover: photoCard.pick({ id: true, version: true }).optional(),
});
export type BrowseItem = z.infer<typeof browseItem>;

export const browseCalls = {
  /** Years, the latest first; of the others those with the most photos first. */
  'browse.list': call(z.object({ by: browseBy }), z.array(browseItem)),
} as const;
