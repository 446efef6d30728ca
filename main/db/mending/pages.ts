import fs from 'node:fs';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { readLogPages } from './log-pages.ts';
import { syncFolder } from './swap.ts';

/**
 * [Note: What each page was]
 * SQLite has no checksums: a flipped bit in a word is read as another word, and a damaged page shows itself only when it is
 * come to. So a CRC-32 of each page is kept beside library.db. At the next start it is known at once which pages are not what
 * they were; and a page that the backup still has as it was is simply put back.
 *
 * That holds after a kill too: pages of library.db are written by a checkpoint of its log and by nothing else, and the list is
 * made as they will be before each one (db/checkpoints.ts). What a checkpoint that was cut short left half is in the log
 * still, and what is in the log is not asked of the file.
 */
const headerBytes = 12;
export const pageBytes = 4096;

interface PageList {
  readonly sums: Uint32Array;
}

function listFile(folder: string): string {
  return path.join(folder, 'library.pages');
}

/**
 * Called before pages of the log are copied into library.db, and where there is no list yet. About 1 ms for each MB of the log;
 * of the whole file where there is no list.
 */
export function keepPages(folder: string): void {
  const library = path.join(folder, 'library.db');
  const log = `${library}-wal`;
  try {
    const { committed, pageCount } = readLogPages(log, pageBytes);
    const before = readList(folder)?.sums ?? sumsOf(library);
    if (committed.size === 0 && fs.existsSync(listFile(folder))) return;
    const sums = new Uint32Array(pageCount ?? before.length);
    sums.set(before.subarray(0, sums.length));
    addSumsOf(log, committed, sums);
    const bytes = Buffer.alloc(headerBytes + sums.byteLength);
    Buffer.from(sums.buffer).copy(bytes, headerBytes);
    bytes.writeUInt32LE(pageBytes, 0);
    bytes.writeUInt32LE(sums.length, 4);
    bytes.writeUInt32LE(crc32(bytes.subarray(headerBytes)), 8);
    fs.writeFileSync(`${listFile(folder)}.part`, bytes, { mode: 0o600, flush: true });
    fs.renameSync(`${listFile(folder)}.part`, listFile(folder));
    // An old list would call damage what the checkpoint writes.
    syncFolder(folder);
  } catch {
    forgetPages(folder); // no room for it; an old one would be wrong
  }
}

/** What is there now is another file. */
export function forgetPages(folder: string): void {
  for (const suffix of ['', '.part']) fs.rmSync(listFile(folder) + suffix, { force: true });
}

/**
 * Numbers (from 0) of the pages that are not what they were. None where that is not known, and where so many are others that
 * somebody must have put another file there.
 */
export function changedPages(folder: string): number[] {
  const list = readList(folder);
  if (list === undefined) return [];
  const library = path.join(folder, 'library.db');
  const now = sumsOf(library);
  if (now.length > list.sums.length) return [];
  const inLog = readLogPages(`${library}-wal`, pageBytes).all;
  const changed: number[] = [];
  for (const [page, sum] of list.sums.entries()) if (now[page] !== sum && !inLog.has(page)) changed.push(page);
  const isAnother = now.length === list.sums.length && changed.length > Math.max(16, list.sums.length / 2);
  return isAnother ? [] : changed;
}

/** Every page of the file is what it was when nothing was left to copy in from its log. */
export function isAsKept(folder: string): boolean {
  const list = readList(folder);
  if (list === undefined) return false;
  const now = sumsOf(path.join(folder, 'library.db'));
  return now.length === list.sums.length && now.every((sum, page) => sum === list.sums[page]);
}

/**
 * Puts back in a copy of the library what a backup has of these pages; those that nobody has are emptied, not believed.
 * @returns numbers (from 0) of those
 */
export function putPagesBack(
  copy: string,
  changed: readonly number[],
  folder: string,
  backup: string | undefined,
): number[] {
  const list = readList(folder);
  const lost: number[] = [];
  if (list === undefined || changed.length === 0) return lost;
  const from = backup === undefined ? undefined : fs.openSync(backup, 'r');
  const to = fs.openSync(copy, 'r+');
  const page = Buffer.alloc(pageBytes);
  try {
    for (const number of changed) {
      const read = from === undefined ? 0 : fs.readSync(from, page, 0, pageBytes, number * pageBytes);
      if (read < pageBytes || crc32(page) !== list.sums[number]) {
        if (number === 0) continue; // what is left of the first one is made the best of
        page.fill(0);
        lost.push(number);
      }
      fs.writeSync(to, page, 0, pageBytes, number * pageBytes);
    }
  } finally {
    fs.closeSync(to);
    if (from !== undefined) fs.closeSync(from);
  }
  return lost;
}

function readList(folder: string): PageList | undefined {
  if (!fs.existsSync(listFile(folder))) return undefined;
  const bytes = fs.readFileSync(listFile(folder));
  const sums = bytes.subarray(headerBytes);
  const isSound =
    bytes.length > headerBytes &&
    bytes.readUInt32LE(0) === pageBytes &&
    bytes.readUInt32LE(4) * 4 === sums.length &&
    bytes.readUInt32LE(8) === crc32(sums);
  return isSound ? { sums: new Uint32Array(Uint8Array.from(sums).buffer) } : undefined;
}

function addSumsOf(log: string, pages: ReadonlyMap<number, number>, sums: Uint32Array): void {
  if (pages.size === 0) return;
  const page = Buffer.alloc(pageBytes);
  const opened = fs.openSync(log, 'r');
  try {
    for (const [number, at] of pages) {
      fs.readSync(opened, page, 0, pageBytes, at);
      if (number < sums.length) sums[number] = crc32(page);
    }
  } finally {
    fs.closeSync(opened);
  }
}

function sumsOf(file: string): Uint32Array {
  const sums = new Uint32Array(Math.ceil(fs.statSync(file).size / pageBytes));
  const block = Buffer.alloc(256 * pageBytes);
  const opened = fs.openSync(file, 'r');
  try {
    for (let page = 0; page < sums.length;) {
      const read = fs.readSync(opened, block, 0, block.length, page * pageBytes);
      if (read === 0) break;
      for (let at = 0; at < read; at += pageBytes)
        sums[page++] = crc32(block.subarray(at, Math.min(at + pageBytes, read)));
    }
  } finally {
    fs.closeSync(opened);
  }
  return sums;
}
