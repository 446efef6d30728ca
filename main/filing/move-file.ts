import fs from 'node:fs/promises';
import path from 'node:path';
import { flushFolder } from '../writing/bytes.ts';
import { asFailure } from '../writing/write-file.ts';
import { Failure } from '../util/failure.ts';
import { renameOver } from '../util/rename-over.ts';

/**
 * [Note: How a file is moved]
 * A rename writes over what lies in its way without a word, and to ask first is to lose a race. A second name of the file
 * (a hard link) is refused by the system where the name is taken; after it the first name goes. Whatever ends the app
 * between the two leaves one file under two names, and the next start takes the first one away. Where there are no links
 * (exFAT, some network drives; folders and links themselves) it is looked first, and renamed then.
 * @throws Failure 'name-taken', 'gone', 'not-writable', 'locked'; an error of code EXDEV across drives
 */
export async function moveFile(from: string, to: string): Promise<void> {
  try {
    if (!(await linked(from, to))) {
      if (await isTaken(from, to)) throw taken(to);
      await renameOver(from, to);
    }
  } catch (error) {
    throw isAcrossDrives(error) ? error : asFailure(error);
  }
  await flushFolder(path.dirname(to));
  if (path.dirname(from) !== path.dirname(to)) await flushFolder(path.dirname(from));
}

export function isAcrossDrives(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EXDEV';
}

/** `device:inode`, or '' where there is nothing. */
export async function inodeOf(file: string): Promise<string> {
  try {
    const { dev, ino } = await fs.lstat(file, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return ''; // not there, or not to be looked at
  }
}

export function taken(to: string): Failure {
  return new Failure('name-taken', `${to} is there already, and nothing is written over it.`, {
    details: { path: to },
  });
}

/** @returns false where the system has no links for this */
async function linked(from: string, to: string): Promise<boolean> {
  if (!(await fs.lstat(from)).isFile()) return false;
  try {
    await fs.link(from, to);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'EEXIST' && !(await isTaken(from, to))) return false;
    if (code === 'EEXIST') throw taken(to);
    if (code === 'EXDEV' || code === 'ENOENT' || code === 'ENOTDIR') throw error;
    return false;
  }
  try {
    await fs.unlink(from);
  } catch (error) {
    await fs.unlink(to); // the file keeps the name that it had
    throw error;
  }
  return true;
}

/** Where case does not count, `img.jpg` "is there" when it is what IMG.JPG is to be called. */
async function isTaken(from: string, to: string): Promise<boolean> {
  const there = await inodeOf(to);
  if (there === '') return false;
  const isRecased = from !== to && from.toLowerCase() === to.toLowerCase();
  return !(isRecased && there === (await inodeOf(from)));
}
