import fs from 'node:fs';
import path from 'node:path';

/**
 * Makes a folder and what it lies in, where they are not there. Node's own `recursive` never comes back from a place that knows the
 * folder above and says of one in it that there is no such folder: Linux' `/proc` does, and what mounts by itself.
 * @throws what the system says
 */
export function makeFolder(folder: string, mode = 0o777): void {
  try {
    fs.mkdirSync(folder, { mode });
  } catch (error) {
    if (isFolder(folder)) return;
    const above = path.dirname(folder);
    const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isGone || above === folder || isFolder(above)) throw error;
    makeFolder(above, mode);
    makeFolder(folder, mode);
  }
}

function isFolder(at: string): boolean {
  return fs.statSync(at, { throwIfNoEntry: false })?.isDirectory() === true;
}
