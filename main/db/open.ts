import fs from 'node:fs';
import path from 'node:path';
import type { Database } from 'better-sqlite3';
import type { FailureReport } from '../../preload/contract/failure.ts';
import { Failure } from '../util/failure.ts';
import { hasBackups, restoreLibrary } from './backup.ts';
import { connect, isDamage, noRoomFailure } from './connect.ts';
import { lockLibrary, openingFailure } from './lock.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';

export interface Db extends Disposable {
  /** The one writing connection: library.db, with index.db attached as `idx` and thumbnails.db as `thumbs`. */
  readonly sql: Database;
  readonly folder: string;
  /** What the person should know of this start, e.g. that the index was damaged and is being built again. */
  readonly notices: readonly FailureReport[];
  /** @throws Failure `disk-full` or `read-only` when the library can't be written; then nothing of `work` is */
  transaction<T>(work: () => T): T;
}

export interface Opening {
  /** Where the library lies; made if it is not there. */
  readonly folder: string;
  readonly sqliteAddon?: string | undefined;
}

/**
 * Opens the library for writing. There is one writer: a second one is refused.
 * @throws Failure `library-busy`, `library-newer`, `library-damaged`, `read-only` or `disk-full`
 */
export function openDatabases({ folder, sqliteAddon }: Opening): Db {
  const notices: FailureReport[] = [];
  try {
    fs.mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new Failure('read-only', `The library folder ${folder} can't be made: choose another place.`, {
      details: { folder },
      cause: error,
    });
  }
  const lock = lockLibrary(folder, sqliteAddon);
  try {
    const dirtyMark = path.join(folder, 'open');
    const wasClean = !fs.existsSync(dirtyMark);
    fs.writeFileSync(dirtyMark, String(process.pid));
    const sql = openLibrary(folder, sqliteAddon, wasClean, notices);
    attachOrRebuild(sql, folder, 'index', 'idx', sqliteAddon, notices);
    attachOrRebuild(sql, folder, 'thumbnails', 'thumbs', sqliteAddon, notices);
    return {
      sql,
      folder,
      notices,
      transaction(work) {
        try {
          return sql.transaction(work).immediate();
        } catch (error) {
          throw noRoomFailure(error, folder) ?? error;
        }
      },
      [Symbol.dispose]() {
        if (!sql.open) return;
        sql.close();
        fs.rmSync(dirtyMark, { force: true });
        lock[Symbol.dispose]();
      },
    };
  } catch (error) {
    lock[Symbol.dispose]();
    throw openingFailure(error, folder) ?? error;
  }
}

function openLibrary(
  folder: string,
  sqliteAddon: string | undefined,
  wasClean: boolean,
  notices: FailureReport[],
): Database {
  const file = path.join(folder, 'library.db');
  const isNew = !fs.existsSync(file);
  let opened: Database | undefined;
  try {
    if (!isNew && fs.statSync(file).size === 0 && hasBackups(folder))
      throw new Failure('library-damaged', `${file} was emptied.`, { details: { file } });
    opened = connect(file, { sqliteAddon });
    // After a crash or power cut the precious file is looked over whole; after a clean end that time is saved.
    if (!wasClean && !isNew && opened.pragma('quick_check(1)', { simple: true }) !== 'ok')
      throw new Failure('library-damaged', `${file} is damaged.`, { details: { file } });
    migrate(opened, migrations.library, 'library.db');
    return opened;
  } catch (error) {
    opened?.close();
    const isDamaged = isDamage(error) || (error instanceof Failure && error.kind === 'library-damaged');
    if (!isDamaged) throw error;
    notices.push(restoreLibrary(folder, sqliteAddon));
    const restored = connect(file, { sqliteAddon });
    migrate(restored, migrations.library, 'library.db');
    return restored;
  }
}

/** A damaged index or cache is dropped and made again from the photos; what was damaged is not worth keeping. */
function attachOrRebuild(
  sql: Database,
  folder: string,
  name: 'index' | 'thumbnails',
  schema: string,
  sqliteAddon: string | undefined,
  notices: FailureReport[],
): void {
  const file = path.join(folder, `${name}.db`);
  try {
    prepare(file, name, sqliteAddon);
  } catch (error) {
    if (!isDamage(error)) throw error;
    for (const suffix of ['', '-wal', '-shm']) fs.rmSync(file + suffix, { force: true });
    prepare(file, name, sqliteAddon);
    notices.push({
      kind: 'library-damaged',
      message: `The ${name === 'index' ? 'search index' : 'thumbnail cache'} was damaged and is being built again. No photo, tag or album is affected.`,
      details: { file },
    });
  }
  sql.prepare(`ATTACH DATABASE ? AS ${schema}`).run(file);
  sql.pragma(`${schema}.synchronous = NORMAL`);
}

function prepare(file: string, name: 'index' | 'thumbnails', sqliteAddon: string | undefined): void {
  const own = connect(file, { sqliteAddon, canShrink: name === 'index' });
  try {
    migrate(own, migrations[name], `${name}.db`);
    readEnds(own, name, 'main');
  } finally {
    own.close();
  }
}

/** Reads the schema and the root pages: a file that is cut short or overwritten shows here. */
export function readEnds(sql: Database, name: 'index' | 'thumbnails', schema: string): void {
  sql.prepare(`SELECT count(*) FROM ${schema}.sqlite_schema`).get();
  for (const table of name === 'index' ? ['models', 'vectors', 'failures', 'texts'] : ['thumbnails'])
    // One end each: asked for both at once, SQLite reads the whole table (0.5 s for 4 GB of thumbnails).
    for (const end of ['max', 'min']) sql.prepare(`SELECT ${end}(rowid) FROM ${schema}.${table}`).get();
}
