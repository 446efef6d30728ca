import fs from 'node:fs/promises';
import { Failure } from '../../util/failure.ts';

/** What is left for the databases and for everything else. */
const restBytes = 200_000_000;

/** @throws Failure 'disk-full' when so much more does not fit */
export async function checkRoom(folder: string, neededBytes: number): Promise<void> {
  const { bavail, bsize } = await fs.statfs(folder);
  const freeBytes = bavail * bsize;
  if (freeBytes >= neededBytes + restBytes) return;
  const missing = Math.ceil((neededBytes + restBytes - freeBytes) / 1e6);
  throw new Failure('disk-full', `The disk has no room for the model: ${missing} MB are missing.`, {
    details: { missing, folder },
  });
}

/** What a failed write means. */
export function diskTrouble(cause: unknown, folder: string): Failure {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const options = { details: { folder, code }, cause };
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new Failure('disk-full', 'The disk is full. What was downloaded is kept: make room and go on.', options);
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM')
    return new Failure('read-only', `${folder} cannot be written to.`, options);
  return new Failure('io', `The disk did not take the file (${code || String(cause)}).`, options);
}
