import Database from 'better-sqlite3';
import { Failure } from '../util/failure.ts';

export interface Connecting {
  /** better-sqlite3's addon, where it is not the one beside the package. */
  readonly sqliteAddon?: string | undefined;
  readonly isReadOnly?: boolean;
  /** A file that is only locked and holds nothing: it stays as SQLite makes it, and is not waited for. */
  readonly isLock?: boolean;
  /** A new file gives room back to the disk when it is asked to (`PRAGMA incremental_vacuum`): decided when it is made. */
  readonly canShrink?: boolean;
}

/**
 * One connection as every part of Lumisift wants it. WAL lets readers go on while the one writer writes; `synchronous =
 * NORMAL` can lose the last moments in a power cut but never damages the file; memory-mapping stays off (evicted random
 * reads were 10 times slower).
 */
export function connect(
  file: string,
  { sqliteAddon, isReadOnly = false, isLock = false, canShrink = false }: Connecting = {},
): Database.Database {
  const sql = new Database(file, {
    readonly: isReadOnly,
    fileMustExist: isReadOnly,
    timeout: isLock ? 0 : 5_000,
    ...(sqliteAddon !== undefined && { nativeBinding: sqliteAddon }),
  });
  try {
    if (!isReadOnly && !isLock) {
      // Before the first page is written, and that is what the next line does.
      if (canShrink) sql.pragma('auto_vacuum = INCREMENTAL');
      sql.pragma('journal_mode = WAL');
      sql.pragma('synchronous = NORMAL');
    }
    if (isLock) return sql;
    sql.pragma('foreign_keys = ON');
    sql.pragma('temp_store = MEMORY');
    sql.pragma('cache_size = -16000');
    return sql;
  } catch (error) {
    sql.close();
    throw error;
  }
}

/** SQLite says that the file is not a database or is damaged. */
export function isDamage(error: unknown): boolean {
  return error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB)/.test(error.code);
}

/** The disk is full, or the library lies where nothing can be written. */
export function isNoRoom(error: unknown): 'disk-full' | 'read-only' | undefined {
  if (error instanceof Failure)
    return error.kind === 'disk-full' || error.kind === 'read-only' ? error.kind : undefined;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  // A WAL that can't grow its shared memory on a full disk says SHMSIZE; a drive that went away mid-write says IOERR.
  if (/^(SQLITE_FULL|SQLITE_IOERR_SHMSIZE|ENOSPC|EDQUOT)/.test(code)) return 'disk-full';
  if (/^(SQLITE_READONLY|SQLITE_CANTOPEN|SQLITE_IOERR|EROFS|EACCES|EPERM|EIO)/.test(code)) return 'read-only';
  return undefined;
}

/** What a person is told when the library can't be written. @returns undefined for any other error */
export function noRoomFailure(error: unknown, folder: string): Failure | undefined {
  const kind = isNoRoom(error);
  if (kind === undefined) return undefined;
  const message =
    kind === 'disk-full'
      ? 'The disk with the library is full: free some space, then continue.'
      : 'The library can no longer be written: check its disk, then continue.';
  return new Failure(kind, message, { details: { folder }, cause: error });
}
