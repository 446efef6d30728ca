import fs from 'node:fs/promises';
import { constants } from 'node:fs';
import type { FilingJournal } from '../db/filing.ts';
import { Failure } from '../util/failure.ts';
import { flush, isRemoved, putInPlace, shaOf, temporaryBeside } from '../writing/bytes.ts';
import { asFailure } from '../writing/write-file.ts';
import { taken } from './move-file.ts';

/**
 * Copies a file to where nothing lies yet: made beside its place, read back from the disk, compared, and put there whole.
 * @param step what the journal is told of it beside the paths
 * @returns the step's number in the journal
 * @throws Failure 'name-taken', 'gone', 'disk-full', 'not-writable', 'changed'
 */
export async function copyFile(
  step: { filingId: number; role: 'photo' | 'beside'; photoId: number | undefined; source: string; target: string },
  journal: FilingJournal,
): Promise<number> {
  const { source, target } = step;
  const temporary = temporaryBeside(target);
  const { size, atime, mtime } = await fs.stat(source).catch((error: unknown) => {
    throw asFailure(error);
  });
  const id = journal.beginStep({ ...step, kind: 'copy', temporary, inode: '', sizeBytes: size });
  try {
    await fs.copyFile(source, temporary, constants.COPYFILE_EXCL);
    await flush(temporary);
    // The only date that a picture without metadata has.
    await fs.utimes(temporary, atime, mtime);
    const [before, after] = [await shaOf(source), await shaOf(temporary)];
    if (before === undefined || before !== after)
      throw new Failure('changed', `${source} could not be copied whole. Nothing was changed.`, {
        details: { path: source },
      });
    journal.made(id, after);
    if (!(await putInPlace(temporary, target, true))) throw taken(target);
  } catch (error) {
    if (await isRemoved(temporary)) journal.cancel(id);
    throw asFailure(error);
  }
  journal.done(id);
  return id;
}
