import fs from 'node:fs';
import path from 'node:path';
import type { Database } from 'better-sqlite3';
import { keepPages } from './mending/pages.ts';

const schemas = { library: 'main', index: 'idx', thumbnails: 'thumbs' } as const;
type Name = keyof typeof schemas;
const names: readonly Name[] = ['library', 'index', 'thumbnails'];

/** As SQLite does by itself: 1,000 pages. */
const mostLogBytes = 1_000 * 4_096;
/** Where the log of a file lies is asked of the system: 10 us for all three. */
const commitsBetween = 8;

/** The first write after a log was copied cuts it to what it needs: how long it is tells how much there is to copy. */
export function cutLog(sql: Database, schema: string): void {
  sql.pragma(`${schema}.journal_size_limit = 0`);
}

/**
 * Copies the logs into the databases, in place of SQLite: what the pages of library.db will be is written down before.
 * [Note: What each page was]
 */
export function createCheckpoints(sql: Database, folder: string) {
  sql.pragma('wal_autocheckpoint = 0');
  cutLog(sql, 'main');
  /** How long each log was after the last time: while somebody reads, it cannot begin anew and goes on growing. */
  const lengths = new Map<Name, number>();
  let commits = 0;

  return {
    /** Called after every commit, and does nothing mostly. */
    committed(): void {
      if (++commits % commitsBetween !== 0 || sql.inTransaction) return;
      for (const name of names) {
        const length = lengthOf(name);
        const before = lengths.get(name) ?? 0;
        if (length < before) lengths.delete(name);
        if (length - Math.min(before, length) < mostLogBytes) continue;
        copy(name);
        lengths.set(name, length);
      }
    },
  };

  function copy(name: Name): void {
    if (name === 'library') keepPages(folder);
    try {
      sql.pragma(`${schemas[name]}.wal_checkpoint(PASSIVE)`);
    } catch {
      // A full disk, or damage: whoever meets it next is told. All of it is in the log still.
    }
  }

  function lengthOf(name: Name): number {
    return fs.statSync(path.join(folder, `${name}.db-wal`), { throwIfNoEntry: false })?.size ?? 0;
  }
}
