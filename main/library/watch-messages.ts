import type { LibraryCounts } from '../db/counts.ts';
import type { Change } from '../db/file-change.ts';

export interface WatchSetup {
  readonly libraryFile: string;
  readonly indexFile: string;
  readonly extensions: readonly string[];
  readonly ownFolders: readonly string[];
}

export type ToWatcher =
  | { is: 'watch'; folder: { id: number; path: string } }
  | { is: 'unwatch'; folderId: number }
  | { is: 'scan'; folderId: number }
  | { is: 'applied' }
  /** The library can't be written now. */
  | { is: 'refused' }
  /** Numbers of models in index.db: of the one that answers, and of one that is being filled. */
  | { is: 'count'; modelNumber: number; fillNumber: number | undefined }
  /** index.db is another file now. */
  | { is: 'reopen' }
  | { is: 'stop' };

export type FromWatcher =
  | { is: 'ready' }
  | { is: 'scanning'; folderId: number; filesSeen: number }
  | { is: 'found'; folderId: number; changes: Change[] }
  | { is: 'scanned'; folderId: number; result: 'done' | 'offline'; isWhole: boolean; files: number }
  | { is: 'scan-failed'; folderId: number; message: string }
  | { is: 'counted'; counts: LibraryCounts }
  /** Counting met a damaged page. */
  | { is: 'damaged' }
  /** The system refuses more watches: this folder is scanned on a timer from now on. */
  | { is: 'limited'; folderId: number; code: string };
