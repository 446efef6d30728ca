import fs from 'node:fs/promises';
import type { Folder, FolderState } from '../../preload/contract/folder.ts';
import type { FailureReport } from '../../preload/contract/failure.ts';
import type { LibraryCounts } from '../db/counts.ts';
import { unreadable } from '../db/failures.ts';
import type { Files } from '../db/files.ts';
import type { Folders } from '../db/folders.ts';
import type { Db } from '../db/open.ts';
import type { Sources } from '../db/sources.ts';
import type { Texts } from '../db/texts.ts';
import type { Change } from '../db/file-change.ts';
import { isNoRoom } from '../db/connect.ts';
import { reportOf } from '../util/failure.ts';
import { admitFolder } from './admit-folder.ts';
import { createWatch } from './watch.ts';
import type { WatchSetup } from './watch-messages.ts';

export interface WatchedFoldersDeps {
  readonly db: Db;
  readonly folders: Folders;
  readonly files: Files;
  readonly sources: Pick<Sources, 'derive'>;
  readonly texts: Texts;
  readonly setup: WatchSetup;
  /** Numbers of the models in index.db whose photos are counted: of the one that answers, and of one being filled. */
  readonly counting: () => { readonly modelNumber: number; readonly fillNumber: number | undefined };
  readonly now: () => number;
  readonly log: (line: string) => void;
  /** After COMMIT: files came or changed, and these photos are in other places than before. */
  readonly onFound: (photoIds: readonly number[]) => void;
  readonly onState: () => void;
  readonly onNotice: (notice: FailureReport) => void;
  /** Counting met a damaged page. */
  readonly onDamaged: () => void;
  /** The library can't be written now: what was found is not kept. `resume` looks again. */
  readonly onNoRoom: (why: FailureReport) => void;
}

/** A drive that is away is looked for this often; a folder that can't be watched whole is scanned this often. */
const lookForMs = 15_000;
const scanEveryMs = 10 * 60_000;

/** The folders that the person added: watched, scanned, offline when their drive is away. */
export function createWatchedFolders(deps: WatchedFoldersDeps) {
  const { db, folders, files, sources, texts, now, onState } = deps;
  const states = new Map<number, FolderState>();
  const limited = new Map<number, string>();
  /** Folders whose last scan could not be written. */
  const unwritten = new Set<number>();
  const scans = new Map<number, (() => void)[]>();
  let counts: LibraryCounts = { photoCount: 0, embeddedCount: 0, failedCount: 0, folders: [] };
  let isCounting = false;
  let countsInVain = 0;
  let isStopped = false;
  let onCounted: ((value: LibraryCounts) => void)[] = [];
  /** Asked while a count was under way, which may have begun before what is asked about. */
  let onCountedNext: ((value: LibraryCounts) => void)[] = [];
  const watch = createWatch({
    ...deps.setup,
    apply,
    onScanning: (id, filesSeen) => setState(id, { is: 'scanning', filesSeen }),
    onScanned,
    onFailed: (id, message) => {
      deps.log(`scan of folder ${id} failed: ${message}`);
      settle(id);
    },
    onLimit,
    onDied,
    onDamaged() {
      isCounting = false;
      deps.onDamaged();
      // Of an index that is whole again, or in vain: whoever waits is told what was known.
      if (countsInVain++ < 3) return count();
      for (const resolve of [...onCounted.splice(0), ...onCountedNext.splice(0)]) resolve(counts);
    },
    onCounted(value) {
      countsInVain = 0;
      counts = value;
      isCounting = false;
      for (const resolve of onCounted) resolve(value);
      onCounted = onCountedNext;
      onCountedNext = [];
      if (onCounted.length > 0) count();
      onState();
    },
  });
  const lookTimer = setInterval(() => void lookForOffline(), lookForMs);
  const scanTimer = setInterval(() => {
    for (const id of limited.keys()) rescan(id);
  }, scanEveryMs);
  lookTimer.unref();
  scanTimer.unref();

  return {
    /** Watches and scans the folders of the library. */
    start(): void {
      for (const folder of folders.list()) if (!states.has(folder.id)) begin(folder.id, folder.path);
    },
    list(): Folder[] {
      return folders.list().map((row) => {
        const counted = counts.folders.find((it) => it.id === row.id);
        return {
          id: row.id,
          path: row.path,
          state: states.get(row.id) ?? { is: 'scanning', filesSeen: 0 },
          photoCount: counted?.photos ?? 0,
          failedCount: counted?.failed ?? 0,
        };
      });
    },
    /** As counted last; `count` asks for a new count, which is told by `onState`. */
    counts: (): LibraryCounts => counts,
    count,
    counted(): Promise<LibraryCounts> {
      if (isStopped) return Promise.resolve(counts);
      return new Promise((resolve) => {
        (isCounting ? onCountedNext : onCounted).push(resolve);
        count();
      });
    },
    isScanning: (): boolean => [...states.values()].some((state) => state.is === 'scanning'),
    /**
     * Adds a folder. One inside a watched folder is refused; watched folders inside the new one become part of it.
     * @throws Failure 'folder-missing', 'folder-not-allowed', 'folder-known' or 'folder-nested'
     */
    async add(given: string): Promise<number> {
      const {
        id,
        path: full,
        absorbed,
      } = await admitFolder({ db, folders, now }, given, (ids) => ids.forEach(watch.remove));
      for (const inner of absorbed) {
        states.delete(inner);
        limited.delete(inner);
      }
      begin(id, full);
      return id;
    },
    /** Takes a folder out of the library. Nothing on the disk is touched; what the person said of its photos is kept. */
    remove(id: number): void {
      watch.remove(id);
      states.delete(id);
      limited.delete(id);
      const photoIds = folders.photoIds(id);
      db.transaction(() => {
        folders.remove(id);
        for (const photoId of photoIds) {
          sources.derive(photoId); // copies elsewhere speak alone now
          texts.index(photoId);
        }
      });
      settle(id);
      deps.onFound(photoIds);
      onState();
    },
    rescan,
    /** index.db is another file now. */
    reopen: (): void => watch.reopen(),
    /** There may be room again: looks once more where what was found could not be written. */
    resume(): void {
      const again = [...unwritten];
      unwritten.clear();
      for (const id of again) rescan(id);
    },
    /** Resolves when the folder's whole scan that runs or waits now has ended. */
    scanned: (id: number): Promise<void> =>
      states.get(id)?.is === 'scanning'
        ? new Promise((resolve) => scans.set(id, [...(scans.get(id) ?? []), resolve]))
        : Promise.resolve(),
    async stop(): Promise<void> {
      isStopped = true;
      for (const resolve of [...onCounted.splice(0), ...onCountedNext.splice(0)]) resolve(counts);
      clearInterval(lookTimer);
      clearInterval(scanTimer);
      await watch.stop();
      for (const id of [...scans.keys()]) settle(id);
    },
  };

  function count(): void {
    if (isCounting) return;
    isCounting = true;
    const { modelNumber, fillNumber } = deps.counting();
    watch.count(modelNumber, fillNumber);
  }

  function begin(id: number, folderPath: string): void {
    setState(id, { is: 'scanning', filesSeen: 0 });
    watch.add({ id, path: folderPath });
  }

  function rescan(id: number): void {
    if (!states.has(id)) return;
    setState(id, { is: 'scanning', filesSeen: 0 });
    watch.scan(id);
  }

  function apply(folderId: number, changes: readonly Change[]): boolean {
    if (!states.has(folderId)) return true; // removed while the scan was under way
    const touched = written(folderId, () => {
      const photoIds = files.apply(changes, now());
      for (const photoId of photoIds) texts.index(photoId);
      return photoIds;
    });
    if (touched === undefined) return false;
    for (const change of changes)
      if (change.is === 'unreadable')
        deps.onNotice({
          kind: change.kind,
          message: `${change.path} ${unreadable[change.kind]}`,
          details: { path: change.path },
        });
    deps.onFound(touched);
    return true;
  }

  /** Writes what happened to a folder; on a full disk it is left for later. */
  function written<T>(folderId: number, work: () => T): T | undefined {
    try {
      return db.transaction(work);
    } catch (error) {
      if (isNoRoom(error) === undefined) throw error;
      unwritten.add(folderId);
      deps.onNoRoom(reportOf(error));
      return undefined;
    }
  }

  function onScanned(id: number, result: 'done' | 'offline', isWhole: boolean): void {
    if (!states.has(id)) return;
    if (result === 'offline') return goOffline(id);
    if (folders.list().find((row) => row.id === id)?.offlineSinceMs !== undefined) comeBack(id);
    if (!isWhole) return;
    written(id, () => folders.setScanned(id, now()));
    settle(id);
    deps.onFound([]);
  }

  function settle(id: number): void {
    const code = limited.get(id);
    if (states.get(id)?.is === 'scanning')
      setState(id, code === undefined ? { is: 'watched' } : { is: 'scanned', why: code, everyMs: scanEveryMs });
    for (const resolve of scans.get(id) ?? []) resolve();
    scans.delete(id);
  }

  function goOffline(id: number): void {
    const before = states.get(id);
    const sinceMs = folders.list().find((row) => row.id === id)?.offlineSinceMs ?? now();
    written(id, () => folders.setOffline(id, sinceMs));
    setState(id, { is: 'offline', sinceMs });
    settle(id);
    if (before?.is !== 'offline') deps.onFound(folders.photoIds(id));
  }

  function comeBack(id: number): void {
    written(id, () => folders.setOffline(id, undefined));
    setState(id, { is: 'watched' });
    deps.onFound(folders.photoIds(id));
  }

  function onDied(why: string, what: 'started again' | 'for good'): void {
    deps.log(`watching ended (${why}), ${what}`);
    isCounting = false;
    if (what === 'started again') {
      for (const [id, state] of states) if (state.is !== 'offline') setState(id, { is: 'scanning', filesSeen: 0 });
      return count();
    }
    for (const resolve of [...onCounted.splice(0), ...onCountedNext.splice(0)]) resolve(counts);
    for (const id of states.keys()) settle(id);
    deps.onNotice({
      kind: 'watching-ended',
      message:
        'Watching your folders ended again and again, so new photos are not noticed: close Lumisift and start it again.',
      details: { why },
    });
  }

  function onLimit(id: number, code: string): void {
    limited.set(id, code);
    const folderPath = folders.list().find((row) => row.id === id)?.path ?? '';
    deps.onNotice({
      kind: 'watch-limit',
      message:
        code === 'ENOSPC'
          ? `The system allows no more watched folders, so part of ${folderPath} is looked through every ${scanEveryMs / 60_000} minutes instead. To watch all of it: sudo sysctl fs.inotify.max_user_watches=1048576`
          : `The system allows no more open files, so part of ${folderPath} is looked through every ${scanEveryMs / 60_000} minutes instead. To watch all of it, raise the limit with: ulimit -n 65536`,
      details: { path: folderPath, code, minutes: scanEveryMs / 60_000 },
    });
    if (states.get(id)?.is === 'watched') setState(id, { is: 'scanned', why: code, everyMs: scanEveryMs });
  }

  /** A drive that was away may be back, and one that was there may be gone without a word. */
  async function lookForOffline(): Promise<void> {
    for (const row of folders.list()) {
      const state = states.get(row.id);
      if (state === undefined || state.is === 'scanning') continue;
      const isThere = await fs.readdir(row.path).then(
        (entries) => entries.length > 0,
        () => false,
      );
      if (isThere && state.is === 'offline') watch.scan(row.id);
      if (!isThere && state.is !== 'offline') watch.scan(row.id);
    }
  }

  function setState(id: number, state: FolderState): void {
    states.set(id, state);
    onState();
  }
}
export type WatchedFolders = ReturnType<typeof createWatchedFolders>;
