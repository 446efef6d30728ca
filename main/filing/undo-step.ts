import fs from 'node:fs/promises';
import type { FilingJournal, FilingStep } from '../db/filing.ts';
import { Failure } from '../util/failure.ts';
import { asFailure } from '../writing/write-file.ts';
import { inodeOf, moveFile } from './move-file.ts';
import type { Trash } from './trash.ts';

/**
 * Puts back what a step did.
 * @throws Failure 'name-taken' where something lies in its way, 'not-in-trash', 'gone', 'not-writable'
 */
export async function undoStep(step: FilingStep, deps: { journal: FilingJournal; trash: Trash }): Promise<void> {
  const { journal, trash } = deps;
  const { id, kind, source, target } = step;
  if (kind === 'trash') return trash.restore(step);
  if (target === undefined || (await inodeOf(target)) === '')
    throw new Failure('gone', `${target ?? source} is no longer there.`, { details: { path: target ?? source } });
  if (kind === 'copy') throw new Error('a copy is undone by trashing it');
  journal.beginUndo(id);
  try {
    // A folder goes only while it is empty: rmdir refuses any other.
    if (kind === 'folder') await fs.rmdir(target);
    else await moveFile(target, source);
  } catch (error) {
    journal.done(id);
    if (error instanceof Error && 'code' in error && error.code === 'ENOTEMPTY')
      throw new Failure('refused', `${target} is not empty any more, and stays.`, { details: { path: target } });
    throw asFailure(error);
  }
  journal.undone(id);
}
