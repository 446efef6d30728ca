import path from 'node:path';
import { isInside } from '../util/is-inside.ts';
import type { Place } from './file-change.ts';
import type { Folders } from './folders.ts';
import { fullPath } from './full-path.ts';
import type { Db } from './open.ts';

/** A file of a photo, with the folder of the library that it lies in. */
export interface CopyOfPhoto extends Place {
  readonly fileId: number;
  readonly photoId: number;
  readonly path: string;
  /** Path of the folder that was added. */
  readonly root: string;
  readonly isOffline: boolean;
  readonly sizeBytes: number;
}

/** Which row a path is, and the other way round: for what moves files and tells the library at once. */
export function createFilePlaces({ sql }: Pick<Db, 'sql'>, folders: Pick<Folders, 'list'>) {
  const fileAt = sql.prepare<[number, string, string], { id: number; photo_id: number | null }>(
    'SELECT id, photo_id FROM files WHERE folder_id = ? AND dir = ? AND name = ?',
  );
  const sidecarAt = sql
    .prepare<[number, string, string], number>('SELECT id FROM sidecars WHERE folder_id = ? AND dir = ? AND name = ?')
    .pluck();
  const copies = sql.prepare<[string], CopyRow>(`
    SELECT f.id, f.photo_id, f.folder_id, d.path, f.dir, f.name, f.size_bytes, d.offline_since_ms
    FROM json_each(?) j JOIN files f ON f.photo_id = j.value JOIN folders d ON d.id = f.folder_id
    WHERE f.missing_since_ms IS NULL ORDER BY j.key, f.id`);
  const below = `folder_id = @folderId AND (dir = @from OR (dir > @from || '/' AND dir < @from || '0'))`;
  const photosBelow = sql
    .prepare<[Record<string, string | number>], number>(
      `SELECT DISTINCT photo_id FROM files WHERE ${below} AND photo_id IS NOT NULL`,
    )
    .pluck();
  const renamed = 'dir = @to || substr(dir, length(@from) + 1)';
  const clear = sql.prepare<[Record<string, string | number>]>(
    `DELETE FROM files WHERE folder_id = @folderId AND (dir = @to OR (dir > @to || '/' AND dir < @to || '0'))`,
  );
  const clearSidecars = sql.prepare<[Record<string, string | number>]>(
    `DELETE FROM sidecars WHERE folder_id = @folderId AND (dir = @to OR (dir > @to || '/' AND dir < @to || '0'))`,
  );
  const moveFiles = sql.prepare<[Record<string, string | number>]>(`UPDATE files SET ${renamed} WHERE ${below}`);
  const moveSidecars = sql.prepare<[Record<string, string | number>]>(`UPDATE sidecars SET ${renamed} WHERE ${below}`);

  return {
    /** Where a path lies in the library; undefined outside of it. */
    placeOf(file: string): (Place & { readonly root: string }) | undefined {
      const root = folders.list().find((row) => isInside(row.path, file));
      if (root === undefined) return undefined;
      const dir = path.relative(root.path, path.dirname(file)).split(path.sep).join('/');
      return { folderId: root.id, dir, name: path.basename(file), root: root.path };
    },
    fileAt: ({ folderId, dir, name }: Place) => fileAt.get(folderId, dir, name),
    sidecarAt: ({ folderId, dir, name }: Place): number | undefined => sidecarAt.get(folderId, dir, name),
    /** In the order of the photos. */
    copiesOf: (photoIds: readonly number[]): CopyOfPhoto[] =>
      copies.all(JSON.stringify(photoIds)).map((row) => ({
        ...{ fileId: row.id, photoId: row.photo_id, folderId: row.folder_id, dir: row.dir, name: row.name },
        ...{ path: fullPath(row), root: row.path, isOffline: row.offline_since_ms !== null, sizeBytes: row.size_bytes },
      })),
    /** A folder is called otherwise: nothing in it changed. @returns photos that lie in it */
    renameDir(folderId: number, from: string, to: string): number[] {
      const given = { folderId, from, to };
      const photoIds = photosBelow.all(given);
      // Rows of what lay there once and is gone.
      clear.run({ folderId, to });
      clearSidecars.run({ folderId, to });
      moveFiles.run(given);
      moveSidecars.run(given);
      return photoIds;
    },
  };
}
export type FilePlaces = ReturnType<typeof createFilePlaces>;

interface CopyRow {
  id: number;
  size_bytes: number;
  photo_id: number;
  folder_id: number;
  path: string;
  dir: string;
  name: string;
  offline_since_ms: number | null;
}
