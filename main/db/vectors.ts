import { encodeHalf } from '../util/half.ts';
import type { Db } from './open.ts';

/** One part of a photo: a picture is its only one, a film has one for each of its moments. */
export interface Part {
  /** Unit length, dim of the model. */
  readonly vector: Float32Array;
  /** Where in a film it is. */
  readonly atMs?: number;
}

/** Vectors per (photo, model, part) and thumbnails: what can be made again from the photos. */
export function createVectors({ sql }: Pick<Db, 'sql'>) {
  const addModel = sql.prepare<[string]>('INSERT OR IGNORE INTO idx.models (key) VALUES (?)');
  const keepNumber = sql.prepare<[number, string]>('INSERT OR REPLACE INTO idx.models (id, key) VALUES (?, ?)');
  const modelOf = sql.prepare<[string], number>('SELECT id FROM idx.models WHERE key = ?').pluck();
  const put = sql.prepare<[number, number, number, number, number | null, Buffer]>(
    `INSERT INTO idx.vectors (model_id, photo_id, part, part_count, at_ms, vector) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (photo_id, model_id, part) DO UPDATE
     SET part_count = excluded.part_count, at_ms = excluded.at_ms, vector = excluded.vector`,
  );
  const dropFrom = sql.prepare<[number, number, number]>(
    'DELETE FROM idx.vectors WHERE photo_id = ? AND model_id = ? AND part >= ?',
  );
  const putThumbnail = sql.prepare<[number, Buffer]>(
    'INSERT INTO thumbs.thumbnails (photo_id, jpeg) VALUES (?, ?) ON CONFLICT (photo_id) DO UPDATE SET jpeg = excluded.jpeg',
  );
  const getThumbnail = sql.prepare<[number], Buffer>('SELECT jpeg FROM thumbs.thumbnails WHERE photo_id = ?').pluck();
  const dropParts = sql.prepare<[number]>('DELETE FROM thumbs.part_thumbnails WHERE photo_id = ?');
  const putPart = sql.prepare<[number, number, Buffer]>(
    'INSERT INTO thumbs.part_thumbnails (photo_id, part, jpeg) VALUES (?, ?, ?)',
  );
  const getPart = sql
    .prepare<[number, number], Buffer>('SELECT jpeg FROM thumbs.part_thumbnails WHERE photo_id = ? AND part = ?')
    .pluck();
  const moments = sql.prepare<[number, number], { part: number; atMs: number }>(
    `SELECT part, at_ms atMs FROM idx.vectors
     WHERE photo_id = ? AND model_id = ? AND at_ms IS NOT NULL AND part_count > 1 ORDER BY part`,
  );
  const together = (work: () => void): void => sql.transaction(work)();

  return {
    /** Number of a model in index.db, made when it is new. */
    modelNumber(key: string): number {
      addModel.run(key);
      const id = modelOf.get(key);
      if (id === undefined) throw new Error(`no number for model ${key}`);
      return id;
    },
    /** The number that a model is known by, in an index that is empty. */
    keepNumber: (modelNumber: number, key: string): void => void keepNumber.run(modelNumber, key),
    /** All parts of a photo, in place of those that it had of this model. @param parts in their order, at least one */
    put(modelNumber: number, photoId: number, parts: readonly Part[]): void {
      together(() => {
        // Those of one photo lie behind each other; the one of a picture keeps its place among all others.
        dropFrom.run(photoId, modelNumber, parts.length === 1 ? 1 : 0);
        for (const [part, { vector, atMs }] of parts.entries())
          put.run(
            modelNumber,
            photoId,
            part,
            parts.length,
            atMs === undefined ? null : Math.round(atMs),
            encodeHalf(vector),
          );
      });
    },
    /** @param parts pictures of its parts, in their order, where it has several; in place of those that it had */
    putThumbnail(photoId: number, jpeg: Uint8Array, parts: readonly Uint8Array[] = []): void {
      together(() => {
        putThumbnail.run(photoId, Buffer.from(jpeg));
        dropParts.run(photoId);
        for (const [part, picture] of parts.entries()) putPart.run(photoId, part, Buffer.from(picture));
      });
    },
    /** @param part of a photo that has several; without it, the picture that stands for the whole photo */
    thumbnail: (photoId: number, part?: number): Buffer | undefined =>
      part === undefined ? getThumbnail.get(photoId) : getPart.get(photoId, part),
    /** When each part of a film is, in their order. */
    moments: (modelNumber: number, photoId: number): { part: number; atMs: number }[] =>
      moments.all(photoId, modelNumber),
  };
}
export type Vectors = ReturnType<typeof createVectors>;
