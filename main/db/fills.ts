import type { FailureReport } from '../../preload/contract/failure.ts';
import { fullPath } from './files.ts';
import type { Db } from './open.ts';

/** A photo that lacks the vector of a model, with the file it can be read from. */
export interface PhotoToFill {
  readonly photoId: number;
  readonly content: Buffer;
  readonly path: string;
  readonly folderId: number;
  readonly sizeBytes: number;
}

/** Where a walk over the photos stands, newest first. */
export interface FillPlace {
  readonly time: number;
  readonly id: number;
}

/** Files asked for in one go. */
const mostAsked = 32;

/** Photos that get a vector of a second model while the first one answers. */
export function createFills({ sql }: Pick<Db, 'sql'>) {
  const slice = sql.prepare<[FillPlace & { model: number; count: number }], SliceRow>(`
    SELECT p.id, p.taken_wall_ms time, p.content,
      EXISTS (SELECT 1 FROM idx.vectors v WHERE v.photo_id = p.id AND v.model_id = @model)
        OR EXISTS (SELECT 1 FROM idx.model_failures x WHERE x.model_id = @model AND x.photo_id = p.id) isThrough
    FROM photos p
    WHERE p.present > 0 AND p.taken_wall_ms <= @time AND (p.taken_wall_ms < @time OR p.id < @id)
    ORDER BY p.taken_wall_ms DESC, p.id DESC LIMIT @count`);
  // A file that changed and was not looked at again is not sure to hold this picture.
  const fileOf = sql.prepare<[number], FileRow>(`
    SELECT f.folder_id, f.dir, f.name, f.size_bytes, d.path FROM files f JOIN folders d ON d.id = f.folder_id
    WHERE f.photo_id = ? AND f.missing_since_ms IS NULL AND f.is_waiting = 0 AND d.offline_since_ms IS NULL
    ORDER BY f.mtime_ms DESC LIMIT 1`);
  const isStill = sql
    .prepare<[number, Uint8Array], number>('SELECT 1 FROM photos WHERE id = ? AND content = ?')
    .pluck();
  const fail = sql.prepare<[number, number, string, string]>(`
    INSERT INTO idx.model_failures (model_id, photo_id, kind, message) VALUES (?, ?, ?, ?)
    ON CONFLICT (model_id, photo_id) DO UPDATE SET kind = excluded.kind, message = excluded.message`);
  const forgive = sql.prepare<[number]>('DELETE FROM idx.model_failures WHERE model_id = ?');

  return {
    /**
     * Looks at the next `count` photos of the library, or at fewer where 32 lack the vector.
     * @returns those that lack it and can be read now, and where to go on, or undefined at the end
     */
    next(
      modelNumber: number,
      after: FillPlace | undefined,
      count: number,
    ): { photos: PhotoToFill[]; at: FillPlace | undefined } {
      const { time, id } = after ?? { time: Number.MAX_SAFE_INTEGER, id: Number.MAX_SAFE_INTEGER };
      const rows = slice.all({ model: modelNumber, time, id, count });
      const photos: PhotoToFill[] = [];
      let at: FillPlace | undefined;
      let asked = 0;
      for (const row of rows) {
        at = { time: row.time, id: row.id };
        if (row.isThrough === 1) continue;
        const file = fileOf.get(row.id);
        if (file !== undefined)
          photos.push({
            photoId: row.id,
            content: row.content,
            path: fullPath(file),
            folderId: file.folder_id,
            sizeBytes: file.size_bytes,
          });
        // Asking for the file is what takes time.
        if (++asked === mostAsked) break;
      }
      return { photos, at };
    },
    /** The photo is still the picture that was embedded: it may have been edited in place meanwhile. */
    isStill: ({ photoId, content }: PhotoToFill): boolean => isStill.get(photoId, content) !== undefined,
    fail: (modelNumber: number, photoId: number, { kind, message }: FailureReport): void =>
      void fail.run(modelNumber, photoId, kind, message),
    /** What failed is tried again. */
    forgive: (modelNumber: number): void => void forgive.run(modelNumber),
  };
}
export type Fills = ReturnType<typeof createFills>;

interface SliceRow {
  id: number;
  time: number;
  content: Buffer;
  isThrough: number;
}

interface FileRow {
  folder_id: number;
  dir: string;
  name: string;
  size_bytes: number;
  path: string;
}
