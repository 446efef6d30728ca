import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { open, rm, link } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { renameOver } from '../util/rename-over.ts';

/** SHA-256 in hexadecimal, read in pieces. @returns undefined where there is no file */
export async function shaOf(file: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    await pipeline(fs.createReadStream(file), hash);
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
  return hash.digest('hex');
}

export function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

/** A name beside the file that no scan looks at; ExifTool goes by its ending. */
export function temporaryBeside(file: string): string {
  return path.join(path.dirname(file), `.lumisift-${randomBytes(6).toString('hex')}${path.extname(file)}`);
}

/** What may be left of a write that was cut short: the copy, and what ExifTool makes of it on its way. */
export async function removeTemporary(temporary: string): Promise<void> {
  for (const file of [temporary, `${temporary}_exiftool_tmp`]) await rm(file, { force: true });
}

/**
 * The same after something went wrong, which may be that nothing can be removed: then what the journal has of it stays open,
 * and the next start settles it.
 */
export async function isRemoved(temporary: string): Promise<boolean> {
  return removeTemporary(temporary).then(
    () => true,
    () => false,
  );
}

/** The bytes are on the disk before the name is. */
export async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Puts a whole file in the place of another at once.
 * @param isNew there must be no file yet: if another program has made one meanwhile, it stays
 * @returns false when there was one
 */
export async function putInPlace(temporary: string, file: string, isNew: boolean): Promise<boolean> {
  if (isNew) {
    try {
      await link(temporary, file);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : '';
      if (code === 'EEXIST') return false;
      // exFAT and some network drives have no links.
      if (fs.existsSync(file)) return false;
      await renameOver(temporary, file);
    }
    await rm(temporary, { force: true });
  } else await renameOver(temporary, file);
  await flushFolder(path.dirname(file));
  return true;
}

export async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return; // Windows opens no folder for this
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch {
    // Some network drives refuse, and a folder may be one that can't be read: the rename itself is done.
  }
}
