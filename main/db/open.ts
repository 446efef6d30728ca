import fs from 'node:fs';
import path from 'node:path';
import type { Database } from 'better-sqlite3';
import type { FailureReport } from '../../preload/contract/failure.ts';
import { Failure } from '../util/failure.ts';
import { makeFolder } from '../util/make-folder.ts';
import { readChanges } from './backups/examine.ts';
import { createCheckpoints } from './checkpoints.ts';
import { connect, damageFailure, isNoRoom, noRoomFailure } from './connect.ts';
import { lockLibrary, openingFailure } from './lock.ts';
import { makeSound, mostReadAtStart } from './mending/index.ts';
import { behindNotice, changesBehind, forgetLastKnown, keepLastKnown } from './mending/last-known.ts';
import { addNotice, noticesTold, untoldNotices } from './mending/notices.ts';
import { forgetPages, keepPages } from './mending/pages.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { makeFilePrivate, makePrivate } from './private.ts';
import { asideOf, attachOrRebuild, damageNotice, rebuild, type Rebuildable, removeDatabase } from './rebuildable.ts';
import { createWordMerging } from './merge-words.ts';
import { mendItself } from './self-mending.ts';
import { createTexts } from './texts.ts';
import { assertUsable } from './usable.ts';

export interface Db extends Disposable {
  /** The one writing connection: library.db, with index.db attached as `idx` and thumbnails.db as `thumbs`. */
  readonly sql: Database;
  readonly folder: string;
  /** What the person should know, e.g. that the index was damaged and is being built again; of earlier starts too, until told. */
  readonly notices: readonly FailureReport[];
  /** The person has seen the notices. */
  noticesTold(): void;
  /** Damage was met: the next start looks at every page. */
  suspect(): void;
  /** @throws Failure `disk-full` or `read-only` when the library can't be written; then nothing of `work` is */
  transaction<T>(work: () => T): T;
  /** Called when a damaged index or cache has been replaced by an empty one, with what the person is told. */
  onRebuilt(listener: (name: Rebuildable, notice: FailureReport) => void): void;
  /**
   * Another connection met damage in a rebuildable database: it is looked over and replaced.
   * @param isSurely it need not be looked over: what met the damage reads nothing else
   */
  metDamage(name: Rebuildable, isSurely: boolean): void;
}

export interface Opening {
  /** Where the library lies; made if it is not there. */
  readonly folder: string;
  /** What is done where library.db is gone and something of it is left. Absent: it is asked, by a Failure `library-missing`. */
  readonly ifMissing?: 'restore' | 'begin-anew' | undefined;
}

/**
 * Opens the library for writing. There is one writer: a second one is refused.
 * @throws Failure `library-busy`, `library-missing`, `library-newer`, `library-damaged`, `read-only` or `disk-full`
 */
export function openDatabases({ folder, ifMissing }: Opening): Db {
  const notices: FailureReport[] = [];
  try {
    makeFolder(folder, 0o700);
  } catch (error) {
    const full = isNoRoom(error) === 'disk-full' ? openingFailure(error, folder) : undefined;
    if (full !== undefined) throw full;
    throw new Failure('read-only', `The library folder ${folder} can't be made: choose another place.`, {
      details: { folder },
      cause: error,
    });
  }
  assertUsable(folder);
  makeFilePrivate(path.join(folder, 'lock.db'));
  const lock = lockLibrary(folder);
  try {
    makePrivate(folder);
    const dirtyMark = path.join(folder, 'open');
    const wasClean = !fs.existsSync(dirtyMark);
    fs.writeFileSync(dirtyMark, String(process.pid), { mode: 0o600 });
    const sound = makeSound({ folder, isThorough: !wasClean, ifMissing, nowMs: Date.now() });
    // What lies beside it is of another library.
    if (sound === 'new') {
      forgetLastKnown(folder);
      for (const name of ['index', 'thumbnails'] as const)
        for (const file of [path.join(folder, `${name}.db`), asideOf({ folder }, name)]) removeDatabase(file);
    }
    if (sound !== 'as it was') forgetPages(folder);
    for (const name of ['library', 'index', 'thumbnails']) makeFilePrivate(path.join(folder, `${name}.db`));
    const sql = connect(path.join(folder, 'library.db'));
    const checkpoints = createCheckpoints(sql, folder);
    migrate(sql, migrations.library, 'library.db');
    const place = { folder };
    for (const name of ['index', 'thumbnails'] as const) {
      const notice = attachOrRebuild(sql, place, name);
      if (notice !== undefined) notices.push(notice);
    }
    // Of a larger one the list is made at its end.
    if (fs.statSync(path.join(folder, 'library.db')).size <= mostReadAtStart) keepPages(folder);
    let isSuspect = false;
    const merging = createWordMerging(sql);
    let tellRebuilt = (_: Rebuildable, notice: FailureReport): void => void notices.push(notice);
    const mending = mendItself(sql, {
      rebuild(name) {
        rebuild(sql, place, name);
        tellRebuilt(name, damageNotice(place, name));
      },
      onDamage(error) {
        isSuspect = true;
        return damageFailure(error, folder);
      },
      onCommitted() {
        checkpoints.committed();
        merging.committed();
      },
    });
    // A command that only reads met damage, and could only say so.
    const suspectMark = suspectMarkOf(folder);
    if (fs.existsSync(suspectMark)) {
      for (const name of ['index', 'thumbnails'] as const) mending.check(name, false);
      fs.rmSync(suspectMark, { force: true });
    }
    if (sound === 'mended') forgetUnknown(sql);
    const behind = changesBehind(folder, readChanges(sql));
    if (behind > 0) {
      notices.push(behindNotice(folder, behind));
      keepLastKnown(folder, readChanges(sql));
    }
    keepUntold(sql, notices);
    return {
      sql,
      folder,
      notices,
      noticesTold: () => noticesTold(sql),
      suspect: () => (isSuspect = true),
      transaction(work) {
        try {
          return mending.transaction(work);
        } catch (error) {
          throw noRoomFailure(error, folder) ?? error;
        }
      },
      onRebuilt: (listener) => (tellRebuilt = listener),
      metDamage: (name, isSurely) => void mending.check(name, isSurely),
      [Symbol.dispose]() {
        if (!sql.open) return;
        try {
          keepLastKnown(folder, readChanges(sql));
        } catch {
          isSuspect = true; // it cannot even be read any more
        }
        // Closing copies the log too.
        keepPages(folder);
        sql.close();
        if (!isSuspect) fs.rmSync(dirtyMark, { force: true });
        lock[Symbol.dispose]();
      },
    };
  } catch (error) {
    lock[Symbol.dispose]();
    throw openingFailure(error, folder) ?? error;
  }
}

/** What is told now is told at the next start too, where nobody saw it. */
function keepUntold(sql: Database, notices: FailureReport[]): void {
  const before = untoldNotices(sql);
  for (const notice of notices) addNotice(sql, notice, Date.now());
  notices.unshift(...before);
}

/** A mended library may lack photos that the index knows. Ids are never given twice, so all else stays. [Note: No id twice] */
function forgetUnknown(sql: Database): void {
  // One by one: damage in one of these databases mends itself. [Note: How a damaged index mends itself]
  for (const statement of [
    'DELETE FROM idx.vectors WHERE photo_id NOT IN (SELECT id FROM main.photos)',
    'DELETE FROM idx.failures WHERE file_id NOT IN (SELECT id FROM main.files)',
    'DELETE FROM idx.texts WHERE rowid NOT IN (SELECT id FROM main.photos)',
    'DELETE FROM idx.suggestion_passes',
    'DELETE FROM idx.looks WHERE photo_id NOT IN (SELECT id FROM main.photos)',
    'DELETE FROM idx.copy_pairs WHERE photo_id NOT IN (SELECT id FROM main.photos) OR other_id NOT IN (SELECT id FROM main.photos)',
    'DELETE FROM idx.stacks',
    'DELETE FROM thumbs.looks WHERE photo_id NOT IN (SELECT id FROM main.photos)',
    'DELETE FROM thumbs.thumbnails WHERE photo_id NOT IN (SELECT id FROM main.photos)',
    'DELETE FROM thumbs.part_thumbnails WHERE photo_id NOT IN (SELECT id FROM main.photos)',
    'UPDATE main.tags SET is_pending = 1 WHERE is_pending = 0',
  ])
    sql.prepare(statement).run();
  const texts = createTexts({ sql });
  const captioned = sql.prepare<[], number>('SELECT id FROM main.photos WHERE own_caption IS NOT NULL').pluck().all();
  sql.transaction(() => captioned.forEach((id) => texts.index(id)))();
}

/** A file that tells the next who opens the library for writing to look over what can be rebuilt. */
export function suspectMarkOf(folder: string): string {
  return path.join(folder, 'suspect');
}
