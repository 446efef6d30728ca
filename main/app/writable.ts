import fs from 'node:fs';
import { isNoRoom } from '../db/connect.ts';
import { Failure } from '../util/failure.ts';
import { makeFolder } from '../util/make-folder.ts';

/**
 * Makes the window's folder. Looked at before Electron's own lock is, which takes a folder that can't be written for an
 * instance that has it, and the app would end without a word.
 * @returns why nothing can be kept there
 */
export function whyUnwritable(folder: string): Failure | undefined {
  try {
    makeFolder(folder);
    fs.accessSync(folder, fs.constants.W_OK);
    return undefined;
  } catch (cause) {
    if (isNoRoom(cause) === 'disk-full')
      return new Failure('disk-full', `The disk of ${folder} is full: free some space.`, { cause });
    const message = `Nothing can be written into ${folder}: give yourself the right to, or start with --library DIR.`;
    return new Failure('read-only', message, { details: { folder }, cause });
  }
}
