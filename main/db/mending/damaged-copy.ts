import fs from 'node:fs';
import path from 'node:path';
import { examine } from '../backups/examine.ts';
import { connect } from '../connect.ts';
import { type DamagedLog, putLogPages } from './damaged-log.ts';
import { raiseLostPages } from './lost-pages.ts';
import { changedPages, isAsKept, putPagesBack } from './pages.ts';

/** A damaged library is only read; what is done to make it readable is done to copies. */
export interface DamagedCopy {
  readonly file: string;
  /** What SQLite reads of it, where a part of its log is damaged: whole, and older. */
  readonly before: string | undefined;
}

/**
 * @param scratch a folder that is not there yet
 * @param folder of the library
 * @param backup a good copy of it
 * @param log what is damaged of its log, if it is that
 */
export function copyDamaged(given: {
  scratch: string;
  folder: string;
  backup: string | undefined;
  log: DamagedLog | undefined;
}): DamagedCopy {
  const { scratch, folder, backup, log } = given;
  const library = path.join(folder, 'library.db');
  const file = path.join(scratch, 'library.db');
  fs.mkdirSync(scratch, { mode: 0o700 });
  fs.copyFileSync(library, file);
  const before = log === undefined ? undefined : soundBefore(library, path.join(scratch, 'before.db'));
  if (log === undefined && fs.existsSync(`${library}-wal`) && !isLogOfAnother(folder, path.join(scratch, 'alone.db')))
    fs.copyFileSync(`${library}-wal`, `${file}-wal`);
  const lost = new Set(putPagesBack(file, changedPages(folder), folder, backup));
  if (log !== undefined) {
    for (const page of log.pages.keys()) lost.delete(page);
    for (const page of putLogPages(file, `${library}-wal`, log)) lost.add(page);
  }
  if (lost.size > 0) raise(file, [...lost]);
  return { file, before };
}

function soundBefore(library: string, copy: string): string | undefined {
  for (const suffix of ['', '-wal']) fs.copyFileSync(library + suffix, copy + suffix);
  try {
    // Closing it copies what can be read of the log in.
    connect(copy).close();
    const { trouble, changes } = examine(copy);
    return trouble === undefined && Object.keys(changes).length > 0 ? copy : undefined;
  } catch {
    return undefined; // all that it has is in the log
  }
}

/** The file without its log is whole and as it was left, and with it it is not: that is the log of another one. */
function isLogOfAnother(folder: string, copy: string): boolean {
  if (!isAsKept(folder)) return false;
  fs.copyFileSync(path.join(folder, 'library.db'), copy);
  const { trouble, changes } = examine(copy);
  return trouble === undefined && Object.keys(changes).length > 0;
}

/** What is found without a page that was lost is found again; where that is not possible, it stays as it is. */
function raise(damaged: string, lost: readonly number[]): void {
  try {
    // Closing it copies the log in.
    connect(damaged).close();
    const sql = connect(damaged, { isReadOnly: true });
    try {
      raiseLostPages(damaged, lost, sql);
    } finally {
      sql.close();
    }
  } catch {
    // Not even its tables can be told: the other ways in are tried.
  }
}
