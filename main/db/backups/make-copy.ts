import fs from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { Failure } from '../../util/failure.ts';
import { workerUrl } from '../../util/worker-url.ts';
import {
  backupsFolder,
  type Copy,
  dropOldCopies,
  listCopies,
  nameOfCopy,
  removeUnfinished,
  writeFacts,
} from './copies.ts';
import { type Examination, whatVanished } from './examine.ts';

export interface CopyAsked {
  readonly from: string;
  readonly into: string;
}

export interface CopyMade extends Examination {
  readonly sha256: string;
}

/**
 * Copies library.db aside while it is in use (SQLite's online backup, in a thread of its own), looks the copy over, and only
 * then lets it be a backup. Older copies go when this one was found good, never otherwise.
 * @param folder of the library
 * @throws Failure `library-damaged` when the copy shows that the library is; `disk-full` or `read-only` where there is no room
 */
export async function makeCopy(folder: string, nowMs: number): Promise<Copy> {
  const into = backupsFolder(folder);
  makeFolder(into);
  removeUnfinished(folder);
  const from = path.join(folder, 'library.db');
  makeSureOfRoom(folder, from);
  const [newest] = listCopies(folder);
  let number = Math.max(0, newest?.number ?? 0) + 1;
  // What is called so and is no copy stays where it is.
  while (fs.existsSync(path.join(into, nameOfCopy(number)))) number++;
  const file = path.join(into, nameOfCopy(number));
  const part = `${file}.part`;
  try {
    const { sha256, contents, changes, trouble } = await copyAside({ from, into: part });
    const vanished = newest?.facts && whatVanished(newest.facts, { contents, changes });
    if (trouble !== undefined || vanished !== undefined)
      throw new Failure('library-damaged', `The library is damaged: ${trouble ?? `${vanished} are gone`}.`, {
        details: { file: from },
      });
    writeFacts(file, { atMs: nowMs, checkedAtMs: nowMs, sha256, contents, changes });
    fs.renameSync(part, file);
  } finally {
    removeUnfinished(folder);
  }
  dropOldCopies(folder);
  const made = listCopies(folder).find((copy) => copy.number === number);
  if (made === undefined) throw new Error('a backup was made and is not there');
  return made;
}

function makeFolder(into: string): void {
  try {
    fs.mkdirSync(into, { recursive: true, mode: 0o700 });
  } catch (cause) {
    if (!fs.existsSync(into)) throw cause;
    throw new Failure('read-only', `Backups can't be made: ${into} is a file, not a folder.`, {
      details: { folder: into },
      cause,
    });
  }
}

/** The library must never be what fills the disk. */
function makeSureOfRoom(folder: string, from: string): void {
  const { bavail, bsize } = fs.statfsSync(folder);
  const wal = fs.statSync(`${from}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  const needed = fs.statSync(from).size + wal;
  if (bavail * bsize < needed * 1.5)
    throw new Failure('disk-full', 'There is no room for a backup of the library: free some space.', {
      details: { code: 'backup', folder },
    });
}

function copyAside(asked: CopyAsked): Promise<CopyMade> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerUrl('copy-worker', import.meta.url), { workerData: asked });
    worker.once('message', (made: CopyMade) => resolve(made));
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the thread that makes a backup ended with ${code}`)));
  });
}
