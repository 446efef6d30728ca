import type { Database } from 'better-sqlite3';
import { Failure } from '../../util/failure.ts';
import { connect, isDamage } from '../connect.ts';
import { versionOf } from '../migrate.ts';
import { migrations } from '../migrations/index.ts';
import { headerTrouble } from './header.ts';
import { tablesOf } from './tables.ts';

/**
 * What is wrong with library.db, in a few words; undefined: it can be opened.
 * @param isThorough every page is read (`PRAGMA integrity_check`: `quick_check` misses rows that an index has and its table
 * has not); otherwise the header, what the tables are, and both ends of each
 * @throws Failure `library-newer`, and whatever says that the file cannot be reached or written
 */
export function findTrouble(file: string, { isThorough }: { isThorough: boolean }): string | undefined {
  const trouble = headerTrouble(file);
  if (trouble !== undefined) return trouble;
  let sql: Database | undefined;
  try {
    // A damaged file and its log are kept as they were found: reading changes neither.
    sql = connect(file, { isReadOnly: true });
    versionOf(sql, migrations.library, 'library.db');
    if (isThorough) {
      const found = String(sql.pragma('integrity_check(1)', { simple: true }));
      if (found !== 'ok') return found;
      if (sql.prepare('PRAGMA foreign_key_check').get() !== undefined) return 'rows point to rows that are not there';
    } else readEnds(sql);
    return undefined;
  } catch (error) {
    if (error instanceof Failure ? error.kind === 'library-damaged' : isDamage(error)) return String(error);
    throw error;
  } finally {
    sql?.close();
  }
}

/** One end each: asked for both at once, SQLite reads the whole table. */
function readEnds(sql: Database): void {
  for (const { name, key } of tablesOf(sql))
    for (const end of ['ASC', 'DESC']) {
      const order = (key.length > 0 ? key : ['rowid']).map((column) => `"${column}" ${end}`).join(', ');
      sql.prepare(`SELECT 1 FROM "${name}" ORDER BY ${order} LIMIT 1`).get();
    }
}
