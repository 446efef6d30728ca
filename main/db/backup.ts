import fs from 'node:fs';
import path from 'node:path';
import type { FailureReport } from '../../preload/contract/failure.ts';
import { Failure } from '../util/failure.ts';
import { connect } from './connect.ts';
import type { Db } from './open.ts';

const kept = 7;
const dayMs = 86_400_000;

/** Copies library.db aside once a day, page by page between other work, and keeps the last seven copies. */
export async function backUpLibrary(db: Db, nowMs: number): Promise<void> {
  const folder = path.join(db.folder, 'backups');
  fs.mkdirSync(folder, { recursive: true });
  const newest = backups(db.folder)[0];
  if (newest !== undefined && nowMs - fs.statSync(newest).mtimeMs < dayMs) return;
  const name = `library-${new Date(nowMs).toISOString().replaceAll(/[:.]/g, '-')}.db`;
  const unfinished = path.join(folder, `${name}.part`);
  await db.sql.backup(unfinished, { progress: () => 200 });
  fs.renameSync(unfinished, path.join(folder, name));
  for (const old of backups(db.folder).slice(kept)) fs.rmSync(old, { force: true });
}

export function hasBackups(libraryFolder: string): boolean {
  return backups(libraryFolder).length > 0;
}

/** Newest first. */
function backups(libraryFolder: string): string[] {
  const folder = path.join(libraryFolder, 'backups');
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder)
    .filter((name) => /^library-.*\.db$/.test(name))
    .sort()
    .reverse()
    .map((name) => path.join(folder, name));
}

/**
 * Puts the newest good backup in the place of a damaged library.db, which is kept aside. The index goes too: its ids
 * belong to the damaged file.
 * @throws Failure `library-damaged` when there is no good backup; the damaged file is then left where it is
 */
export function restoreLibrary(folder: string, sqliteAddon: string | undefined): FailureReport {
  const file = path.join(folder, 'library.db');
  const good = backups(folder).find((backup) => isGood(backup, sqliteAddon));
  if (good === undefined)
    throw new Failure(
      'library-damaged',
      `The library ${file} is damaged and there is no backup yet. Move it away to start anew; your photos are not affected.`,
      { details: { file } },
    );
  const aside = path.join(folder, `library-damaged-${Date.now()}.db`);
  fs.renameSync(file, aside);
  for (const suffix of ['-wal', '-shm']) fs.rmSync(file + suffix, { force: true });
  for (const name of ['index.db', 'thumbnails.db'])
    for (const suffix of ['', '-wal', '-shm']) fs.rmSync(path.join(folder, name + suffix), { force: true });
  fs.copyFileSync(good, file);
  return {
    kind: 'library-damaged',
    message: `The library was damaged. The backup of ${path.basename(good)} was put in its place; the damaged file is kept as ${aside}.`,
    details: { backup: good, file: aside },
  };
}

function isGood(file: string, sqliteAddon: string | undefined): boolean {
  try {
    const sql = connect(file, { sqliteAddon, isReadOnly: true });
    try {
      return sql.pragma('integrity_check(1)', { simple: true }) === 'ok';
    } finally {
      sql.close();
    }
  } catch {
    return false; // a backup that cannot be opened is not a good one
  }
}
