import type { BigIntStats } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { defaultLibraryFolder } from '../util/library-folder.ts';

/**
 * [Note: The app's own folders are no photo folders]
 * What the app writes must never come in as photos: originals that are kept for undoing would be indexed, written into,
 * and then be no originals any more. They are known by what they are to the file system, device and inode, and not by
 * name: so it holds through links and bind mounts, for moved libraries, and whatever the folder is called. A library that is
 * not open now, an older copy for example, is known by its databases.
 */
export type OwnPlaces = ReadonlySet<string>;

/** Models have some dozen folders, Chromium's state a few hundred. */
const mostFolders = 10_000;

/** The folders that this library and the app's window write into. */
export function ownFolders(libraryFolder: string): string[] {
  const { LUMISIFT_LIBRARY: _chosen, ...env } = process.env;
  return [libraryFolder, path.dirname(defaultLibraryFolder(env))];
}

/** Keys of these folders and of all below them: any of them may be mounted somewhere else by itself. */
export async function ownPlacesOf(folders: readonly string[]): Promise<OwnPlaces> {
  const keys = new Set<string>();
  const waiting = [...folders];
  for (let folder = waiting.pop(); folder !== undefined && keys.size < mostFolders; folder = waiting.pop()) {
    try {
      const key = keyOf(await fs.stat(folder, { bigint: true }));
      if (key === '' || keys.has(key)) continue;
      keys.add(key);
      for (const entry of await fs.readdir(folder, { withFileTypes: true }))
        if (entry.isDirectory()) waiting.push(path.join(folder, entry.name));
    } catch {
      // Not there, or not to be entered: then nothing is read from it either.
    }
  }
  return keys;
}

/** The folder is, or lies inside, one of the app's own. */
export async function isOwnPlace(folder: string, own: OwnPlaces): Promise<boolean> {
  for (let at = folder; ; at = path.dirname(at)) {
    const key = await fs.stat(at, { bigint: true }).then(keyOf, () => '');
    if (own.has(key)) return true;
    if (path.dirname(at) === at) return false;
  }
}

/** A library of Lumisift's, of whatever version: these two are in each. */
export function isLibrary(names: Iterable<string>): boolean {
  const known = new Set(names);
  return known.has('library.db') && known.has('lock.db');
}

/** `device:inode`, decimal; empty where the file system has none. */
export function keyOf(stats: BigIntStats): string {
  return stats.ino === 0n ? '' : `${stats.dev}:${stats.ino}`;
}
