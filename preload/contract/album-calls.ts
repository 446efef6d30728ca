import { z } from 'zod';
import {
  album,
  albumExample,
  albumForesight,
  albumId,
  albumName,
  albumSort,
  autoTag,
  placedPhoto,
  smartRule,
} from './album.ts';
import { call } from './call.ts';
import { photoId, photoIds } from './photo.ts';
import { tagName } from './tag.ts';

/** Albums, by hand and smart. */
export const albumCalls = {
  /** In the order of the tree: an album, then what lies in it. */
  'albums.list': call(z.undefined(), z.array(album)),
  /** With a rule it is a smart one. */
  'albums.create': call(
    z.object({
      name: albumName,
      parentId: albumId.optional(),
      rule: smartRule.optional(),
      photoIds: z.array(photoId).max(100_000).optional(),
    }),
    album,
  ),
  'albums.change': call(
    z.object({
      id: albumId,
      name: albumName.optional(),
      sort: albumSort.optional(),
      rule: smartRule.optional(),
      autoTag: autoTag.optional(),
      /** null: its first photo again. */
      coverPhotoId: photoId.nullable().optional(),
    }),
    album,
  ),
  /**
   * What an album would hold with this rule, and how many of those its tag would come to, from each chance on. Nothing is
   * kept. Without an id: an album that is yet to be made; without a rule: as it is.
   */
  'albums.foresee': call(
    z.object({ id: albumId.optional(), rule: smartRule.optional(), tag: tagName.optional() }),
    albumForesight,
  ),
  /** Into another album (absent: to the top), before one of those there or at the end. */
  'albums.move': call(
    z.object({ id: albumId, parentId: albumId.optional(), beforeId: albumId.optional() }),
    z.undefined(),
  ),
  /** With all that lies in it. No photo is touched. */
  'albums.delete': call(z.object({ id: albumId }), z.undefined()),
  /** Takes `albums.delete` back. */
  'albums.restore': call(z.object({ id: albumId }), z.undefined()),
  /** At the end of an album made by hand. Answers those that were not in it. */
  'albums.addPhotos': call(z.object({ id: albumId, photoIds }), z.array(photoId)),
  /** Answers where they stood, for `albums.putBack`. */
  'albums.removePhotos': call(z.object({ id: albumId, photoIds }), z.array(placedPhoto)),
  'albums.putBack': call(z.object({ id: albumId, photos: z.array(placedPhoto).max(10_000) }), z.undefined()),
  /** Before a photo of the album, or at its end. Answers where those stood that stand elsewhere now, for `albums.placePhotos`. */
  'albums.movePhotos': call(
    z.object({ id: albumId, photoIds, beforePhotoId: photoId.optional() }),
    z.array(placedPhoto),
  ),
  /** Photos of the album go to these places of its order. */
  'albums.placePhotos': call(z.object({ id: albumId, photos: z.array(placedPhoto).max(10_000) }), z.undefined()),
  /** Belongs, or does not belong, to a smart album; absent takes that back. */
  'albums.giveExamples': call(z.object({ id: albumId, photoIds, as: albumExample.optional() }), z.undefined()),
  'albums.examples': call(
    z.object({ id: albumId }),
    z.object({ included: z.array(photoId), excluded: z.array(photoId) }),
  ),
} as const;
