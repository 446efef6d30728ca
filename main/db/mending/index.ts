import fs from 'node:fs';
import path from 'node:path';
import type { FailureReport } from '../../../preload/contract/failure.ts';
import { Failure } from '../../util/failure.ts';
import { type Copy, listCopies, removeUnfinished } from '../backups/copies.ts';
import { examine, isGoodCopy, isNewerCopy } from '../backups/examine.ts';
import { connect, noRoomFailure } from '../connect.ts';
import { copyDamaged } from './damaged-copy.ts';
import { type DamagedLog, readDamagedLog } from './damaged-log.ts';
import { findTrouble } from './find-trouble.ts';
import { readLastKnown } from './last-known.ts';
import { readLogPages } from './log-pages.ts';
import { addNotice } from './notices.ts';
import { changedPages, forgetPages, pageBytes } from './pages.ts';
import { rebuild, type Rebuilt } from './rebuild.ts';
import { finishSwap, freeName, keptAside, newFile, swapIn } from './swap.ts';

export interface MakingSound {
  readonly folder: string;
  /** Every page is looked at: after an unclean end, or when damage was met. */
  readonly isThorough: boolean;
  /** What is done where library.db is gone and something of it is left. Absent: it is asked, by a Failure. */
  readonly ifMissing?: 'restore' | 'begin-anew' | undefined;
  readonly nowMs: number;
}

const scratchName = 'mending';

/** A larger library is looked through while it is in use: its first screen is not waited for longer than that takes. */
export const mostReadAtStart = 64 << 20;

/**
 * Sees to it that the library is there and sound before it is opened: ends a restore that was interrupted, finds damage, and
 * mends it out of the damaged file and the newest good backup.
 * @returns was it mended or begun anew? Then what other files say of photos may be more than there is.
 * @throws Failure `library-missing` where library.db is gone and could be had again; `library-damaged` where nothing of it is
 * left; `library-newer`; `disk-full` or `read-only` where it cannot be mended for want of room. Then nothing was changed.
 */
export function makeSound(given: MakingSound): 'as it was' | 'mended' | 'new' {
  const { folder, ifMissing } = given;
  finishSwap(folder);
  removeUnfinished(folder);
  fs.rmSync(path.join(folder, scratchName), { recursive: true, force: true });
  const file = path.join(folder, 'library.db');
  if (!fs.existsSync(file)) {
    if (ifMissing === 'restore') return mend(given, undefined);
    if (ifMissing === undefined) askWhatToDo(folder);
    putLogAside(folder);
    return 'new';
  }
  if (fs.statSync(file).size === 0 && !fs.existsSync(`${file}-wal`) && listCopies(folder).length === 0) return 'new'; // it was being made when the app ended
  const log = readDamagedLog(`${file}-wal`);
  if (log !== undefined) return mend(given, undefined, log);
  if ((given.isThorough || fs.statSync(file).size <= mostReadAtStart) && changedPages(folder).length > 0)
    return mend(given, undefined);
  // A clean end leaves a log only where somebody was reading; or somebody else put it there.
  const isThorough = given.isThorough || readLogPages(`${file}-wal`, pageBytes).committed.size > 0;
  const trouble = findTrouble(file, { isThorough });
  return trouble === undefined ? 'as it was' : mend(given, undefined);
}

/**
 * Puts a copy in the place of the library as it is, which is kept aside.
 * @throws Failure `library-damaged` where the copy is, `library-newer` where it is one of a newer version; `disk-full` or `read-only` where there is no room for it. Then nothing
 * was changed.
 */
export function restoreCopy(given: Pick<MakingSound, 'folder' | 'nowMs'>, copy: Copy): void {
  finishSwap(given.folder);
  try {
    if (!isGoodCopy(copy) && isNewerCopy(copy))
      throw new Failure(
        'library-newer',
        `The backup ${copy.name} was made by a newer version of Lumisift: update Lumisift, or choose another one.`,
        { details: { code: 'backup', backup: copy.name } },
      );
    if (!isGoodCopy(copy))
      throw new Failure('library-damaged', `The backup ${copy.name} is damaged: choose another one.`, {
        details: { code: 'backup', backup: copy.name },
      });
    mend({ ...given, isThorough: false }, copy);
  } catch (error) {
    throw noRoomFailure(error, given.folder) ?? error;
  }
}

function mend({ folder, ifMissing, nowMs }: MakingSound, chosen: Copy | undefined, log?: DamagedLog): 'mended' | 'new' {
  const file = path.join(folder, 'library.db');
  const scratch = path.join(folder, scratchName);
  const backup = chosen ?? listCopies(folder).find((copy) => isGoodCopy(copy));
  // A backup that the person chose is taken as it is.
  const isSalvaged = chosen === undefined && fs.existsSync(file);
  const into = newFile(folder);
  try {
    const copied = isSalvaged ? copyDamaged({ scratch, folder, backup: backup?.file, log }) : undefined;
    const base = copied?.before ?? backup?.file;
    const rebuilt = rebuild({
      ...{ damaged: copied?.file, backup: base, into },
      ...{ lastKnown: readLastKnown(folder), log },
    });
    if (base === undefined && Object.keys(rebuilt.tables).length === 0) {
      if (ifMissing !== 'begin-anew') throw nothingLeft(file);
      for (const suffix of ['', '-wal'])
        if (fs.existsSync(file + suffix)) fs.renameSync(file + suffix, path.join(folder, freeName(folder) + suffix));
      return 'new';
    }
    const aside = freeName(folder);
    const from = copied?.before === undefined ? backup : undefined;
    tell(into, { report: reportOf(rebuilt, { backup: from, aside, folder, chosen }), nowMs });
    const { trouble } = examine(into);
    if (trouble !== undefined)
      throw new Failure('library-damaged', `The mended library is damaged itself: ${trouble}.`);
    forgetPages(folder);
    swapIn(folder, aside);
    return 'mended';
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
    for (const suffix of ['', '-wal', '-shm']) fs.rmSync(into + suffix, { force: true });
  }
}

function tell(file: string, { report, nowMs }: { report: FailureReport; nowMs: number }): void {
  const sql = connect(file);
  try {
    addNotice(sql, report, nowMs);
  } finally {
    sql.close();
  }
}

function reportOf(
  rebuilt: Rebuilt,
  given: { backup: Copy | undefined; aside: string; folder: string; chosen: Copy | undefined },
): FailureReport {
  const { backup, chosen } = given;
  const { fromBackup, missing } = rebuilt;
  // What was whole of the damaged file itself is no backup.
  const salvaged = rebuilt.salvaged + (backup === undefined ? fromBackup : 0);
  const file = path.join(given.folder, given.aside);
  const when = whenOf(backup);
  const kept = fs.existsSync(path.join(given.folder, 'library.db')) ? ` The file as it was is kept as ${file}.` : '';
  const details = { file, salvaged, fromBackup, missing, ...(backup && { backup: backup.name, when }) };
  if (chosen !== undefined)
    return {
      kind: 'library-damaged',
      message: `The backup of ${when} was put in the place of the library.${kept}`,
      details: { ...details, code: 'restored' },
    };
  if (!fs.existsSync(path.join(given.folder, 'library.db')) && backup !== undefined)
    return {
      kind: 'library-damaged',
      message: `The library was gone. Its backup of ${when} is in its place now; changes after it, which are missing: ${missing}.`,
      details: { ...details, code: 'gone' },
    };
  const lost =
    missing === 0
      ? 'Nothing is missing.'
      : `Up to ${missing} of the changes ${backup ? 'after that backup' : 'in it'} could not be read and are missing.`;
  return {
    kind: 'library-damaged',
    message:
      backup === undefined
        ? `The library was damaged and is mended: ${salvaged} tags, ratings, captions, albums and searches were read out of the damaged file. ${lost}${kept}`
        : `The library was damaged and is mended: ${salvaged} tags, ratings, captions, albums and searches were read out of the damaged file, ${fromBackup} came from the backup of ${when}. ${lost}${kept}`,
    details: { ...details, code: backup === undefined ? 'salvaged' : 'mended' },
  };
}

/** When a copy was made, in milliseconds since 1970. */
export function momentOf(copy: Copy): number {
  return copy.facts?.atMs ?? fs.statSync(copy.file).mtimeMs;
}

/** In UTC, to the minute. */
export function whenOf(copy: Copy | undefined): string {
  if (copy === undefined) return '';
  return new Date(momentOf(copy)).toISOString().slice(0, 16).replace('T', ' ');
}

function nothingLeft(file: string): Failure {
  return new Failure(
    'library-damaged',
    `The library ${file} is damaged, nothing can be read out of it, and there is no backup. Move it away to start anew; your photos are not affected.`,
    { details: { code: 'nothing-left', file } },
  );
}

/** @throws Failure `library-missing` where something is left of the library that was here */
export function askWhatToDo(folder: string): void {
  const copies = listCopies(folder);
  if (copies.length === 0 && keptAside(folder).length === 0) return;
  const [newest] = copies;
  throw new Failure(
    'library-missing',
    newest === undefined
      ? `The library in ${folder} is gone, and there is no backup. Put library.db back, or start anew: lumisift backup restore --begin-anew`
      : `The library in ${folder} is gone; its newest backup is of ${whenOf(newest)} UTC. Restore it: lumisift backup restore. Or start anew: lumisift backup restore --begin-anew`,
    { details: { folder, ...(newest && { code: 'backup', backup: newest.name, when: whenOf(newest) }) } },
  );
}

function putLogAside(folder: string): void {
  const log = path.join(folder, 'library.db-wal');
  if (fs.existsSync(log) && fs.statSync(log).size > 0) fs.renameSync(log, path.join(folder, `${freeName(folder)}-wal`));
  for (const suffix of ['-wal', '-shm']) fs.rmSync(path.join(folder, `library.db${suffix}`), { force: true });
}
