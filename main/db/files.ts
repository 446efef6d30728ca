import { readDateInName } from '../formats/metadata/name-dates.ts';
import type { Change, Place, Stamp } from './file-change.ts';
import { fullPath } from './full-path.ts';
import type { Db } from './open.ts';
import { createSources, type Sources } from './sources.ts';

export interface WaitingFile {
  readonly fileId: number;
  readonly folderId: number;
  readonly path: string;
  readonly mtimeMs: number;
  readonly ctimeMs: number | undefined;
  readonly sizeBytes: number;
  readonly name: string;
}

/** Some programs save by taking the old file away and writing another: between the two it is missing. */
const savingMs = 10_000;

/** The files of the library: applied changes of scans, and what waits to be identified. */
export function createFiles(db: Pick<Db, 'sql' | 'transaction'>, sources: Sources = createSources(db)) {
  const { sql } = db;
  const add = sql.prepare<[Place & Stamp & { nowMs: number }], { id: number; photo_id: number | null }>(`
    INSERT INTO files (folder_id, dir, name, size_bytes, mtime_ms, ctime_ms, born_ms, inode, found_at_ms)
    VALUES (@folderId, @dir, @name, @sizeBytes, @mtimeMs, @ctimeMs, @bornMs, @inode, @nowMs)
    ON CONFLICT (folder_id, dir, name) DO UPDATE SET
      is_waiting = CASE
        WHEN size_bytes = excluded.size_bytes AND mtime_ms = excluded.mtime_ms AND ctime_ms = excluded.ctime_ms
          AND inode = excluded.inode AND photo_id IS NOT NULL THEN is_waiting
        ELSE 1 END,
      size_bytes = excluded.size_bytes, mtime_ms = excluded.mtime_ms, ctime_ms = excluded.ctime_ms,
      born_ms = excluded.born_ms, inode = excluded.inode, missing_since_ms = NULL
    RETURNING id, photo_id`);
  // The file that was there until now may have been moved too and not be met yet, as in a swap. Its row waits, as missing,
  // under a name that no file can have; a file that was overwritten stays so until it is purged.
  const clearPlace = sql.prepare<[Place & { fileId: number; nowMs: number }], { id: number; photo_id: number | null }>(`
    UPDATE files SET name = '/' || id, missing_since_ms = coalesce(missing_since_ms, @nowMs)
    WHERE folder_id = @folderId AND dir = @dir AND name = @name AND id <> @fileId
    RETURNING id, photo_id`);
  const stamped =
    'size_bytes = @sizeBytes, mtime_ms = @mtimeMs, ctime_ms = @ctimeMs, born_ms = @bornMs, inode = @inode, missing_since_ms = NULL';
  const move = sql.prepare<[Place & Stamp & { fileId: number; nowMs: number }]>(
    `UPDATE files SET folder_id = @folderId, dir = @dir, name = @name, ${stamped}, read_at_ms = @nowMs WHERE id = @fileId`,
  );
  const wait = sql.prepare<[number]>('UPDATE files SET is_waiting = 1 WHERE id = ?');
  const nameAndDate = sql.prepare<[number], { name: string; taken_from: string | null }>(
    `SELECT f.name, json_extract(w.says, '$.takenFrom') taken_from FROM files f LEFT JOIN file_says w ON w.file_id = f.id
     WHERE f.id = ?`,
  );
  const change = sql.prepare<[Stamp & { fileId: number; goneBeforeMs: number }]>(
    `UPDATE files SET was_missing = max(was_missing, coalesce(missing_since_ms < @goneBeforeMs, 0)), ${stamped},
       is_waiting = 1 WHERE id = @fileId`,
  );
  const renumber = sql.prepare<[Stamp & { fileId: number; nowMs: number }]>(
    `UPDATE files SET ${stamped}, read_at_ms = @nowMs WHERE id = @fileId`,
  );
  const passInodes = sql.prepare<[number]>('UPDATE folders SET has_passing_inodes = 1 WHERE id = ?');
  const unreadable = sql.prepare<[number, string, string, number]>(
    `INSERT INTO unreadable_places (folder_id, path, kind, at_ms) VALUES (?, ?, ?, ?)
     ON CONFLICT (folder_id, path) DO UPDATE SET kind = excluded.kind`,
  );
  const readable = sql.prepare<[number, string]>('DELETE FROM unreadable_places WHERE folder_id = ? AND path = ?');
  const lose = sql.prepare<[number, number]>(
    'UPDATE files SET missing_since_ms = ? WHERE id = ? AND missing_since_ms IS NULL',
  );
  const forgive = sql.prepare<[number]>('DELETE FROM idx.failures WHERE file_id = ?');
  const photoOf = sql.prepare<[number], number | null>('SELECT photo_id FROM files WHERE id = ?').pluck();
  const waiting = sql.prepare<[number], WaitingRow>(`
    SELECT f.id, f.folder_id, f.dir, f.name, f.mtime_ms, f.ctime_ms, f.size_bytes, d.path
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
  const isWaiting = sql.prepare<[number], { mtime_ms: number; ctime_ms: number | null; size_bytes: number }>(
    'SELECT mtime_ms, ctime_ms, size_bytes FROM files WHERE id = ? AND is_waiting = 1 AND missing_since_ms IS NULL',
  );
  const wake = sql.prepare(`
    UPDATE files SET is_waiting = 1
    WHERE photo_id IS NULL AND is_waiting = 0 AND id NOT IN (SELECT file_id FROM idx.failures)`);
  // [Note: Days of use]
  const purge = sql.prepare<[number, number]>(
    'DELETE FROM files WHERE missing_since_ms < ? AND missing_on_day <= (SELECT count FROM days_of_use) - ?',
  );
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
        for (const photoId of touched) sources.derive(photoId);
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
        ctimeMs: row.ctime_ms ?? undefined,
        sizeBytes: row.size_bytes,
        name: row.name,
      })),
    countWaiting: (): number => (countWaiting.get() ?? 0) - (countOutOfReach.get() ?? 0),
    /**
     * Whether a file is still to be done, and as it was when the work was handed out. `doubtful`: its name or its rights
     * changed since, and perhaps its bytes.
     */
    standingOf(file: WaitingFile): 'same' | 'doubtful' | 'other' {
      const row = isWaiting.get(file.fileId);
      if (row?.mtime_ms !== file.mtimeMs || row.size_bytes !== file.sizeBytes) return 'other';
      return (row.ctime_ms ?? undefined) === file.ctimeMs ? 'same' : 'doubtful';
    },
    waitAgain: (fileId: number): void => void wait.run(fileId),
    /** Files that are neither done, failed nor waiting (the index was dropped) wait again. */
    wake: (): void => void wake.run(),
    /** Rows of files that have been gone for long: their photos' tags stay, only the paths are forgotten. */
    purgeMissing: (beforeMs: number, daysOfUse: number): void => void purge.run(beforeMs, daysOfUse),
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
        const isOtherDate = saysOtherDate(nameAndDate.get(it.fileId), it.name, nowMs);
        move.run({ ...it, nowMs });
        if (it.isChanged || isOtherDate) wait.run(it.fileId);
        return [...former.map((row) => row.photo_id), photoOf.get(it.fileId) ?? null];
      }
      case 'changed':
        change.run({ ...it, goneBeforeMs: nowMs - savingMs });
        forgive.run(it.fileId);
        break;
      case 'renumbered':
      case 'back':
        renumber.run({ ...it, nowMs });
        if (it.is === 'renumbered') return [];
        break;
      case 'passing-inodes':
        passInodes.run(it.folderId);
        return [];
      case 'missing':
        lose.run(nowMs, it.fileId);
        forgive.run(it.fileId);
        break;
      case 'sidecar':
        return sources.sidecarHeard(it, nowMs);
      case 'sidecar-gone':
        return sources.sidecarGone(it.sidecarId);
      case 'unreadable':
        // A link that leads too far is told, and is nobody's failure.
        if (it.kind !== 'far-link') unreadable.run(it.folderId, it.path, it.kind, nowMs);
        return [];
      case 'readable':
        readable.run(it.folderId, it.path);
        return [];
    }
    return [photoOf.get(it.fileId) ?? null];
  }
}
export type Files = ReturnType<typeof createFiles>;

/** Dates that are no better than the one in a name. */
const vague: ReadonlySet<string> = new Set(['name', 'gps', 'modified', 'file']);

/** A file whose date was in its name, or would be now, is read again when it is renamed. */
function saysOtherDate(
  before: { name: string; taken_from: string | null } | undefined,
  name: string,
  nowMs: number,
): boolean {
  if (before === undefined || before.name === name || !vague.has(before.taken_from ?? 'file')) return false;
  const [was, is] = [before.name, name].map((one) => readDateInName(one, nowMs));
  return was?.wallMs !== is?.wallMs || was?.precision !== is?.precision;
}

interface WaitingRow {
  id: number;
  folder_id: number;
  dir: string;
  name: string;
  mtime_ms: number;
  ctime_ms: number | null;
  size_bytes: number;
  path: string;
}
