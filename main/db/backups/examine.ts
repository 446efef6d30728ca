import { createHash } from 'node:crypto';
import fs from 'node:fs';
import type { Database } from 'better-sqlite3';
import type { Contents } from '../../../preload/contract/backup.ts';
import { connect, isDamage, isNoRoom } from '../connect.ts';
import { versionOf } from '../migrate.ts';
import { migrations } from '../migrations/index.ts';
import type { Copy } from './copies.ts';

/** What is in a copy, and what is wrong with it. */
export interface Examination {
  readonly contents: Contents;
  readonly changes: Record<string, number>;
  /** In a few words, for the log; undefined: it is good. */
  readonly trouble: string | undefined;
}

/** Reads the whole of it. */
export function examine(file: string): Examination {
  let sql: Database | undefined;
  try {
    sql = connect(file, { isReadOnly: true });
    return { contents: readContents(sql), changes: readChanges(sql), trouble: troubleIn(sql) };
  } catch (error) {
    if (!isDamage(error)) throw error;
    return { contents: nothing, changes: {}, trouble: error instanceof Error ? error.message : String(error) };
  } finally {
    sql?.close();
  }
}

const nothing: Contents = {
  ...{ photos: 0, answers: 0, ratings: 0, captions: 0, favourites: 0, hidden: 0, stacks: 0 },
  ...{ albums: 0, searches: 0, concepts: 0 },
};

/** Is it whole, as it was when it was made, and a library that this version can take? @throws whatever says that the disk is full: even reading needs some room */
export function isGoodCopy({ file, facts }: Pick<Copy, 'file' | 'facts'>): boolean {
  try {
    if (facts !== undefined && digestOf(file) !== facts.sha256) return false;
    const sql = connect(file, { isReadOnly: true });
    try {
      if (troubleIn(sql) !== undefined) return false;
      const version = versionOf(sql, migrations.library, file);
      return version > 0 && version <= migrations.library.length;
    } finally {
      sql.close();
    }
  } catch (error) {
    if (isNoRoom(error) === 'disk-full') throw error;
    return false; // what cannot be opened is no good copy
  }
}

/** A newer Lumisift made it: nothing is wrong with it. */
export function isNewerCopy({ file }: Pick<Copy, 'file'>): boolean {
  try {
    const sql = connect(file, { isReadOnly: true });
    try {
      return versionOf(sql, migrations.library, file) > migrations.library.length;
    } finally {
      sql.close();
    }
  } catch {
    return false; // it is damaged
  }
}

/** SHA-256 of a file, hexadecimal. */
export function digestOf(file: string): string {
  const hash = createHash('sha256');
  const bytes = Buffer.allocUnsafe(1 << 20);
  const from = fs.openSync(file, 'r');
  try {
    for (let read = 0; (read = fs.readSync(from, bytes)) > 0;) hash.update(bytes.subarray(0, read));
  } finally {
    fs.closeSync(from);
  }
  return hash.digest('hex');
}

function troubleIn(sql: Database): string | undefined {
  const found = String(sql.pragma('integrity_check(1)', { simple: true }));
  if (found !== 'ok') return found;
  const orphan = sql.prepare<[], { table: string; parent: string }>('PRAGMA foreign_key_check').get();
  return orphan && `rows of ${orphan.table} without their ${orphan.parent}`;
}

/**
 * Rows can only go because somebody took them away, and that is counted.
 * @returns what there is too little of; undefined: nothing
 */
export function whatVanished(
  before: Pick<Examination, 'contents' | 'changes'>,
  now: Pick<Examination, 'contents' | 'changes'>,
): string | undefined {
  for (const [what, table] of Object.entries(counters)) {
    // One of the keys of Contents.
    const key = what as keyof typeof counters;
    const taken = (now.changes[table] ?? 0) - (before.changes[table] ?? 0);
    const gone = before.contents[key] - now.contents[key];
    if (table in before.changes && gone > Math.max(0, taken)) return `${gone} of ${before.contents[key]} ${what}`;
  }
  return undefined;
}

const counters = {
  answers: 'tag_answers',
  ratings: 'photos',
  captions: 'photos',
  favourites: 'photos',
  hidden: 'photos',
  stacks: 'own_stacks',
  albums: 'albums',
  searches: 'searches',
  concepts: 'concepts',
} as const satisfies Partial<Record<keyof Contents, string>>;

export function readContents(sql: Database): Contents {
  const count = (what: string) => {
    try {
      return sql.prepare<[], number>(`SELECT count(*) FROM ${what}`).pluck().get() ?? 0;
    } catch (error) {
      // A copy of an old version has no such table or column yet.
      if (error instanceof Error && /^no such (table|column)/.test(error.message)) return 0;
      throw error;
    }
  };
  return {
    photos: count('photos'),
    answers: count('tag_answers'),
    ratings: count('photos WHERE own_rating IS NOT NULL'),
    captions: count('photos WHERE own_caption IS NOT NULL'),
    favourites: count('photos WHERE own_favourite IS NOT NULL'),
    hidden: count('photos WHERE own_hidden IS NOT NULL'),
    stacks: count('own_stacks'),
    albums: count('albums WHERE deleted_at_ms IS NULL'),
    searches: count('searches WHERE name IS NOT NULL'),
    concepts: count('concepts'),
  };
}

/** Which folders are watched would have to be remembered, too. */
export function hasFolders(sql: Database): boolean {
  return sql.prepare('SELECT 1 FROM folders LIMIT 1').get() !== undefined;
}

export function readChanges(sql: Database): Record<string, number> {
  const isThere = sql.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'precious_changes'").get() !== undefined;
  if (!isThere) return {};
  const rows = sql.prepare<[], { kind: string; changes: number }>('SELECT kind, changes FROM precious_changes').all();
  return Object.fromEntries(rows.map(({ kind, changes }) => [kind, changes]));
}
