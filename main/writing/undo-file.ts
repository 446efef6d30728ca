import fs from 'node:fs/promises';
import path from 'node:path';
import type { JournalFile, WritingJournal } from '../db/writing.ts';
import { Failure } from '../util/failure.ts';
import { flush, isRemoved, putInPlace, shaOf, temporaryBeside } from './bytes.ts';
import { checkNames, keepAttributes } from './keep-attributes.ts';
import { asFailure, changed } from './write-file.ts';

/**
 * Puts a file back as it was, byte for byte; one that was made by the write goes. [Note: How a file is written]
 * @throws Failure 'changed' when it was changed since, 'gone', 'not-writable', 'disk-full'
 */
export async function undoFile(it: JournalFile, journal: WritingJournal, backups: string): Promise<void> {
  const now = await shaOf(it.path);
  if (now === it.beforeSha) return journal.undone(it); // it is as it was already
  if (now === undefined) throw new Failure('gone', 'The file is no longer there.');
  if (now !== it.afterSha) throw changed();
  const temporary = temporaryBeside(it.path);
  journal.beginUndo(it.id, temporary);
  try {
    if (it.beforeSha === undefined) await fs.rm(it.path);
    else {
      await bringBack(it, temporary, backups);
      if ((await shaOf(it.path)) !== it.afterSha) throw changed();
      await putInPlace(temporary, it.path, false);
    }
  } catch (error) {
    if (await isRemoved(temporary)) journal.settle(it.id, 'written');
    throw asFailure(error);
  }
  journal.undone(it);
}

async function bringBack(it: JournalFile, temporary: string, backups: string): Promise<void> {
  checkNames((await fs.stat(it.path)).nlink);
  if (it.beforeBytes !== undefined) await fs.writeFile(temporary, it.beforeBytes);
  else if (it.backup !== undefined) await fs.copyFile(path.join(backups, it.backup), temporary);
  else throw new Failure('not-found', 'What undoing needs was thrown away.');
  if ((await shaOf(temporary)) !== it.beforeSha)
    throw new Failure('not-found', 'What undoing needs is damaged, so the file stays as it is.');
  await flush(temporary);
  await keepAttributes(it.path, temporary);
  // As it was, its date too: programs that go by it see the file they knew.
  if (it.beforeMtimeMs !== undefined) await fs.utimes(temporary, new Date(), new Date(it.beforeMtimeMs));
}
