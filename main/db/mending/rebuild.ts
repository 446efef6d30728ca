import fs from 'node:fs';
import type { Database } from 'better-sqlite3';
import { readChanges, readContents } from '../backups/examine.ts';
import { connect } from '../connect.ts';
import type { DamagedLog } from './damaged-log.ts';
import { migrate } from '../migrate.ts';
import { migrations } from '../migrations/index.ts';
import { makeFilePrivate } from '../private.ts';
import { mendHeader } from './header.ts';
import { type Merged, mergeTable } from './merge-table.ts';
import { readIndex } from './salvage.ts';
import { borrowSchema } from './schema-pages.ts';
import { dropOrphans, tablesOf } from './tables.ts';

export interface Rebuilding {
  /** A copy of the damaged library.db, with its log: it is written to. Undefined: there is none. */
  readonly damaged: string | undefined;
  /** A good copy, for reading. Undefined: there is none. */
  readonly backup: string | undefined;
  /** Where the new library is made; there must be nothing. */
  readonly into: string;
  /** Rows of precious_changes as they were last known, where the damaged file cannot say it. */
  readonly lastKnown: Readonly<Record<string, number>>;
  /** What of its log is damaged: changes that nobody had counted elsewhere are in it. */
  readonly log?: Pick<DamagedLog, 'isDoubtful' | 'commitCount'> | undefined;
}

/** What came from where, over all that is precious. */
export interface Rebuilt {
  readonly salvaged: number;
  readonly fromBackup: number;
  /** At most so many of the changes since the backup could not be read. */
  readonly missing: number;
  /** Of all tables; empty where nothing could be read out of the damaged file. */
  readonly tables: Readonly<Record<string, Merged>>;
}

/** Ids are never given twice, so that what other files say of them stays true: this many may have been given unknown to us. */
const idsSkipped = 1_000_000;

/**
 * A new library out of what a damaged file and a backup have. @throws Failure where there is no room for it
 */
export function rebuild({ damaged, backup, into, lastKnown, log }: Rebuilding): Rebuilt {
  if (backup !== undefined) fs.copyFileSync(backup, into);
  makeFilePrivate(into);
  const target = connect(into);
  let source: Database | undefined;
  try {
    migrate(target, migrations.library, 'the backup');
    const before = backup === undefined ? {} : readChanges(target);
    source = damaged === undefined ? undefined : openDamaged(damaged, backup);
    const result = withoutTriggers(target, () => merge(target, source, { before, lastKnown, log }));
    target.pragma('wal_checkpoint(TRUNCATE)');
    return result;
  } finally {
    source?.close();
    target.close();
  }
}

/** @returns undefined where not even the tables' names can be read */
function openDamaged(file: string, backup: string | undefined): Database | undefined {
  for (const mend of [() => undefined, mendHeader, (it: string) => borrowSchema(it, backup)]) {
    let sql: Database | undefined;
    try {
      mend(file);
      sql = connect(file);
      sql.pragma('foreign_keys = OFF');
      // Damage in one row of it makes all of it unreadable otherwise.
      sql.pragma('writable_schema = ON');
      sql.prepare('SELECT count(*) FROM sqlite_schema').get();
      if (sql.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get('photos') === undefined)
        throw new Error('it has no tables');
      try {
        migrate(sql, migrations.library, 'library.db');
      } catch {
        // Its columns are then those of an older version, and what it has in common with the new one is taken.
      }
      return sql;
    } catch {
      sql?.close(); // the next way in is tried
    }
  }
  return undefined;
}

function merge(
  target: Database,
  source: Database | undefined,
  { before, lastKnown, log }: Pick<Rebuilding, 'lastKnown' | 'log'> & { before: Record<string, number> },
): Rebuilt {
  const tables = tablesOf(target);
  const counted = source && tryRead(() => readChanges(source));
  const changes = { ...lastKnown, ...counted };
  const sequences = source === undefined ? undefined : tryRead(() => readSequences(source));
  const own = readSequences(target);
  const merged: Record<string, Merged> = {};
  if (source !== undefined)
    for (const table of tables)
      merged[table.name] = tryRead(() => mergeTable(target, source, table)) ?? {
        salvaged: 0,
        fromBackup: 0,
        gone: undefined,
        isWhole: false,
      };
  if (source !== undefined) readOtherHalves(target, source);
  const orphans = dropOrphans(target, tables);
  target.exec(`UPDATE photos SET present =
    (SELECT count(*) FROM files f WHERE f.photo_id = photos.id AND f.missing_since_ms IS NULL)`);
  neverTwice(target, own, sequences);
  keepCounting(target, before, changes);

  const sum = { salvaged: 0, fromBackup: 0, missing: 0 };
  for (const kind of Object.keys(readChanges(target))) {
    const table = merged[kind];
    const { salvaged, fromBackup } = shareOf(target, kind, table);
    // Of those in a log nobody else knows how many they were.
    const isUncounted = log !== undefined && counted?.[kind] === undefined;
    const since = isUncounted ? salvaged + fromBackup : Math.max(0, (changes[kind] ?? 0) - (before[kind] ?? 0));
    sum.salvaged += salvaged;
    sum.fromBackup += fromBackup;
    // Where it is not known how many there were, it may be all that came since.
    if (table?.gone === undefined || log?.isDoubtful === true) sum.missing += since;
    else if (!table.isWhole) sum.missing += Math.min(since, table.fromBackup + table.gone);
    sum.missing += orphans.get(kind) ?? 0;
  }
  // Nobody counts changes of these; there are few.
  for (const kind of ['settings', 'folders']) {
    const table = merged[kind];
    if (table !== undefined && !table.isWhole) sum.missing += table.fromBackup + (table.gone ?? 0);
  }
  if (log?.isDoubtful === true) sum.missing = Math.max(sum.missing, log.commitCount);
  return { ...sum, tables: merged };
}

/** Of what a person would count: their words for a photo, not the photo; a tag, not each of its names. */
function shareOf(target: Database, kind: string, table: Merged | undefined): Pick<Merged, 'salvaged' | 'fromBackup'> {
  if (kind === 'tag_names') return { salvaged: 0, fromBackup: 0 };
  const { photos: _, ratings, captions, favourites, hidden, ...counted } = readContents(target);
  const tables = {
    tag_answers: counted.answers,
    albums: counted.albums,
    searches: counted.searches,
    concepts: counted.concepts,
  };
  const all =
    kind === 'photos'
      ? ratings + captions + favourites + hidden
      : (new Map(Object.entries(tables)).get(kind) ??
        target.prepare<[], number>(`SELECT count(*) FROM "${kind}"`).pluck().get() ??
        0);
  const fromBackup = table === undefined ? all : Math.min(all, table.fromBackup);
  return { salvaged: all - fromBackup, fromBackup };
}

/** Of some rows an index has all that matters: it may be sound where the table is not. */
function readOtherHalves(target: Database, source: Database): void {
  const addPhoto = target.prepare(
    `INSERT INTO photos (id, content, format, width, height, taken_wall_ms, taken_from, added_at_ms)
     VALUES (?, ?, 'jpeg', 0, 0, 0, 'file', 0) ON CONFLICT DO NOTHING`,
  );
  // What else is to be known of them is in their files.
  const askFiles = target.prepare('UPDATE files SET is_waiting = 1 WHERE photo_id = ?');
  for (const [id, content] of readIndex(source, 'SELECT id, content FROM photos INDEXED BY sqlite_autoindex_photos_1'))
    if (tryRead(() => addPhoto.run(id, content).changes) === 1) askFiles.run(id);
  const addTag = target.prepare('INSERT INTO tags (id, concept_id) VALUES (?, ?) ON CONFLICT DO NOTHING');
  for (const row of readIndex(source, 'SELECT id, concept_id FROM tags INDEXED BY sqlite_autoindex_tags_1'))
    tryRead(() => addTag.run(...row));
  for (const [index, isConfirmed] of [
    ['tag_answers_by_tag', 1],
    ['tag_answers_rejected', 0],
  ] as const) {
    const put = target.prepare(
      `INSERT INTO tag_answers (photo_id, tag_id, is_confirmed, at_ms) VALUES (?, ?, ${isConfirmed}, 0)
       ON CONFLICT (photo_id, tag_id) DO UPDATE SET is_confirmed = excluded.is_confirmed`,
    );
    const query = `SELECT photo_id, tag_id FROM tag_answers INDEXED BY ${index} WHERE is_confirmed = ${isConfirmed}`;
    for (const row of readIndex(source, query)) tryRead(() => put.run(...row));
  }
}

/** [Note: No id twice] index.db and thumbnails.db tell photos by ids, and stay as they are when a library is mended. */
function neverTwice(
  target: Database,
  own: ReadonlyMap<string, number>,
  sequences: ReadonlyMap<string, number> | undefined,
): void {
  target.exec('DELETE FROM sqlite_sequence');
  const put = target.prepare<[string, number]>('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)');
  for (const { name, key } of tablesOf(target)) {
    const isCounted = target
      .prepare<[string], number>("SELECT 1 FROM sqlite_schema WHERE name = ? AND sql LIKE '%AUTOINCREMENT%'")
      .get(name);
    if (isCounted === undefined) continue;
    const largest = target.prepare<[], number>(`SELECT ifnull(max("${key[0]}"), 0) FROM "${name}"`).pluck().get() ?? 0;
    const given = sequences === undefined ? (own.get(name) ?? 0) + idsSkipped : (sequences.get(name) ?? 0);
    put.run(name, Math.max(largest, given, own.get(name) ?? 0));
  }
}

/** One more than ever: the first backup after it is due. */
function keepCounting(target: Database, ...known: readonly Readonly<Record<string, number>>[]): void {
  const put = target.prepare<[number, string]>('UPDATE precious_changes SET changes = ? WHERE kind = ?');
  for (const kind of Object.keys(readChanges(target)))
    put.run(Math.max(...known.map((changes) => changes[kind] ?? 0)) + 1, kind);
}

function readSequences(sql: Database): Map<string, number> {
  return new Map(sql.prepare<[], [string, number]>('SELECT name, seq FROM sqlite_sequence').raw().all());
}

/** Rows are copied as they are: what triggers would do for them was done already. */
function withoutTriggers<T>(sql: Database, work: () => T): T {
  const triggers = sql
    .prepare<[], { name: string; sql: string }>("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
    .all();
  sql.pragma('foreign_keys = OFF');
  return sql.transaction(() => {
    for (const { name } of triggers) sql.exec(`DROP TRIGGER "${name}"`);
    const result = work();
    for (const trigger of triggers) sql.exec(trigger.sql);
    return result;
  })();
}

function tryRead<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined; // it is damaged: what is told of it is told by number
  }
}
