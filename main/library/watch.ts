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
  /** The thread died, and why; what it was asked to count is not answered. */
  onDied(why: string, what: 'started again' | 'for good'): void;
  /** Counting met a damaged page: there is no count. */
  onDamaged(): void;
}

export interface Watch {
  add(folder: { id: number; path: string }): void;
  remove(folderId: number): void;
  scan(folderId: number): void;
  /** Answered by `onCounted`. */
  count(modelNumber: number, fillNumber: number | undefined): void;
  /** index.db is another file now. */
  reopen(): void;
  /** Resolves when the thread has ended. */
  stop(): Promise<void>;
}

const longestStopMs = 3_000;
/** In one run of the app. */
const mostRestarts = 5;

/** The watch worker: tells what changed in the folders it is given, by watching and by scanning. */
export function createWatch(watching: Watching): Watch {
  const { libraryFile, indexFile, extensions, ownFolders } = watching;
  const folders = new Map<number, string>();
  let restarts = 0;
  let isStopping = false;
  let hasEnded: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (hasEnded = resolve));
  let worker = start();
  const post = (message: ToWatcher) => worker?.postMessage(message);

  return {
    add(folder) {
      folders.set(folder.id, folder.path);
      post({ is: 'watch', folder });
    },
    remove(folderId) {
      folders.delete(folderId);
      post({ is: 'unwatch', folderId });
    },
    count: (modelNumber, fillNumber) => post({ is: 'count', modelNumber, fillNumber }),
    reopen: () => post({ is: 'reopen' }),
    scan: (folderId) => post({ is: 'scan', folderId }),
    async stop() {
      isStopping = true;
      post({ is: 'stop' });
      // A network drive that does not answer must not keep the app open: the thread only reads.
      const timer = setTimeout(() => void worker?.terminate(), longestStopMs);
      await ended;
      clearTimeout(timer);
    },
  };

  function start(): Worker | undefined {
    const started = new Worker(workerUrl('watch-worker', import.meta.url), {
      // A scan makes garbage by the megabyte. With V8's own limits it lay there for ever: 270 MB of the whole process after
      // 40,000 files, and 209 MB so.
      resourceLimits: { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 1_024 },
      workerData: { libraryFile, indexFile, extensions, ownFolders } satisfies WatchSetup,
    });
    let why = 'it ended';
    started.on('message', hear);
    // Without a listener the error would be the main process's, and end it.
    started.on('error', (error) => (why = error instanceof Error ? error.message : String(error)));
    started.once('exit', () => onExit(why));
    return started;
  }

  /** A thread that died is started again, and looks at everything anew; one that dies again and again is not. */
  function onExit(why: string): void {
    worker = undefined;
    if (isStopping) return hasEnded();
    restarts += 1;
    if (restarts > mostRestarts) {
      watching.onDied(why, 'for good');
      return hasEnded();
    }
    worker = start();
    watching.onDied(why, 'started again');
    for (const [id, path] of folders) post({ is: 'watch', folder: { id, path } });
  }

  function hear(message: FromWatcher): void {
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
      case 'damaged':
        watching.onDamaged();
        break;
      case 'limited':
        watching.onLimit(message.folderId, message.code);
        break;
    }
  }
}
