import path from 'node:path';
import type { Database } from 'better-sqlite3';
import { Failure } from '../util/failure.ts';
import { connect, isNoRoom } from './connect.ts';

/**
 * Holds the library for this process. The operating system lets go of the lock when the process ends, however it ends,
 * so a crash leaves nothing to clean up.
 * @throws Failure `library-busy` when another process holds it, `read-only` or `disk-full` when nobody can, `unavailable` when
 * SQLite itself can't be loaded; whatever else happened as it is
 */
export function lockLibrary(folder: string): Disposable {
  let sql: Database | undefined;
  try {
    sql = connect(path.join(folder, 'lock.db'), { isLock: true });
    sql.exec('BEGIN EXCLUSIVE');
    const held = sql;
    return { [Symbol.dispose]: () => void held.close() };
  } catch (error) {
    sql?.close();
    throw busy(error, folder) ?? addonFailure(error) ?? openingFailure(error, folder) ?? error;
  }
}

/** The disk is full or nothing can be written: said of opening the library. */
export function openingFailure(error: unknown, folder: string): Failure | undefined {
  const kind = isNoRoom(error);
  if (kind === undefined) return undefined;
  if (error instanceof Failure) return error;
  const why = kind === 'disk-full' ? 'the disk is full: free some space' : 'nothing can be written there';
  return new Failure(kind, `The library in ${folder} can't be opened: ${why}.`, { details: { folder }, cause: error });
}

function busy(error: unknown, folder: string): Failure | undefined {
  if (!/^SQLITE_(BUSY|LOCKED)/.test(codeOf(error))) return undefined;
  return new Failure('library-busy', 'This library is open in another Lumisift. Close that one, or use its window.', {
    details: { folder },
    cause: error,
  });
}

/** better-sqlite3's addon is not there, or is one for another system: nothing about the library. */
function addonFailure(error: unknown): Failure | undefined {
  const isMissing = /^(MODULE_NOT_FOUND|ERR_DLOPEN_FAILED|ERR_UNKNOWN_BUILTIN_MODULE)$/.test(codeOf(error));
  const said = error instanceof Error ? error.message : String(error);
  if (!isMissing && !/bindings file|native binding|\.node\b/i.test(said)) return undefined;
  const why = said.split('\n')[0] ?? '';
  return new Failure('unavailable', `SQLite can't be loaded: install Lumisift again (${why}).`, { cause: error });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
