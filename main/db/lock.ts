import path from 'node:path';
import { Failure } from '../util/failure.ts';
import { connect } from './connect.ts';

/**
 * Holds the library for this process. The operating system lets go of the lock when the process ends, however it ends,
 * so a crash leaves nothing to clean up.
 * @throws Failure `library-busy` when another process holds it
 */
export function lockLibrary(folder: string, sqliteAddon: string | undefined): Disposable {
  const sql = connect(path.join(folder, 'lock.db'), { sqliteAddon, isLock: true });
  try {
    sql.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    sql.close();
    throw new Failure('library-busy', 'This library is open in another Lumisift. Close that one, or use its window.', {
      details: { folder },
      cause: error,
    });
  }
  return { [Symbol.dispose]: () => void sql.close() };
}
