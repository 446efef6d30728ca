import { z } from 'zod';

const part = z.number().min(0).max(1);

/** A part of the upright photo, in fractions of its width and height. */
export const region = z.object({ x: part, y: part, w: part, h: part });
export type Region = z.infer<typeof region>;

/** Less of a photo is a slip of the hand. */
const leastSide = 0.01;
/** What is left of a photo that is cropped. */
export const crop = region.refine(
  ({ x, y, w, h }) => w >= leastSide && h >= leastSide && x + w <= 1.0001 && y + h <= 1.0001,
  'a crop lies within its photo',
);
