import type { Db } from './open.ts';

export interface FolderRow {
  readonly id: number;
  readonly path: string;
  readonly scannedAtMs: number | undefined;
  readonly offlineSinceMs: number | undefined;
}

export function createFolders({ sql }: Pick<Db, 'sql'>) {
  const list = sql.prepare<
    [],
    { id: number; path: string; scanned_at_ms: number | null; offline_since_ms: number | null }
  >('SELECT id, path, scanned_at_ms, offline_since_ms FROM folders ORDER BY path');
  const add = sql.prepare<[string, number]>('INSERT INTO folders (path, added_at_ms) VALUES (?, ?)');
  const remove = sql.prepare<[number]>('DELETE FROM folders WHERE id = ?');
  const setScanned = sql.prepare<[number, number]>('UPDATE folders SET scanned_at_ms = ? WHERE id = ?');
  const setOffline = sql.prepare<[number | null, number]>('UPDATE folders SET offline_since_ms = ? WHERE id = ?');
  const adoptFiles = sql.prepare<[number, string, string, number]>(
    "UPDATE files SET folder_id = ?, dir = CASE dir WHEN '' THEN ? ELSE ? || '/' || dir END WHERE folder_id = ?",
  );
  const photoIds = sql
    .prepare<[number], number>('SELECT DISTINCT photo_id FROM files WHERE folder_id = ? AND photo_id IS NOT NULL')
    .pluck();

  return {
    list: (): FolderRow[] =>
      list.all().map((row) => ({
        id: row.id,
        path: row.path,
        scannedAtMs: row.scanned_at_ms ?? undefined,
        offlineSinceMs: row.offline_since_ms ?? undefined,
      })),
    add: (path: string, nowMs: number): number => Number(add.run(path, nowMs).lastInsertRowid),
    remove: (id: number): void => void remove.run(id),
    setScanned: (id: number, nowMs: number): void => void setScanned.run(nowMs, id),
    setOffline: (id: number, sinceMs: number | undefined): void => void setOffline.run(sinceMs ?? null, id),
    /** The files of a folder inside another become files of the outer one; `below` is the inner one's path in it. */
    adoptFiles: (outerId: number, below: string, innerId: number): void =>
      void adoptFiles.run(outerId, below, below, innerId),
    photoIds: (id: number): number[] => photoIds.all(id),
  };
}
export type Folders = ReturnType<typeof createFolders>;
