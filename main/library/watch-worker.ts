/** @file Runs in a worker thread of the main process: chokidar and the scanner, so that no click waits for either. */
import { setTimeout } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { connect, isDamage } from '../db/connect.ts';
import { createCounts } from '../db/counts.ts';
import { createKnownFiles } from '../db/known-files.ts';
import type { Change } from '../db/file-change.ts';
import { scan } from '../pipeline/scan.ts';
import { createTreeWatch, type TreeWatch } from './tree-watch.ts';
import type { FromWatcher, ToWatcher, WatchSetup } from './watch-messages.ts';

if (parentPort === null) throw new Error('this file runs in a worker thread, started by watch.ts');
const port = parentPort;
// Written by watch.ts of this same build.
const setup = workerData as WatchSetup;

const sql = connect(setup.libraryFile, { isReadOnly: true });
attachIndex();
// It reads each row once: a large cache would only be filled.
sql.pragma('cache_size = -2000');
const known = createKnownFiles(sql);
const counts = createCounts(sql);
const extensions = new Set(setup.extensions);
const stopping = new AbortController();
/** A folder of 20,000 files is watched within it. */
const mostWaitMs = 2_000;
const folders = new Map<number, { readonly path: string; watch: TreeWatch | undefined }>();
/** Folder ids with the directories that may have changed; `whole` wins over any list. */
const dirty = new Map<number, Set<string> | 'whole'>();
let isBusy = false;
let onApplied: ((isApplied: boolean) => void) | undefined;

port.on('message', (message: ToWatcher) => {
  switch (message.is) {
    case 'watch':
      folders.set(message.folder.id, { path: message.folder.path, watch: undefined });
      mark(message.folder.id, 'whole');
      break;
    case 'unwatch':
      void folders.get(message.folderId)?.watch?.close();
      folders.delete(message.folderId);
      dirty.delete(message.folderId);
      break;
    case 'scan':
      mark(message.folderId, 'whole');
      break;
    case 'applied':
      onApplied?.(true);
      break;
    case 'refused':
      onApplied?.(false);
      break;
    case 'count':
      count(message.modelNumber, message.fillNumber);
      break;
    case 'reopen':
      sql.exec('DETACH DATABASE idx');
      attachIndex();
      break;
    case 'stop':
      void stop();
      break;
  }
});
post({ is: 'ready' });

function attachIndex(): void {
  sql.prepare('ATTACH DATABASE ? AS idx').run(setup.indexFile);
}

function count(modelNumber: number, fillNumber: number | undefined): void {
  try {
    post({ is: 'counted', counts: counts(modelNumber, fillNumber) });
  } catch (error) {
    if (!isDamage(error)) throw error;
    post({ is: 'damaged' });
  }
}

function mark(folderId: number, what: readonly string[] | 'whole'): void {
  const before = dirty.get(folderId);
  if (what === 'whole' || before === 'whole') dirty.set(folderId, 'whole');
  else dirty.set(folderId, new Set([...(before ?? []), ...what]));
  void work();
}

/** One scan after the other: each compares with the state that the one before has left. */
async function work(): Promise<void> {
  if (isBusy) return;
  isBusy = true;
  try {
    for (let next = dirty.entries().next(); !next.done; next = dirty.entries().next()) {
      const [folderId, what] = next.value;
      dirty.delete(folderId);
      if (folders.has(folderId)) await scanOne(folderId, what === 'whole' ? undefined : [...what]);
    }
  } finally {
    isBusy = false;
  }
}

async function scanOne(folderId: number, dirs: readonly string[] | undefined): Promise<void> {
  const folder = folders.get(folderId);
  if (folder === undefined || stopping.signal.aborted) return;
  if (folder.watch === undefined) {
    startWatch(folderId);
    await stood(folderId);
  }
  let lastToldMs = 0;
  try {
    const result = await scan(
      {
        known,
        extensions,
        ownFolders: setup.ownFolders,
        signal: stopping.signal,
        apply: (changes) => apply(folderId, changes),
        onSeen(filesSeen) {
          if (dirs !== undefined || Date.now() - lastToldMs < 100) return;
          lastToldMs = Date.now();
          post({ is: 'scanning', folderId, filesSeen });
        },
      },
      { id: folderId, path: folder.path },
      dirs,
    );
    const isWhole = dirs === undefined;
    if (result.is === 'offline') {
      await folder.watch?.close();
      folder.watch = undefined;
      post({ is: 'scanned', folderId, result: 'offline', isWhole, files: 0 });
    } else post({ is: 'scanned', folderId, result: 'done', isWhole, files: result.files });
  } catch (error) {
    if (isStopping()) return;
    post({ is: 'scan-failed', folderId, message: error instanceof Error ? error.message : String(error) });
  }
}

/** Asked again after an await: it may have changed meanwhile. */
function isStopping(): boolean {
  return stopping.signal.aborted;
}

function startWatch(folderId: number): void {
  const folder = folders.get(folderId);
  if (folder === undefined) return;
  folder.watch = createTreeWatch({
    root: folder.path,
    extensions,
    ownFolders: setup.ownFolders,
    onDirty: (dirs) => mark(folderId, dirs),
    onLimit: (code) => post({ is: 'limited', folderId, code }),
  });
}

/**
 * The watch is there before the scan looks, so that nothing falls between the two. Where that takes long, the scan goes
 * first, and once more when the watch is there.
 */
async function stood(folderId: number): Promise<void> {
  const watch = folders.get(folderId)?.watch;
  if (watch === undefined) return;
  const late = new AbortController();
  const isIt = await Promise.race([
    watch.stands.then(() => true),
    setTimeout(mostWaitMs, false, { signal: AbortSignal.any([late.signal, stopping.signal]) }).catch(() => false),
  ]);
  late.abort();
  if (isIt) return;
  void watch.stands.then(() => {
    if (folders.get(folderId)?.watch === watch && !isStopping()) mark(folderId, 'whole');
  });
}

function apply(folderId: number, changes: readonly Change[]): Promise<void> {
  post({ is: 'found', folderId, changes: [...changes] });
  return new Promise((resolve, reject) => {
    const abort = () => reject(new Error('stopped'));
    stopping.signal.addEventListener('abort', abort, { once: true });
    onApplied = (isApplied) => {
      stopping.signal.removeEventListener('abort', abort);
      if (isApplied) resolve();
      else reject(new Error('the library can not be written now'));
    };
  });
}

async function stop(): Promise<void> {
  stopping.abort();
  await Promise.all([...folders.values()].map(async (folder) => folder.watch?.close()));
  sql.close();
  port.close();
}

function post(message: FromWatcher): void {
  port.postMessage(message);
}
