import { encodeHalf } from '../util/half.ts';
import type { Db } from './open.ts';

/** Vectors per (photo, model) and thumbnails: what can be made again from the photos. */
export function createVectors({ sql }: Pick<Db, 'sql'>) {
  const addModel = sql.prepare<[string]>('INSERT OR IGNORE INTO idx.models (key) VALUES (?)');
  const modelOf = sql.prepare<[string], number>('SELECT id FROM idx.models WHERE key = ?').pluck();
  const put = sql.prepare<[number, number, Buffer]>(
    `INSERT INTO idx.vectors (model_id, photo_id, vector) VALUES (?, ?, ?)
     ON CONFLICT (photo_id, model_id) DO UPDATE SET vector = excluded.vector`,
  );
  const get = sql
    .prepare<[number, number], Buffer>('SELECT vector FROM idx.vectors WHERE photo_id = ? AND model_id = ?')
    .pluck();
  const putThumbnail = sql.prepare<[number, Buffer]>(
    'INSERT INTO thumbs.thumbnails (photo_id, jpeg) VALUES (?, ?) ON CONFLICT (photo_id) DO UPDATE SET jpeg = excluded.jpeg',
  );
  const getThumbnail = sql.prepare<[number], Buffer>('SELECT jpeg FROM thumbs.thumbnails WHERE photo_id = ?').pluck();
  const hasThumbnail = sql.prepare<[number], number>('SELECT 1 FROM thumbs.thumbnails WHERE photo_id = ?').pluck();
  // A slice of the photos that still lack a vector or thumbnail, e.g. after the index was dropped or the model changed.
  const lacking = sql.prepare<[number, number, number], { id: number; lacks: number }>(`
    SELECT p.id, (NOT EXISTS (SELECT 1 FROM idx.vectors v WHERE v.photo_id = p.id AND v.model_id = ?)
      OR NOT EXISTS (SELECT 1 FROM thumbs.thumbnails t WHERE t.photo_id = p.id)) lacks
    FROM photos p WHERE p.id > ? AND p.present > 0 ORDER BY p.id LIMIT ?`);
  const makeWait = sql.prepare<[number]>(
    `UPDATE files SET is_waiting = 1 WHERE id = (
       SELECT f.id FROM files f JOIN folders d ON d.id = f.folder_id
       WHERE f.photo_id = ? AND f.missing_since_ms IS NULL ORDER BY d.offline_since_ms IS NOT NULL, f.mtime_ms DESC LIMIT 1)`,
  );

  return {
    /** Number of a model in index.db, made when it is new. */
    modelNumber(key: string): number {
      addModel.run(key);
      const id = modelOf.get(key);
      if (id === undefined) throw new Error(`no number for model ${key}`);
      return id;
    },
    /** @param vector unit length, dim of the model */
    put: (modelNumber: number, photoId: number, vector: Float32Array): void =>
      void put.run(modelNumber, photoId, encodeHalf(vector)),
    putThumbnail: (photoId: number, jpeg: Uint8Array): void => void putThumbnail.run(photoId, Buffer.from(jpeg)),
    thumbnail: (photoId: number): Buffer | undefined => getThumbnail.get(photoId),
    isComplete: (modelNumber: number, photoId: number): boolean =>
      get.get(photoId, modelNumber) !== undefined && hasThumbnail.get(photoId) !== undefined,
    /** A file of the photo waits again. */
    wake: (photoId: number): void => void makeWait.run(photoId),
    /**
     * Looks at the next 1,000 photos and lets a file of each incomplete one wait again.
     * @returns where to go on, or undefined at the end
     */
    wakeIncomplete(modelNumber: number, afterId: number): { afterId: number; woken: number } | undefined {
      const rows = lacking.all(modelNumber, afterId, 1_000);
      const last = rows.at(-1);
      if (last === undefined) return undefined;
      const incomplete = rows.filter((row) => row.lacks === 1);
      for (const row of incomplete) makeWait.run(row.id);
      return { afterId: last.id, woken: incomplete.length };
    },
  };
}
export type Vectors = ReturnType<typeof createVectors>;
