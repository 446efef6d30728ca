import path from 'node:path';
import type { Database } from 'better-sqlite3';
import { Failure } from '../util/failure.ts';
import { connect, isNoRoom } from './connect.ts';

/**
 * Holds the library for this process. The operating system lets go of the lock when the process ends, however it ends,
 * so a crash leaves nothing to clean up.
 * @throws Failure `library-busy` when another process holds it, `read-only` or `disk-full` when nobody can
 */
export function lockLibrary(folder: string, sqliteAddon: string | undefined): Disposable {
  let sql: Database | undefined;
  try {
    sql = connect(path.join(folder, 'lock.db'), { sqliteAddon, isLock: true });
    sql.exec('BEGIN EXCLUSIVE');
    const held = sql;
    return { [Symbol.dispose]: () => void held.close() };
  } catch (error) {
    sql?.close();
    throw openingFailure(error, folder) ?? busy(error, folder);
  }
}

/** The disk is full or nothing can be written: said of opening the library. */
export function openingFailure(error: unknown, folder: string): Failure | undefined {
  const kind = isNoRoom(error);
  if (kind === undefined) return undefined;
  const why = kind === 'disk-full' ? 'the disk is full: free some space' : 'nothing can be written there';
  return new Failure(kind, `The library in ${folder} can't be opened: ${why}.`, { details: { folder }, cause: error });
}

function busy(error: unknown, folder: string): Failure {
  return new Failure('library-busy', 'This library is open in another Lumisift. Close that one, or use its window.', {
    details: { folder },
    cause: error,
  });
}
