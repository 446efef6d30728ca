import type { Database } from 'better-sqlite3';
import { Failure } from '../util/failure.ts';

/**
 * Brings a database to the newest version, one transaction for each step (`PRAGMA user_version` counts them).
 * @throws Failure `library-newer` if a newer Lumisift wrote it: it is left as it is
 */
export function migrate(sql: Database, steps: readonly string[], file: string): void {
  const version = Number(sql.pragma('user_version', { simple: true }));
  if (version > steps.length)
    throw new Failure(
      'library-newer',
      `${file} was written by a newer version of Lumisift. Please update Lumisift; nothing was changed.`,
      { details: { file, version, known: steps.length } },
    );
  for (const [at, step] of steps.entries()) {
    if (at < version) continue;
    sql.transaction(() => {
      sql.exec(step);
      sql.pragma(`user_version = ${at + 1}`);
    })();
  }
}
