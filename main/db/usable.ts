import fs from 'node:fs';
import path from 'node:path';
import { Failure } from '../util/failure.ts';

const databases = ['library.db', 'index.db', 'thumbnails.db'];
const names = [
  ...databases.flatMap((name) => [name, `${name}-wal`, `${name}-shm`]),
  ...['lock.db', 'open', 'library.pages', 'changes.json', 'restore.json'],
];
/** SQLite's own limit on a path, but on Windows; with the longest name and ending in a library. */
const mostPathBytes = 512;
const longestName = 'thumbnails-damaged.db-journal';

/**
 * Called before anything in a library is opened: opening a pipe waits for ever, and of a folder the system says nothing that
 * a person can act on.
 * @throws Failure 'read-only' with what is in the way
 */
export function assertUsable(folder: string): void {
  if (process.platform !== 'win32' && Buffer.byteLength(path.join(folder, longestName)) >= mostPathBytes)
    throw new Failure(
      'read-only',
      `The path of the library is too long: ${folder}. Choose a place with a shorter one.`,
      {
        details: { code: 'long-path', folder },
      },
    );
  for (const name of names) {
    const file = path.join(folder, name);
    if (!isSomethingElse(file)) continue;
    throw new Failure(
      'read-only',
      `${file} is a folder or a pipe, where a file of the library belongs: move it away.`,
      {
        details: { code: 'no-file', file },
      },
    );
  }
}

function isSomethingElse(file: string): boolean {
  try {
    return fs.statSync(file, { throwIfNoEntry: false })?.isFile() === false;
  } catch {
    return false; // a link that leads round in a circle, or a folder that may not be entered: whoever opens it says so
  }
}
