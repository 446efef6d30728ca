import path from 'node:path';
import type { FolderAt, FolderNode } from '../../preload/contract/folder.ts';
import type { createFolders } from '../db/folders.ts';
import type { Searcher } from '../searcher/host.ts';
import { Failure } from '../util/failure.ts';
import type { LibraryFiling } from './filing.ts';
import type { WatchedFolders } from './watched-folders.ts';

export interface FolderCalls extends Pick<WatchedFolders, 'list' | 'add' | 'remove'> {
  /** Every folder of the disk that photos lie in. */
  tree(): Promise<FolderNode[]>;
  /** @throws Failure 'not-found' for a folder that is not in the library */
  pathOf(folder: FolderAt): string;
  /** @param id of one; absent: all of them */
  rescan(id?: number): void;
}

export function createFolderCalls(deps: {
  watched: WatchedFolders;
  folders: Pick<ReturnType<typeof createFolders>, 'list'>;
  searcher: Pick<Searcher, 'ask'>;
  filing: Pick<LibraryFiling, 'madeFolders'>;
}): FolderCalls {
  const { watched, folders, searcher, filing } = deps;
  return {
    list: watched.list,
    add: watched.add,
    remove: watched.remove,
    async tree() {
      const [nodes, made] = await Promise.all([searcher.ask({ is: 'folder-tree' }), filing.madeFolders()]);
      const known = new Set(nodes.map(({ folderId, dir }) => `${folderId}/${dir}`));
      return [...nodes, ...made.filter(({ folderId, dir }) => !known.has(`${folderId}/${dir}`))];
    },
    pathOf({ folderId, dir }) {
      const root = folders.list().find((row) => row.id === folderId);
      if (root === undefined) throw new Failure('not-found', 'This folder is no longer in the library.');
      return dir === '' ? root.path : path.join(root.path, ...dir.split('/'));
    },
    rescan(id) {
      for (const folder of watched.list()) if (id === undefined || folder.id === id) watched.rescan(folder.id);
    },
  };
}
