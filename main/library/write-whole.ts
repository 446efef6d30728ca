import { randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import { isNoRoom } from '../db/connect.ts';
import { Failure } from '../util/failure.ts';
import { renameOver } from '../util/rename-over.ts';

/** Writes beside the file and renames: it is there whole or as it was. @throws Failure where it cannot be written */
export async function writeWhole(file: string, text: string): Promise<void> {
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    await fs.writeFile(temporary, text, { flag: 'wx' });
    await renameOver(temporary, file);
  } catch (cause) {
    await fs.rm(temporary, { force: true });
    if (cause instanceof Failure) throw cause;
    const code = cause instanceof Error && 'code' in cause ? cause.code : '';
    if (code === 'ENOENT') throw new Failure('gone', `The folder of ${file} is not there.`, { cause });
    throw new Failure(isNoRoom(cause) ?? 'read-only', `${file} could not be written.`, {
      details: { path: file },
      cause,
    });
  }
}
