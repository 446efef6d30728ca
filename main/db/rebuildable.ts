/** @file index.db and thumbnails.db: what is in them can be made again from the photos. */
import fs from 'node:fs';
import path from 'node:path';
import type { Database } from 'better-sqlite3';
import type { FailureReport } from '../../preload/contract/failure.ts';
import { Failure } from '../util/failure.ts';
import { cutLog } from './checkpoints.ts';
import { connect, isDamage } from './connect.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { makeFilePrivate } from './private.ts';

export type Rebuildable = 'index' | 'thumbnails';
export const schemaOf = { index: 'idx', thumbnails: 'thumbs' } as const satisfies Record<Rebuildable, string>;

interface Place {
  readonly folder: string;
}

/** Attaches a database; one that is damaged is put aside and made anew. @returns what the person is told then */
export function attachOrRebuild(sql: Database, place: Place, name: Rebuildable): FailureReport | undefined {
  const file = fileOf(place, name);
  let notice: FailureReport | undefined;
  try {
    prepare(file, name);
  } catch (error) {
    if (!isBroken(error)) throw error;
    putAside(place, name);
    prepare(file, name);
    notice = damageNotice(place, name);
  }
  attach(sql, place, name);
  return notice;
}

/**
 * Puts a damaged database aside and attaches an empty one in its place. Statements that were prepared go on: SQLite
 * prepares them again. Other connections keep what they have open until they open it anew.
 */
export function rebuild(sql: Database, place: Place, name: Rebuildable): void {
  sql.exec(`DETACH DATABASE ${schemaOf[name]}`);
  putAside(place, name);
  prepare(fileOf(place, name), name);
  attach(sql, place, name);
}

/** Where the damaged file waits until what can be read of it has been taken over. */
export function asideOf({ folder }: Pick<Place, 'folder'>, name: Rebuildable): string {
  return path.join(folder, `${name}-damaged.db`);
}

export function removeDatabase(file: string): void {
  // Of Windows a file that is just being closed: `maxRetries` counts only together with `recursive`.
  for (const suffix of ['', '-wal', '-shm'])
    fs.rmSync(file + suffix, { force: true, recursive: true, maxRetries: 20, retryDelay: 50 });
}

export function damageNotice(place: Pick<Place, 'folder'>, name: Rebuildable): FailureReport {
  return {
    kind: 'index-damaged',
    message: `The ${name === 'index' ? 'search index' : 'thumbnail cache'} was damaged and is being built again. No photo, tag or album is affected.`,
    details: { file: path.join(place.folder, `${name}.db`) },
  };
}

/** Reads the schema and the root pages: a file that is cut short or overwritten shows here. */
export function readEnds(sql: Database, name: Rebuildable, schema: string): void {
  sql.prepare(`SELECT count(*) FROM ${schema}.sqlite_schema`).get();
  for (const table of name === 'index' ? ['models', 'vectors', 'failures', 'texts'] : ['thumbnails', 'part_thumbnails'])
    // One end each: asked for both at once, SQLite reads the whole table (0.5 s for 4 GB of thumbnails).
    for (const end of ['max', 'min']) sql.prepare(`SELECT ${end}(rowid) FROM ${schema}.${table}`).get();
}

/** Any trouble that SQLite has with the file itself: also tables that are not there, or a version that cannot be. */
function isBroken(error: unknown): boolean {
  if (error instanceof Failure) return error.kind === 'library-damaged' || error.kind === 'library-newer';
  return isDamage(error) || (error instanceof Error && 'code' in error && error.code === 'SQLITE_ERROR');
}

function attach(sql: Database, place: Place, name: Rebuildable): void {
  sql.prepare(`ATTACH DATABASE ? AS ${schemaOf[name]}`).run(fileOf(place, name));
  sql.pragma(`${schemaOf[name]}.synchronous = NORMAL`);
  cutLog(sql, schemaOf[name]);
}

function prepare(file: string, name: Rebuildable): void {
  makeFilePrivate(file);
  const own = connect(file, { canShrink: name === 'index' });
  try {
    migrate(own, migrations[name], `${name}.db`);
    readEnds(own, name, 'main');
  } finally {
    own.close();
  }
}

function putAside(place: Place, name: Rebuildable): void {
  const file = fileOf(place, name);
  const aside = asideOf(place, name);
  removeDatabase(aside);
  try {
    for (const suffix of ['', '-wal']) if (fs.existsSync(file + suffix)) fs.renameSync(file + suffix, aside + suffix);
  } catch {
    // Held open by someone: what is in it is then not worth waiting for.
    removeDatabase(aside);
  }
  removeDatabase(file);
}

function fileOf({ folder }: Place, name: Rebuildable): string {
  return path.join(folder, `${name}.db`);
}
