import { z } from 'zod';
import { tagName } from './tag.ts';
import { photoId } from './photo.ts';

export const albumId = z.int().positive();

/** Any letters, quotation marks and separators. Two albums may have one name: they are shown with where they lie. */
export const albumName = z.string().trim().min(1).max(200);

/** By hand, or a question whose answer is the album. */
export const albumKind = z.enum(['manual', 'smart']);
export type AlbumKind = z.infer<typeof albumKind>;

/** `own`: the person's order, or the best first; `date`: the newest first. */
export const albumSort = z.enum(['own', 'date']);
export type AlbumSort = z.infer<typeof albumSort>;

/** What a smart album holds: the answer to a question, as far as it is sure enough. */
export const smartRule = z.object({
  text: z.string().max(10_000),
  keptAsWords: z.array(z.string().max(1_000)).max(64).optional(),
  /** Photos of this band and of those above it belong to the album. */
  least: z.enum(['sure', 'likely']),
  strictness: z.number().min(-1).max(1),
});
export type SmartRule = z.infer<typeof smartRule>;

/** Photos that belong to a smart album whatever its question says, or do not. */
export const albumExample = z.enum(['included', 'excluded']);
export type AlbumExample = z.infer<typeof albumExample>;

export const tagMode = z.enum(['off', 'suggest', 'apply']);
export type TagMode = z.infer<typeof tagMode>;

/** What photos that come into the album are tagged with. */
export const autoTag = z.object({
  mode: tagMode,
  /** The concept's name, or the person's own words. */
  name: tagName,
  /** Tagged from this probability on; suggested below it. */
  least: z.number().min(0).max(1),
});
export type AutoTag = z.infer<typeof autoTag>;

export const album = z.object({
  id: albumId,
  parentId: albumId.optional(),
  name: z.string(),
  kind: albumKind,
  sort: albumSort,
  /** With the albums in it. Undefined until a smart one was reckoned. */
  count: z.int().optional(),
  cover: z.object({ id: photoId, version: z.int() }).optional(),
  /** The person chose the cover. */
  hasOwnCover: z.boolean(),
  rule: smartRule.optional(),
  autoTag: autoTag.optional(),
});
export type Album = z.infer<typeof album>;

/** What an album would hold, and tag. */
export const albumForesight = z.object({
  count: z.int(),
  /** At place n, 0..100: how many photos would get the tag from n % on, without those that the person answered for. */
  taggedFrom: z.array(z.int()).length(101),
});
export type AlbumForesight = z.infer<typeof albumForesight>;

/** A photo where it stood in an album. */
export const placedPhoto = z.object({ photoId, position: z.number() });
export type PlacedPhoto = z.infer<typeof placedPhoto>;
