import type { FailureReport } from '../../preload/contract/failure.ts';
import type { Turn } from '../formats/turn.ts';
import { fullPath } from './full-path.ts';
import type { Db } from './open.ts';

/**
 * [Note: What a photo is owed]
 * Of each model at work its vectors (all parts or none are there), a thumbnail, and where it has several parts a picture of
 * each. What is there is in index.db and thumbnails.db, so nothing else is written down of it: a lost index, a new model or a
 * power cut leave photos that are owed something, and whoever asks finds them. Vectors that could not be made are a row of
 * `model_failures`, with the reason, until they are forgiven; what is owed of a drive that is away is out of reach.
 * Everything that asks about it asks with these conditions.
 * @param photo @param model SQL of their numbers
 */
export const owed = {
  vectors: (photo: string, model: string): string =>
    `NOT EXISTS (SELECT 1 FROM idx.vectors v WHERE v.photo_id = ${photo} AND v.model_id = ${model})`,
  thumbnail: (photo: string): string => `NOT EXISTS (SELECT 1 FROM thumbs.thumbnails t WHERE t.photo_id = ${photo})`,
  /** Of a photo with one part, an index alone is asked. */
  pictures: (photo: string, model: string): string =>
    `(EXISTS (SELECT 1 FROM idx.vectors v WHERE v.photo_id = ${photo} AND v.model_id = ${model} AND v.part = 1)
      AND (SELECT count(*) FROM thumbs.part_thumbnails t WHERE t.photo_id = ${photo})
        < (SELECT count(*) FROM idx.vectors v WHERE v.photo_id = ${photo} AND v.model_id = ${model}))`,
  /** The vectors could not be made. */
  isFailed: (photo: string, model: string): string =>
    `EXISTS (SELECT 1 FROM idx.model_failures x WHERE x.photo_id = ${photo} AND x.model_id = ${model})`,
  /** No file of the photo can be read now. */
  isOutOfReach: (photo: string): string =>
    `NOT EXISTS (SELECT 1 FROM files f JOIN folders d ON d.id = f.folder_id
      WHERE f.photo_id = ${photo} AND f.missing_since_ms IS NULL AND d.offline_since_ms IS NULL)`,
  anything: (photo: string, model: string): string =>
    `(${owed.vectors(photo, model)} OR ${owed.thumbnail(photo)} OR ${owed.pictures(photo, model)})`,
};

/** A photo that is owed the vectors of a model, with the file it can be read from. */
export interface PhotoToFill {
  readonly photoId: number;
  readonly content: Buffer;
  readonly path: string;
  readonly folderId: number;
  readonly sizeBytes: number;
  /** How the person turned it. */
  readonly turn: Turn | undefined;
}

/** Where a walk over the photos stands, newest first. */
export interface FillPlace {
  readonly time: number;
  readonly id: number;
}

/** Files asked for in one go. */
const mostAsked = 32;

/** What photos are still owed, and what was tried in vain. [Note: What a photo is owed] */
export function createOwed({ sql }: Pick<Db, 'sql'>) {
  const isOwed = sql
    .prepare<[{ photo: number; model: number }], number>(`SELECT 1 WHERE ${owed.anything('@photo', '@model')}`)
    .pluck();
  const slice = sql.prepare<[{ model: number; after: number; limit: number }], { id: number; isOwed: number }>(`
    SELECT p.id, ${owed.anything('p.id', '@model')} isOwed
    FROM photos p WHERE p.id > @after AND p.present > 0 ORDER BY p.id LIMIT @limit`);
  const makeWait = sql.prepare<[number]>(
    `UPDATE files SET is_waiting = 1 WHERE id = (
       SELECT f.id FROM files f JOIN folders d ON d.id = f.folder_id
       WHERE f.photo_id = ? AND f.missing_since_ms IS NULL ORDER BY d.offline_since_ms IS NOT NULL, f.mtime_ms DESC LIMIT 1)`,
  );
  const newestFirst = sql.prepare<[FillPlace & { model: number; count: number }], SliceRow>(`
    SELECT p.id, p.taken_wall_ms time, p.content, p.own_turn,
      ${owed.vectors('p.id', '@model')} AND NOT ${owed.isFailed('p.id', '@model')} isToBeMade
    FROM photos p
    WHERE p.present > 0 AND p.taken_wall_ms <= @time AND (p.taken_wall_ms < @time OR p.id < @id)
    ORDER BY p.taken_wall_ms DESC, p.id DESC LIMIT @count`);
  // A file that changed and was not looked at again is not sure to hold this picture.
  const fileOf = sql.prepare<[number], FileRow>(`
    SELECT f.folder_id, f.dir, f.name, f.size_bytes, d.path FROM files f JOIN folders d ON d.id = f.folder_id
    WHERE f.photo_id = ? AND f.missing_since_ms IS NULL AND f.is_waiting = 0 AND d.offline_since_ms IS NULL
    ORDER BY f.mtime_ms DESC LIMIT 1`);
  const isStill = sql
    .prepare<[number, Uint8Array, Turn | null], number>(
      'SELECT 1 FROM photos WHERE id = ? AND content = ? AND own_turn IS ?',
    )
    .pluck();
  const fail = sql.prepare<[number, number, string, string]>(`
    INSERT INTO idx.model_failures (model_id, photo_id, kind, message) VALUES (?, ?, ?, ?)
    ON CONFLICT (model_id, photo_id) DO UPDATE SET kind = excluded.kind, message = excluded.message`);
  const forgive = sql.prepare<[number]>('DELETE FROM idx.model_failures WHERE model_id = ?');

  return {
    /** Nothing is owed to the photo by this model, and none of its pictures. */
    isPaid: (modelNumber: number, photoId: number): boolean =>
      isOwed.get({ photo: photoId, model: modelNumber }) === undefined,
    /** A file of the photo waits again. */
    wake: (photoId: number): void => void makeWait.run(photoId),
    /**
     * Looks at the next 1,000 photos and lets a file of each one wait again that is owed something.
     * @returns where to go on, or undefined at the end
     */
    wakeSome(modelNumber: number, afterId: number): { afterId: number; woken: number } | undefined {
      const rows = slice.all({ model: modelNumber, after: afterId, limit: 1_000 });
      const last = rows.at(-1);
      if (last === undefined) return undefined;
      const incomplete = rows.filter((row) => row.isOwed === 1);
      for (const row of incomplete) makeWait.run(row.id);
      return { afterId: last.id, woken: incomplete.length };
    },
    /**
     * Looks at the next `count` photos of the library, or at fewer where 32 are owed the vectors of a model.
     * @returns those that can be read now, and where to go on, or undefined at the end
     */
    next(
      modelNumber: number,
      after: FillPlace | undefined,
      count: number,
    ): { photos: PhotoToFill[]; at: FillPlace | undefined } {
      const { time, id } = after ?? { time: Number.MAX_SAFE_INTEGER, id: Number.MAX_SAFE_INTEGER };
      const rows = newestFirst.all({ model: modelNumber, time, id, count });
      const photos: PhotoToFill[] = [];
      let at: FillPlace | undefined;
      let asked = 0;
      for (const row of rows) {
        at = { time: row.time, id: row.id };
        if (row.isToBeMade === 0) continue;
        const file = fileOf.get(row.id);
        if (file !== undefined)
          photos.push({
            photoId: row.id,
            content: row.content,
            path: fullPath(file),
            folderId: file.folder_id,
            sizeBytes: file.size_bytes,
            turn: row.own_turn ?? undefined,
          });
        // Asking for the file is what takes time.
        if (++asked === mostAsked) break;
      }
      return { photos, at };
    },
    /** The photo is still the picture that was embedded: it may have been edited in place meanwhile. */
    isStill: ({ photoId, content, turn }: PhotoToFill): boolean =>
      isStill.get(photoId, content, turn ?? null) !== undefined,
    fail: (modelNumber: number, photoId: number, { kind, message }: FailureReport): void =>
      void fail.run(modelNumber, photoId, kind, message),
    /** What failed is tried again. */
    forgive: (modelNumber: number): void => void forgive.run(modelNumber),
  };
}
export type OwedPhotos = ReturnType<typeof createOwed>;

interface SliceRow {
  id: number;
  time: number;
  content: Buffer;
  own_turn: Turn | null;
  isToBeMade: number;
}

interface FileRow {
  folder_id: number;
  dir: string;
  name: string;
  size_bytes: number;
  path: string;
}
