import { z } from 'zod';
import { region } from './region.ts';

/** A photo is its content, not its path: this id survives moves, renames and changed drive letters. */
export const photoId = z.int().positive();
export type PhotoId = z.infer<typeof photoId>;

/** As many as one call may be about. */
export const photoIds = z.array(photoId).min(1).max(10_000);

/** Where words of a question are found: tags and keywords, caption, file name, folder. */
export const wordPlace = z.enum(['tag', 'caption', 'name', 'folder']);
export type WordPlace = z.infer<typeof wordPlace>;

/** What put a photo into an answer: words, what the picture shows, or the person, who said that it belongs there. */
export const foundIn = z.enum([...wordPlace.options, 'picture', 'chosen']);
export type FoundIn = z.infer<typeof foundIn>;

/**
 * Where the date of a photo was read, the most trustworthy first. The first four say when it was taken (docs/metadata.md,
 * "Dates"): `exif`, `xmp`, `iptc`, and `json` of an export. Then when a scan was made (`digitized`), what a PNG or a film's
 * container says (`created`), the file's name, the satellite's clock, a program's last change, and the file's own date.
 * Before all of them comes the `person`, who said it in Lumisift.
 */
export const takenFrom = z.enum([
  'person',
  'exif',
  'xmp',
  'iptc',
  'json',
  'digitized',
  'created',
  'name',
  'gps',
  'modified',
  'file',
]);
export type TakenFrom = z.infer<typeof takenFrom>;

/** How much of a date is known, where that is not all of it: "1993", "August 1993", or a day without its hour. */
export const takenPrecision = z.enum(['year', 'month', 'day']);
export type TakenPrecision = z.infer<typeof takenPrecision>;

/** Why photos belong together; `hand`: the person said so. */
export const stackKind = z.enum(['raw', 'live', 'edit', 'burst', 'bracket', 'panorama', 'focus', 'hand']);

/** What the person chose out of many shots, and what may go. */
export const flag = z.enum(['picked', 'rejected']);
export type Flag = z.infer<typeof flag>;
/** What the person says: `neither` also of a photo whose file says one. */
export const flagWord = z.enum([...flag.options, 'neither']);
export type FlagWord = z.infer<typeof flagWord>;

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
  takenPrecision: takenPrecision.optional(),
  /** That of its file: nothing tells when the photo was taken. */
  isFileDate: z.boolean().optional(),
  kind: z.enum(['image', 'video']),
  /** A picture that was taken with a film: `photo://motion/<id>`. */
  hasMotion: z.boolean().optional(),
  /** Of a film. */
  durationMs: z.number().optional(),
  /** Every file of the photo lies in a folder that cannot be reached now. */
  isOffline: z.boolean(),
  /** Cosine with the question, -1..1. Absent in lists that are not ranked. */
  score: z.number().optional(),
  /** Calibrated chance that it answers the question, 0..1. */
  probability: z.number().optional(),
  /** Absent where nothing was asked, or where it is only among what comes nearest. */
  foundIn: foundIn.optional(),
  /** The person's own mark. */
  isFavourite: z.boolean().optional(),
  /** The person's own, else that a file says "rejected". */
  flag: flag.optional(),
  /** The part that the person left of it, as it is shown: what is exported. Absent: all of it. */
  crop: region.optional(),
  /** Stars, 1..5: the person's own, else what the file says. Absent: none. */
  stars: z.int().min(1).max(5).optional(),
  /** Left out wherever hidden photos are not asked for. */
  isHidden: z.boolean().optional(),
  /** Changes when the thumbnail does: part of its address, so that a stale one is never shown. */
  version: z.int(),
  /**
   * Of a film with several moments: how many, each with a picture at `photo://thumbnail/<id>/<part>`, from part 0 on. Of a
   * picture that was taken with a film part 0 is the picture, and the others are moments of the film.
   */
  partCount: z.int().optional(),
  /**
   * Which of them answers the question best, and where it is in the film: nowhere, where it is the picture. Absent in lists
   * that are not ranked by meaning.
   */
  part: z.int().optional(),
  atMs: z.number().optional(),
  /**
   * In lists that fold stacks: the card stands for `count` photos of the list, itself and `partIds`. Where the stack is
   * open (`isOpen`) each has a card, and there are no parts.
   */
  stack: z
    .object({ kind: stackKind, count: z.int().min(2), isOpen: z.boolean().optional(), partIds: z.array(photoId) })
    .optional(),
});
export type PhotoCard = z.infer<typeof photoCard>;

/** What the person marks a photo as; no file is told. */
export const mark = z.enum(['favourite', 'hidden']);
export type Mark = z.infer<typeof mark>;

/** What is done to a picture: a quarter to the right, one to the left, mirrored left to right. */
export const turning = z.enum(['right', 'left', 'flip']);
export type Turning = z.infer<typeof turning>;

/** Photos and what the person had said of them before; absent: nothing. */
export const flagged = z.array(z.object({ id: photoId, before: flagWord.optional() }));
export type Flagged = z.infer<typeof flagged>;

/** A person's own rating. */
export const stars = z.int().min(0).max(5);

/** Photos whose own rating changed, and what it was. */
export const rated = z.array(z.object({ id: photoId, before: stars.optional() }));
export type Rated = z.infer<typeof rated>;

/** What was done, and to which photos: the others were so before. */
export const marked = z.object({ isOn: z.boolean(), photoIds: z.array(photoId) });
export type Marked = z.infer<typeof marked>;

export const photoFile = z.object({
  path: z.string(),
  sizeBytes: z.number(),
  modifiedAtMs: z.number(),
  isOffline: z.boolean(),
});
export type PhotoFile = z.infer<typeof photoFile>;

/** What a camera says of the shots that one belongs to. */
export const shotSays = z.object({
  /** Apple's content identifier: a Live Photo's picture and its film have the same. */
  live: z.string().max(64).optional(),
  /** It was taken with a film, which lies in the file or beside it. */
  hasMotion: z.boolean().optional(),
  /** Apple's burst identifier. */
  burst: z.string().max(64).optional(),
  /** Exposure compensation. */
  exposureBiasEv: z.number().optional(),
  /** Distance of what is sharp. */
  focusM: z.number().optional(),
});
export type ShotSays = z.infer<typeof shotSays>;

export const metadata = z.object({
  /** The beginning of what is known: of the year where `takenPrecision` is that. */
  takenWallMs: z.number().optional(),
  takenPrecision: takenPrecision.optional(),
  /** Minutes east of Greenwich, where the file tells. */
  takenOffsetMin: z.int().optional(),
  takenFrom: takenFrom.optional(),
  cameraMake: z.string().optional(),
  cameraModel: z.string().optional(),
  lens: z.string().optional(),
  /** Of each file by itself: what is derived of a photo has none. */
  shot: shotSays.optional(),
  /** Of each file by itself: of a RAW that has no preview of its own, what is shown was developed here. */
  isDeveloped: z.boolean().optional(),
  focalLengthMm: z.number().optional(),
  aperture: z.number().optional(),
  exposureS: z.number().optional(),
  iso: z.number().optional(),
  latitude: z.number().min(-90).max(90).optional(),
  longitude: z.number().min(-180).max(180).optional(),
  altitudeM: z.number().optional(),
  /** Where the camera looked: degrees clockwise from north, 0..360. */
  directionDeg: z.number().min(0).max(360).optional(),
  /** 0..5; -1 is "rejected" as Lightroom and Bridge write it. */
  rating: z.int().min(-1).max(5).optional(),
  caption: z.string().optional(),
  title: z.string().optional(),
  /** Caption and title in every language that the file has, where it has several: `x-default`, `de-DE`. */
  captions: z.record(z.string(), z.string()).optional(),
  titles: z.record(z.string(), z.string()).optional(),
  /** As Lightroom and digiKam write it. */
  flag: flag.optional(),
  /** In Google Photos or Apple Photos. */
  isFavourite: z.literal(true).optional(),
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

/** What a file can say of a photo, as it is told together: a time with its zone, a latitude with its longitude. */
export const saidField = z.enum([
  ...['taken', 'position', 'camera', 'lens', 'focalLength', 'aperture', 'exposure', 'iso'],
  ...['rating', 'flag', 'favourite', 'label', 'caption', 'title', 'location', 'keywords'],
] as const);
export type SaidField = z.infer<typeof saidField>;

export const photoDetail = photoCard.omit({ score: true, probability: true, foundIn: true, stars: true }).extend({
  format: z.string(),
  /** How the person turned it, as Exif counts. */
  turn: z.int().min(2).max(8).optional(),
  /** Of a film: pictures a second, and what it is written in, as people call it. */
  frameRate: z.number().optional(),
  codec: z.string().optional(),
  metadata,
  /** Which files each of it is from, absolute; of keywords all that have one. Not there: from no file. */
  sources: z.partialRecord(saidField, z.array(z.string()).readonly()),
  /** The person's own rating; what the file says is in `metadata`. */
  ownRating: z.int().min(0).max(5).optional(),
  /** The person's own caption; what the file says is in `metadata`. */
  ownCaption: z.string().optional(),
  /** The person said where it was taken. */
  isOwnPlace: z.boolean(),
  /** Where it was taken, by the nearest town of the gazetteer. */
  place: z.object({ city: z.string().optional(), region: z.string().optional(), country: z.string() }).optional(),
  files: z.array(photoFile),
  /** The original can be shown by the window as it is; otherwise a rendered preview is served. */
  isShownAsIs: z.boolean(),
  /** A camera's RAW file: what is shown is the preview that the camera put into it. */
  isRaw: z.boolean().optional(),
  /** Of a RAW: what is shown was developed here. */
  isDeveloped: z.boolean().optional(),
});
export type PhotoDetail = z.infer<typeof photoDetail>;
