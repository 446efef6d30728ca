import fs from 'node:fs/promises';
import path from 'node:path';
import { Failure } from '../util/failure.ts';
import { flush, isRemoved, putInPlace, removeTemporary, shaOf, temporaryBeside } from '../writing/bytes.ts';
import { asFailure } from '../writing/write-file.ts';

/** What became of a file that was to come into a folder. */
export interface PutInto {
  readonly is: 'copied' | 'there-already';
  readonly to: string;
  /** SHA-256 of its bytes. */
  readonly sha: string;
}

/**
 * Puts a file into a folder under a name, else as `name (2).jpg`: made beside its place, and put there whole. Nothing is
 * written over; a file that is there with the same bytes is this file already.
 * @param make writes the file to a path where nothing lies
 * @throws Failure 'disk-full', 'not-writable', 'gone', or what `make` throws
 */
export async function putInto(folder: string, as: string, make: (file: string) => Promise<void>): Promise<PutInto> {
  const { name, ext } = path.parse(as);
  const temporary = temporaryBeside(path.join(folder, as));
  try {
    await make(temporary);
    await flush(temporary);
    const sha = await shaOf(temporary);
    if (sha === undefined) throw new Failure('gone', `${as} went away while it was made.`, { details: { path: as } });
    for (let number = 1; ; number++) {
      const to = path.join(folder, number === 1 ? as : `${name} (${number})${ext}`);
      if (await isThere(to)) {
        if ((await fs.stat(to)).isFile() && (await shaOf(to)) === sha) {
          await removeTemporary(temporary);
          return { is: 'there-already', to, sha };
        }
      } else if (await putInPlace(temporary, to, true)) return { is: 'copied', to, sha };
    }
  } catch (error) {
    await isRemoved(temporary);
    throw asFailure(error);
  }
}

/** The bytes of a file, with the only date that a picture without metadata has. */
export async function copyTo(from: string, to: string): Promise<void> {
  await fs.copyFile(from, to, fs.constants.COPYFILE_EXCL);
  const { atime, mtime } = await fs.stat(from);
  await fs.chmod(to, 0o644);
  await fs.utimes(to, atime, mtime);
}

async function isThere(file: string): Promise<boolean> {
  return fs.lstat(file).then(
    () => true,
    () => false,
  );
}
