import { z } from 'zod';

/** A photo is its content, not its path: this id survives moves, renames and changed drive letters. */
export const photoId = z.int().positive();
export type PhotoId = z.infer<typeof photoId>;

/** As many as one call may be about. */
export const photoIds = z.array(photoId).min(1).max(10_000);

/** What the grid needs of a photo, and no more: a page of 200 of these is read for every screen scrolled. */
export const photoCard = z.object({
  id: photoId,
  /** File name of the file that stands for the photo. */
  name: z.string(),
  /** Upright pixel size. */
  width: z.int().positive(),
  height: z.int().positive(),
  /** Wall-clock time of the camera, as if it were UTC: what the person would read off a clock there. */
  takenWallMs: z.number(),
  kind: z.enum(['image', 'video']),
  /** Every file of the photo lies in a folder that cannot be reached now. */
  isOffline: z.boolean(),
  /** Cosine with the question, -1..1. Absent in lists that are not ranked. */
  score: z.number().optional(),
  /** Calibrated chance that it answers the question, 0..1. */
  probability: z.number().optional(),
  /** Changes when the thumbnail does: part of its address, so that a stale one is never shown. */
  version: z.int(),
});
export type PhotoCard = z.infer<typeof photoCard>;

export const photoFile = z.object({
  path: z.string(),
  sizeBytes: z.number(),
  modifiedAtMs: z.number(),
  isOffline: z.boolean(),
});
export type PhotoFile = z.infer<typeof photoFile>;

/** Where the date of a photo was read. */
export const takenFrom = z.enum(['exif', 'xmp', 'iptc', 'gps', 'name', 'file']);
export type TakenFrom = z.infer<typeof takenFrom>;

export const metadata = z.object({
  takenWallMs: z.number().optional(),
  /** Minutes east of Greenwich, where the file tells. */
  takenOffsetMin: z.int().optional(),
  takenFrom: takenFrom.optional(),
  cameraMake: z.string().optional(),
  cameraModel: z.string().optional(),
  lens: z.string().optional(),
  focalLengthMm: z.number().optional(),
  aperture: z.number().optional(),
  exposureS: z.number().optional(),
  iso: z.number().optional(),
  latitude: z.number().min(-90).max(90).optional(),
  longitude: z.number().min(-180).max(180).optional(),
  altitudeM: z.number().optional(),
  /** 0..5; -1 is "rejected" as Lightroom and Bridge write it. */
  rating: z.int().min(-1).max(5).optional(),
  caption: z.string().optional(),
  title: z.string().optional(),
  /** Caption and title in every language that the file has, where it has several: `x-default`, `de-DE`. */
  captions: z.record(z.string(), z.string()).optional(),
  titles: z.record(z.string(), z.string()).optional(),
  /** The colour label's name, as the program that gave it calls it. */
  label: z.string().optional(),
  /** Where it was, in words: `Alfama, Lisboa, Portugal`. */
  location: z.string().optional(),
  /**
   * In the order of the file, without doubles. One with parents is its whole path, the outermost first: `Places|Lisbon`.
   * A person is `People|Oma`.
   */
  keywords: z.array(z.string()),
});
export type Metadata = z.infer<typeof metadata>;

export const photoDetail = photoCard.omit({ score: true, probability: true }).extend({
  format: z.string(),
  metadata,
  /** The person's own rating; what the file says is in `metadata`. */
  ownRating: z.int().min(0).max(5).optional(),
  /** The person's own caption; what the file says is in `metadata`. */
  ownCaption: z.string().optional(),
  /** Where it was taken, by the nearest town of the gazetteer. */
  place: z.object({ city: z.string().optional(), region: z.string().optional(), country: z.string() }).optional(),
  files: z.array(photoFile),
  /** The original can be shown by the window as it is; otherwise a rendered preview is served. */
  isShownAsIs: z.boolean(),
});
export type PhotoDetail = z.infer<typeof photoDetail>;
