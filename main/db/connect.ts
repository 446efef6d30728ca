import Database from 'better-sqlite3';
import { oldSqliteAddon } from '../../electron-33/app/sqlite-addon.ts';
import { Failure } from '../util/failure.ts';
import { bindIntegers } from './bind-integers.ts';

export interface Connecting {
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
  { isReadOnly = false, isLock = false, canShrink = false }: Connecting = {},
): Database.Database {
  const sql = bindIntegers(
    new Database(file, {
      readonly: isReadOnly,
      fileMustExist: isReadOnly,
      timeout: isLock ? 0 : 5_000,
      ...oldSqliteAddon(),
    }),
  );
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
  return (
    (error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB)/.test(error.code)) || isFullTextDamage(error)
  );
}

/** FTS5 says so of what it keeps; of its version, where a flipped bit is one that never was, as any other error. */
export function isFullTextDamage(error: unknown): boolean {
  if (!(error instanceof Database.SqliteError)) return false;
  return error.code === 'SQLITE_CORRUPT_VTAB' || error.message.startsWith('invalid fts5 file format');
}

/** Nothing can be written now: the disk is full, the library lies where nothing can be, or it was found damaged. */
export function isNoRoom(error: unknown): 'disk-full' | 'read-only' | 'library-damaged' | undefined {
  if (error instanceof Failure)
    return error.kind === 'disk-full' || error.kind === 'read-only' || error.kind === 'library-damaged'
      ? error.kind
      : undefined;
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
  if (error instanceof Failure) return error;
  const message =
    kind === 'disk-full'
      ? 'The disk with the library is full: free some space, then continue.'
      : 'The library can no longer be written: check its disk, then continue.';
  return new Failure(kind, message, { details: { folder }, cause: error });
}

/** What a person is told of damage that was met while the library is open. */
export function damageFailure(error: unknown, folder: string): Failure {
  const message = 'The library is damaged: close Lumisift and start it again, then it is mended.';
  return new Failure('library-damaged', message, { details: { code: 'met', folder }, cause: error });
}
