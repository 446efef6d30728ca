import fs from 'node:fs/promises';
import path from 'node:path';
import type { Folders } from '../db/folders.ts';
import type { Db } from '../db/open.ts';
import { isOwnPlace, ownFolders, ownPlacesOf } from '../pipeline/own-places.ts';
import { Failure } from '../util/failure.ts';
import { isInside } from '../util/is-inside.ts';

export interface Admitted {
  readonly id: number;
  /** The real path: two ways to one place would show every photo twice. */
  readonly path: string;
  /** Folders inside this one, which are part of it now. */
  readonly absorbed: readonly number[];
}

/**
 * Enters a folder into the library. One inside a folder of the library is refused; those inside the new one become part
 * of it, with everything known of their photos.
 * @param before called with the ids of the folders that will be absorbed, before they are
 * @throws Failure 'folder-missing', 'folder-not-allowed', 'folder-known', 'folder-own' or 'folder-nested'
 */
export async function admitFolder(
  { db, folders, now }: { db: Db; folders: Folders; now: () => number },
  given: string,
  before: (absorbed: readonly number[]) => void = () => undefined,
): Promise<Admitted> {
  const full = await usable(given);
  if (await isOwnPlace(full, await ownPlacesOf(ownFolders(db.folder))))
    throw new Failure(
      'folder-own',
      `${full} is where Lumisift keeps its own files: choose a folder with your photos.`,
      {
        details: { path: full },
      },
    );
  const known = folders.list();
  if (known.some((row) => row.path === full))
    throw new Failure('folder-known', `${full} is in the library already.`, { details: { path: full } });
  const outer = known.find((row) => isInside(row.path, full));
  if (outer !== undefined)
    throw new Failure('folder-nested', `${full} is part of ${outer.path}, which is in the library already.`, {
      details: { path: full, outer: outer.path },
    });
  const inner = known.filter((row) => isInside(full, row.path));
  const absorbed = inner.map((row) => row.id);
  before(absorbed);
  const id = db.transaction(() => {
    const newId = folders.add(full, now());
    for (const row of inner) {
      folders.adoptFiles(newId, path.relative(full, row.path).split(path.sep).join('/'), row.id);
      folders.remove(row.id);
    }
    return newId;
  });
  return { id, path: full, absorbed };
}

async function usable(given: string): Promise<string> {
  const details = { path: given };
  let full: string;
  try {
    full = await fs.realpath(path.resolve(given));
    if (!(await fs.stat(full)).isDirectory())
      throw new Failure('folder-missing', `${given} is a file, not a folder.`, { details });
  } catch (error) {
    if (error instanceof Failure) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EACCES' || code === 'EPERM') throw notAllowed(given, error);
    throw new Failure('folder-missing', `${given} is not there.`, { details, cause: error });
  }
  try {
    await fs.readdir(full);
  } catch (error) {
    throw notAllowed(given, error);
  }
  return full;
}

function notAllowed(given: string, cause: unknown): Failure {
  const message = `${given} may not be read: check its permissions.`;
  return new Failure('folder-not-allowed', message, { details: { path: given }, cause });
}
