import type { OwnWords } from '../../preload/contract/own-words.ts';
import type { TakenPrecision } from '../../preload/contract/photo.ts';
import type { Db } from './open.ts';

/** What the person says of a photo's date, place and caption, apart from what files say. */
export function createOwnWords({ sql }: Pick<Db, 'sql'>) {
  const get = sql.prepare<[number], Row>(
    `SELECT id, own_taken_wall_ms, own_taken_precision, own_taken_offset_min, own_latitude, own_longitude, own_caption,
       taken_wall_ms, taken_precision FROM photos WHERE id = ?`,
  );
  const set = sql.prepare<[Record<string, string | number | null>]>(
    `UPDATE photos SET own_taken_wall_ms = @takenWallMs, own_taken_precision = @takenPrecision,
       own_taken_offset_min = @takenOffsetMin, own_latitude = @latitude, own_longitude = @longitude, own_caption = @caption
     WHERE id = @photoId`,
  );

  return {
    /** With the date that the photo has now, whoever said it. @returns undefined for a photo that the library does not know */
    of(photoId: number): { own: OwnWords; wallMs: number; precision: TakenPrecision | undefined } | undefined {
      const row = get.get(photoId);
      if (row === undefined) return undefined;
      const own = {
        takenWallMs: row.own_taken_wall_ms,
        takenPrecision: row.own_taken_precision,
        takenOffsetMin: row.own_taken_offset_min,
        latitude: row.own_latitude,
        longitude: row.own_longitude,
        caption: row.own_caption,
      };
      const said = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== null));
      return { own: { photoId, ...said }, wallMs: row.taken_wall_ms, precision: row.taken_precision ?? undefined };
    },
    /** Call it inside a transaction, and derive the photo after it. */
    set: ({ photoId, takenWallMs, takenPrecision, takenOffsetMin, latitude, longitude, caption }: OwnWords): void =>
      void set.run({
        photoId,
        takenWallMs: takenWallMs ?? null,
        takenPrecision: takenPrecision ?? null,
        takenOffsetMin: takenOffsetMin ?? null,
        latitude: latitude ?? null,
        longitude: longitude ?? null,
        caption: caption ?? null,
      }),
  };
}

interface Row {
  id: number;
  own_taken_wall_ms: number | null;
  own_taken_precision: TakenPrecision | null;
  own_taken_offset_min: number | null;
  own_latitude: number | null;
  own_longitude: number | null;
  own_caption: string | null;
  taken_wall_ms: number;
  taken_precision: TakenPrecision | null;
}
