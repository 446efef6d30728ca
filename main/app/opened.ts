import fs from 'node:fs/promises';
import path from 'node:path';
import type { FailureReport } from '../../preload/contract/failure.ts';
import type { Opened } from '../../preload/contract/opened.ts';
import type { Library } from '../library/index.ts';
import { Failure, reportOf } from '../util/failure.ts';
import { isInside } from '../util/is-inside.ts';

export interface OpenedPaths {
  /** Takes paths from outside, one after the other; what cannot be opened is told. */
  open(paths: readonly string[]): Promise<void>;
  /** What was opened and not yet taken. */
  take(): Opened[];
  /** @throws Failure 'not-found' for a number that was never given */
  pathOf(id: number): string;
  /** The folder itself, or the one that the picture is in. @throws Failure 'not-found' */
  folderOf(id: number): string;
}

const mostKept = 200;

/** What the person opens with the app. The window gets numbers: a path never comes from it, so none can be smuggled in. */
export function createOpened(deps: {
  library: { photos: Pick<Library['photos'], 'at'>; folders: Pick<Library['folders'], 'list'> };
  onOpened(): void;
  onTrouble(report: FailureReport): void;
}): OpenedPaths {
  const { library, onOpened, onTrouble } = deps;
  const known = new Map<number, { readonly path: string; readonly isFolder: boolean }>();
  let waiting: readonly Opened[] = [];
  let nextId = 1;

  return {
    async open(paths) {
      for (const one of paths) {
        try {
          waiting = [...waiting, await openOne(one)].slice(-mostKept);
        } catch (error) {
          onTrouble(reportOf(error));
        }
      }
      if (waiting.length > 0) onOpened();
    },
    take() {
      const taken = waiting;
      waiting = [];
      return [...taken];
    },
    pathOf: (id) => get(id).path,
    folderOf(id) {
      const { path: at, isFolder } = get(id);
      return isFolder ? at : path.dirname(at);
    },
  };

  async function openOne(given: string): Promise<Opened> {
    const full = await realPath(given);
    const isFolder = (await fs.stat(full)).isDirectory();
    if (isFolder) {
      const root = library.folders.list().find(({ path: at }) => at === full || isInside(at, full));
      if (root !== undefined) {
        const dir = path.relative(root.path, full).split(path.sep).join('/');
        return { is: 'place', folderId: root.id, dir };
      }
    } else {
      const photoId = library.photos.at(full);
      if (photoId !== undefined) return { is: 'photo', photoId };
    }
    const id = keep(full, isFolder);
    return isFolder
      ? { is: 'folder', id, path: full }
      : { is: 'picture', id, name: path.basename(full), folder: path.dirname(full) };
  }

  function keep(at: string, isFolder: boolean): number {
    const [oldest] = known.keys();
    if (known.size >= mostKept && oldest !== undefined) known.delete(oldest);
    known.set(nextId, { path: at, isFolder });
    return nextId++;
  }

  function get(id: number) {
    const found = known.get(id);
    if (!found) throw new Failure('not-found', 'This was opened too long ago: open it once more.');
    return found;
  }
}

/** @throws Failure 'gone' or 'no-permission', in a sentence that names the path */
async function realPath(given: string): Promise<string> {
  const details = { path: given };
  try {
    return await fs.realpath(given);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EACCES' || code === 'EPERM')
      throw new Failure('no-permission', `${given} may not be read: check its permissions.`, { details, cause: error });
    throw new Failure('gone', `${given} is not there.`, { details: { ...details, code: 'opened' }, cause: error });
  }
}
