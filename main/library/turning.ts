import type { Turning } from '../../preload/contract/photo.ts';
import type { Region } from '../../preload/contract/region.ts';
import type { Crops } from '../db/crops.ts';
import type { Db } from '../db/open.ts';
import type { PhotoDetails } from '../db/photo-details.ts';
import type { OwedPhotos } from '../db/owed.ts';
import type { Turns } from '../db/turns.ts';
import type { Vectors } from '../db/vectors.ts';
import type { Embedder } from '../embedder/host.ts';
import { Failure } from '../util/failure.ts';
import { regionTurnedBy, turnedBy, turnOfStep } from '../formats/turn.ts';

/** Photos of one transaction: their thumbnails are turned before it. */
const atOnce = 32;

/** Turns photos in the library: no file is touched. What is shown and what the model sees are made anew. */
export function createTurningPart(deps: {
  db: Pick<Db, 'transaction'>;
  turns: Turns;
  crops: Crops;
  details: Pick<PhotoDetails, 'get'>;
  vectors: Pick<Vectors, 'thumbnail' | 'putThumbnail'>;
  owed: Pick<OwedPhotos, 'wake'>;
  embedder: Pick<Embedder, 'turnJpeg'>;
  /** After COMMIT. */
  onChanged: (photoIds: readonly number[]) => void;
  /** After COMMIT; what is shown of it changed, not what the model sees. */
  onCropped: (photoIds: readonly number[]) => void;
}) {
  const { db, turns, crops, details, vectors, owed, embedder } = deps;
  /** One after the other: each begins with what the one before made. */
  let last: Promise<unknown> = Promise.resolve();

  return {
    /** @returns those that were turned: no film, and none whose drive is away */
    turn(photoIds: readonly number[], by: Turning): Promise<number[]> {
      const turning = last.then(() => turnAll(photoIds, by));
      last = turning.catch(() => undefined); // whoever asked is told
      return turning;
    },
    /**
     * What is left of a picture when it is shown by itself, exported, copied and printed.
     * @param region as it is shown; undefined: all of it
     * @throws Failure 'unsupported' for a film
     */
    crop(photoId: number, region: Region | undefined): void {
      if (details.get(photoId)?.kind !== 'image') throw new Failure('unsupported', 'Only pictures are cropped.');
      db.transaction(() => crops.set(photoId, region));
      deps.onCropped([photoId]);
    },
  };

  async function turnAll(photoIds: readonly number[], by: Turning): Promise<number[]> {
    const possible = photoIds.filter((id) => {
      const photo = details.get(id);
      return photo?.kind === 'image' && !photo.isOffline;
    });
    for (let at = 0; at < possible.length; at += atOnce) {
      const some = possible.slice(at, at + atOnce);
      const thumbnails = await Promise.all(
        some.map(async (id) => {
          const jpeg = vectors.thumbnail(id);
          return jpeg && (await embedder.turnJpeg(jpeg, turnOfStep[by]));
        }),
      );
      db.transaction(() =>
        some.forEach((id, i) => {
          turns.set(id, turnedBy(turns.of(id), by));
          const crop = crops.of(id);
          if (crop) crops.set(id, regionTurnedBy(crop, by));
          const jpeg = thumbnails[i];
          if (jpeg !== undefined) vectors.putThumbnail(id, jpeg);
          owed.wake(id);
        }),
      );
      deps.onChanged(some);
    }
    return possible;
  }
}
