import type { Change, Place, Stamp } from './file-change.ts';
import type { Db } from './open.ts';
import { createWords, type WordSources } from './words.ts';

export interface WaitingFile {
  readonly fileId: number;
  readonly folderId: number;
  readonly path: string;
  readonly mtimeMs: number;
  readonly sizeBytes: number;
  readonly name: string;
}

/** The files of the library: applied changes of scans, and what waits to be identified. */
export function createFiles(db: Pick<Db, 'sql' | 'transaction'>, words: WordSources = createWords(db)) {
  const { sql } = db;
  const add = sql.prepare<[Place & Stamp & { nowMs: number }], { id: number; photo_id: number | null }>(`
    INSERT INTO files (folder_id, dir, name, size_bytes, mtime_ms, inode, found_at_ms)
    VALUES (@folderId, @dir, @name, @sizeBytes, @mtimeMs, @inode, @nowMs)
    ON CONFLICT (folder_id, dir, name) DO UPDATE SET
      is_waiting = CASE
        WHEN size_bytes = excluded.size_bytes AND mtime_ms = excluded.mtime_ms AND photo_id IS NOT NULL THEN is_waiting
        ELSE 1 END,
      size_bytes = excluded.size_bytes, mtime_ms = excluded.mtime_ms, inode = excluded.inode, missing_since_ms = NULL
    RETURNING id, photo_id`);
  // The file that was there until now may have been moved too and not be met yet, as in a swap. Its row waits, as missing,
  // under a name that no file can have; a file that was overwritten stays so until it is purged.
  const clearPlace = sql.prepare<[Place & { fileId: number; nowMs: number }], { id: number; photo_id: number | null }>(`
    UPDATE files SET name = '/' || id, missing_since_ms = coalesce(missing_since_ms, @nowMs)
    WHERE folder_id = @folderId AND dir = @dir AND name = @name AND id <> @fileId
    RETURNING id, photo_id`);
  const move = sql.prepare<[Place & Stamp & { fileId: number }]>(`
    UPDATE files SET folder_id = @folderId, dir = @dir, name = @name, inode = @inode, missing_since_ms = NULL
    WHERE id = @fileId`);
  const change = sql.prepare<[Stamp & { fileId: number }]>(`
    UPDATE files SET size_bytes = @sizeBytes, mtime_ms = @mtimeMs, inode = @inode, is_waiting = 1, missing_since_ms = NULL
    WHERE id = @fileId`);
  const renumber = sql.prepare<[Stamp & { fileId: number }]>(
    'UPDATE files SET inode = @inode, missing_since_ms = NULL WHERE id = @fileId',
  );
  const lose = sql.prepare<[number, number]>(
    'UPDATE files SET missing_since_ms = ? WHERE id = ? AND missing_since_ms IS NULL',
  );
  const forgive = sql.prepare<[number]>('DELETE FROM idx.failures WHERE file_id = ?');
  const photoOf = sql.prepare<[number], number | null>('SELECT photo_id FROM files WHERE id = ?').pluck();
  const waiting = sql.prepare<[number], WaitingRow>(`
    SELECT f.id, f.folder_id, f.dir, f.name, f.mtime_ms, f.size_bytes, d.path
    FROM files f INDEXED BY files_waiting JOIN folders d ON d.id = f.folder_id
    WHERE f.is_waiting = 1 AND f.missing_since_ms IS NULL AND d.offline_since_ms IS NULL
    ORDER BY f.mtime_ms DESC, f.id DESC LIMIT ?`);
  // Along the partial index alone: 1 ms for 100,000 waiting files.
  const countWaiting = sql
    .prepare<[], number>(
      'SELECT count(*) FROM files INDEXED BY files_waiting WHERE is_waiting = 1 AND missing_since_ms IS NULL',
    )
    .pluck();
  const countOutOfReach = sql
    .prepare<[], number>(
      `SELECT count(*) FROM files f JOIN folders d ON d.id = f.folder_id
       WHERE d.offline_since_ms IS NOT NULL AND f.is_waiting = 1 AND f.missing_since_ms IS NULL`,
    )
    .pluck();
  const isWaiting = sql.prepare<[number], { mtime_ms: number; size_bytes: number }>(
    'SELECT mtime_ms, size_bytes FROM files WHERE id = ? AND is_waiting = 1 AND missing_since_ms IS NULL',
  );
  const wake = sql.prepare(`
    UPDATE files SET is_waiting = 1
    WHERE photo_id IS NULL AND is_waiting = 0 AND id NOT IN (SELECT file_id FROM idx.failures)`);
  const purge = sql.prepare<[number]>('DELETE FROM files WHERE missing_since_ms < ?');
  const pathOf = sql.prepare<[number], { path: string; dir: string; name: string }>(
    'SELECT d.path, f.dir, f.name FROM files f JOIN folders d ON d.id = f.folder_id WHERE f.id = ?',
  );

  return {
    /** One transaction. @returns ids of photos whose files came, moved or went */
    apply(changes: readonly Change[], nowMs: number): number[] {
      const touched = new Set<number>();
      db.transaction(() => {
        for (const it of changes) {
          for (const photoId of applyOne(it, nowMs)) if (photoId !== null) touched.add(photoId);
        }
        for (const photoId of touched) words.moved(photoId);
      });
      return [...touched];
    },
    /** Newest first, so that what a person just took is found first. */
    waiting: (limit: number): WaitingFile[] =>
      waiting.all(limit).map((row) => ({
        fileId: row.id,
        folderId: row.folder_id,
        path: fullPath(row),
        mtimeMs: row.mtime_ms,
        sizeBytes: row.size_bytes,
        name: row.name,
      })),
    countWaiting: (): number => (countWaiting.get() ?? 0) - (countOutOfReach.get() ?? 0),
    /** Still to be done, and still as it was when the work was handed out (it may have been moved since). */
    isStillWaiting(file: WaitingFile): boolean {
      const row = isWaiting.get(file.fileId);
      return row?.mtime_ms === file.mtimeMs && row.size_bytes === file.sizeBytes;
    },
    /** Files that are neither done, failed nor waiting (the index was dropped) wait again. */
    wake: (): void => void wake.run(),
    /** Rows of files that have been gone for long: their photos' tags stay, only the paths are forgotten. */
    purgeMissing: (beforeMs: number): void => void purge.run(beforeMs),
    pathOf(fileId: number): string | undefined {
      const row = pathOf.get(fileId);
      return row && fullPath(row);
    },
  };

  /** @returns photos that it touches */
  function applyOne(it: Change, nowMs: number): (number | null)[] {
    switch (it.is) {
      case 'added': {
        const row = add.get({ ...it, nowMs });
        if (row === undefined) return [];
        forgive.run(row.id);
        return [row.photo_id];
      }
      case 'moved': {
        const former = clearPlace.all({ ...it, nowMs });
        for (const { id } of former) forgive.run(id);
        move.run(it);
        return [...former.map((row) => row.photo_id), photoOf.get(it.fileId) ?? null];
      }
      case 'changed':
        change.run(it);
        forgive.run(it.fileId);
        break;
      case 'renumbered':
      case 'back':
        renumber.run(it);
        break;
      case 'missing':
        lose.run(nowMs, it.fileId);
        forgive.run(it.fileId);
        break;
      case 'sidecar':
        return words.seen(it, nowMs);
      case 'sidecar-gone':
        return words.gone(it.sidecarId);
      case 'unreadable':
        return [];
    }
    return [photoOf.get(it.fileId) ?? null];
  }
}
export type Files = ReturnType<typeof createFiles>;

interface WaitingRow {
  id: number;
  folder_id: number;
  dir: string;
  name: string;
  mtime_ms: number;
  size_bytes: number;
  path: string;
}

/** The path as the system writes it. */
export function fullPath({ path, dir, name }: { path: string; dir: string; name: string }): string {
  const separator = process.platform === 'win32' ? '\\' : '/';
  const parts = dir === '' ? [name] : [...dir.split('/'), name];
  return (path.endsWith(separator) ? path : path + separator) + parts.join(separator);
}
