import fs from 'node:fs';
import path from 'node:path';
import { Failure } from '../util/failure.ts';

/** @returns the absolute path. @throws Failure 'gone' that names what was given */
export function thereAt(given: string): string {
  const absolute = path.resolve(given);
  try {
    fs.statSync(absolute);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    // Whatever else is wrong with it, whoever reads it says.
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new Failure('gone', `${given} is not there.`, { details: { path: given }, cause });
  }
  return absolute;
}

/** The library knows files by their paths without links. */
export function realPath(file: string): string {
  const absolute = path.resolve(file);
  return fs.existsSync(absolute) ? fs.realpathSync(absolute) : absolute;
}
