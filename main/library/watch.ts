import { Worker } from 'node:worker_threads';
import type { LibraryCounts } from '../db/counts.ts';
import type { Change } from '../db/file-change.ts';
import { workerUrl } from '../util/worker-url.ts';
import type { FromWatcher, ToWatcher, WatchSetup } from './watch-messages.ts';

export interface Watching extends WatchSetup {
  /** Commits the changes. @returns false when they can't be written now: the scan ends, and is to be done again */
  apply(folderId: number, changes: readonly Change[]): boolean;
  onScanning(folderId: number, filesSeen: number): void;
  onScanned(folderId: number, result: 'done' | 'offline', isWhole: boolean): void;
  onFailed(folderId: number, message: string): void;
  onLimit(folderId: number, code: string): void;
  onCounted(counts: LibraryCounts): void;
}

export interface Watch {
  add(folder: { id: number; path: string }): void;
  remove(folderId: number): void;
  scan(folderId: number): void;
  /** Answered by `onCounted`. */
  count(modelNumber: number, fillNumber: number | undefined): void;
  /** Resolves when the thread has ended. */
  stop(): Promise<void>;
}

const longestStopMs = 3_000;

/** The watch worker: tells what changed in the folders it is given, by watching and by scanning. */
export function createWatch(watching: Watching): Watch {
  const { libraryFile, indexFile, sqliteAddon, extensions } = watching;
  const worker = new Worker(workerUrl('watch-worker', import.meta.url), {
    // A scan makes garbage by the megabyte. With V8's own limits it lay there for ever: 270 MB of the whole process after
    // 40,000 files, and 209 MB so.
    resourceLimits: { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 1_024 },
    workerData: { libraryFile, indexFile, sqliteAddon, extensions } satisfies WatchSetup,
  });
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const post = (message: ToWatcher) => worker.postMessage(message);
  worker.on('message', (message: FromWatcher) => {
    switch (message.is) {
      case 'ready':
        break;
      case 'scanning':
        watching.onScanning(message.folderId, message.filesSeen);
        break;
      case 'found':
        post({ is: watching.apply(message.folderId, message.changes) ? 'applied' : 'refused' });
        break;
      case 'scanned':
        watching.onScanned(message.folderId, message.result, message.isWhole);
        break;
      case 'scan-failed':
        watching.onFailed(message.folderId, message.message);
        break;
      case 'counted':
        watching.onCounted(message.counts);
        break;
      case 'limited':
        watching.onLimit(message.folderId, message.code);
        break;
    }
  });
  return {
    add: (folder) => post({ is: 'watch', folder }),
    remove: (folderId) => post({ is: 'unwatch', folderId }),
    count: (modelNumber, fillNumber) => post({ is: 'count', modelNumber, fillNumber }),
    scan: (folderId) => post({ is: 'scan', folderId }),
    async stop() {
      post({ is: 'stop' });
      // A network drive that does not answer must not keep the app open: the thread only reads.
      const timer = setTimeout(() => void worker.terminate(), longestStopMs);
      await ended;
      clearTimeout(timer);
    },
  };
}
