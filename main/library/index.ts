import path from 'node:path';
import type { FailedFile } from '../../preload/contract/failure.ts';
import type { Settings } from '../../preload/contract/settings.ts';
import type { Engine, Progress } from '../../preload/contract/work.ts';
import { backUpLibrary } from '../db/backup.ts';
import { createFailures } from '../db/failures.ts';
import { createFiles } from '../db/files.ts';
import { createFolders } from '../db/folders.ts';
import { isNoRoom } from '../db/connect.ts';
import type { Db } from '../db/open.ts';
import { createPhotoDetails } from '../db/photo-details.ts';
import { createPhotos } from '../db/photos.ts';
import { createSearches } from '../db/searches.ts';
import { createSettings } from '../db/settings.ts';
import { createTexts } from '../db/texts.ts';
import { createVectors } from '../db/vectors.ts';
import { createWords } from '../db/words.ts';
import { extensions } from '../formats/index.ts';
import { createModelStore } from '../models/store.ts';
import { reportOf } from '../util/failure.ts';
import type { Fork } from '../util/port.ts';
import { createEmitter } from './emitter.ts';
import { createEngines } from './engines.ts';
import type { LibraryEvents } from './events.ts';
import type { Machine } from './guest.ts';
import { createModels } from './models.ts';
import { createPictures } from './pictures.ts';
import { quietStart } from './quiet-start.ts';
import { createPhotoCalls } from './photo-calls.ts';
import { createQuestionCalls } from './question-calls.ts';
import { createTagging } from './tagging.ts';
import { waitForRoom } from './wait-for-room.ts';
import { throttle } from './throttle.ts';
import { createWatchedFolders } from './watched-folders.ts';
import { createWork } from './work.ts';

export interface LibraryDeps {
  readonly db: Db;
  readonly fork: Fork;
  /** What ships with the app: `models/<id>/`, `places/`, `calibration/`. */
  readonly resourcesFolder: string;
  /** Languages of the system, BCP 47, the person's first one first. */
  readonly languages: () => readonly string[];
  readonly sqliteAddon?: string | undefined;
  /** Environment of the embedder process, besides what every start needs. */
  readonly embedderEnv?: Record<string, string>;
  readonly cores: number;
  /** Tells power and idleness; absent where nobody can, and nothing is waited for. */
  readonly machine?: Machine;
  /** What draws here and its driver, where that is known better than from files. */
  readonly gpu?: Promise<string>;
  /** The system's proxy for an address, as a PAC file answers; the environment's comes first. */
  readonly systemProxy?: (address: string) => Promise<string>;
  /** Scanning and mending wait until the first list was answered, but not longer than this. Absent: they begin at once. */
  readonly quietStartMs?: number;
  readonly now: () => number;
  readonly log: (line: string) => void;
}

const dayMs = 86_400_000;

/** What the app can do, without a window: add folders, watch, index, search, look at photos. */
export function createLibrary(deps: LibraryDeps) {
  const { db, now, log } = deps;
  const emitter = createEmitter<LibraryEvents>();
  const settings = createSettings(db);
  const modelStore = createModelStore({
    bundledFolder: path.join(deps.resourcesFolder, 'models'),
    folder: path.join(db.folder, 'models'),
  });
  const texts = createTexts(db);
  const words = createWords(db, languages);
  const files = createFiles(db, words);
  const photos = createPhotos(db, texts, words);
  const vectors = createVectors(db);
  const failures = createFailures(db);
  const folders = createFolders(db);
  const details = createPhotoDetails(db);
  let isStopped = false;
  let stopWaiting: () => void = () => undefined;

  const notices = [...db.notices];
  const engines = createEngines({
    ...deps,
    settings,
    models: modelStore,
    vectors,
    write: unlessNoRoom,
    isWorking: () => work.progress().isWorking,
    counted: () => watched.counted(),
    onUnreachable: (folderId) => watched.rescan(folderId),
    onEngine: (value) => emitter.emit('engine', value),
    onGuest(state) {
      work.waitOrGoOn();
      emitter.emit('engine.guest', state);
    },
    onChange(change) {
      emitter.emit('engine.switch', change);
      models.changed();
    },
    onSwitched() {
      pictureTerms.modelChanged();
      emitter.emit('settings', settings.get());
      // What failed with the new model, or was not waited for, is tried by the work of every day.
      void wakeIncomplete();
      count();
      tellChanged();
    },
    onTrouble(why) {
      notices.push(why);
      emitter.emit('notice', why);
    },
  });
  const { searcher, embedder } = engines;
  const models = createModels({
    ...deps,
    store: modelStore,
    settings: {
      get: settings.get,
      change(part) {
        settings.change(part);
        emitter.emit('settings', settings.get());
      },
    },
    change: engines.calls.switchState,
    onChanged: (list) => {
      if (!isStopped) emitter.emit('models', list);
    },
  });
  const pictureTerms = createPictures({ folder: db.folder, embedder, details });
  const { tags, suggestions, vocabulary, albums, writing } = createTagging({
    ...deps,
    texts,
    words,
    searcher,
    languages,
    changed,
    tell: emitter.emit,
  });
  const often = (run: () => void, everyMs: number) =>
    throttle(() => {
      if (!isStopped) run();
    }, everyMs);
  const work = createWork({
    db,
    files,
    photos,
    vectors,
    failures,
    embedder,
    side: engines.side,
    mustWait: () => engines.guest.state().waitsFor !== undefined,
    now,
    onStored: changed,
    onChange() {
      tellProgress();
      count();
      engines.workChanged();
    },
    onStopped(why) {
      log(`work stopped: ${why.message}`);
      if (why.kind === 'disk-full')
        stopWaiting = waitForRoom(db.folder, () => {
          work.goOn();
          engines.change.goOn();
          watched.resume();
        });
      emitter.emit('notice', why);
    },
    onUnreachable: (folderId) => watched.rescan(folderId),
  });
  const tellProgress = often(() => emitter.emit('progress', progress()), 250);
  const tellFolders = often(() => emitter.emit('folders', watched.list()), 250);
  const count = often(() => watched.count(), 1_500);
  const tellChanged = often(() => emitter.emit('library.changed', { photoCount: watched.counts().photoCount }), 500);
  const watched = createWatchedFolders({
    db,
    folders,
    files,
    texts,
    setup: {
      libraryFile: path.join(db.folder, 'library.db'),
      sqliteAddon: deps.sqliteAddon,
      indexFile: path.join(db.folder, 'index.db'),
      extensions: [...extensions],
    },
    counting: engines.counting,
    now,
    log,
    onFound(photoIds) {
      changed(photoIds);
      work.poke();
      engines.change.again();
    },
    onState() {
      tellFolders();
      tellProgress();
    },
    onNotice: (notice) => emitter.emit('notice', notice),
    onNoRoom: (why) => work.halt(why),
  });

  unlessNoRoom(() => {
    files.wake();
    failures.sweep();
    albums.forgetDeleted();
    files.purgeMissing(now() - 90 * dayMs);
  });
  if (settings.get().isPaused) work.pause();
  const start = quietStart(deps.quietStartMs);
  const wakingUp = start.begun.then(() => {
    if (isStopped) return;
    watched.start();
    vocabulary.goOn();
    engines.change.start();
    return wakeIncomplete();
  });
  const backingUp = backUpLibrary(db, now()).catch((error: unknown) => log(`backup failed: ${String(error)}`));
  work.poke();

  return {
    on: emitter.on,
    notices,
    folders: {
      list: watched.list,
      add: watched.add,
      remove: watched.remove,
      rescan(id?: number): void {
        for (const folder of watched.list()) if (id === undefined || folder.id === id) watched.rescan(folder.id);
      },
    },
    settings: {
      get: settings.get,
      change(part: Partial<Settings>): Settings {
        const before = settings.get();
        const { modelId, ...rest } = part;
        settings.change(rest);
        // A model answers when it holds every photo, not before.
        if (modelId !== undefined) engines.calls.switchTo(modelId);
        const after = settings.get();
        if (after.provider !== before.provider) engines.chooseProvider();
        engines.guest.check();
        if (after.isPaused !== before.isPaused) pauseOrResume(after.isPaused);
        emitter.emit('settings', after);
        return after;
      },
    },
    ...createQuestionCalls({
      searches: createSearches(db),
      searcher,
      pictureTerms,
      languages,
      onAnswered: start.soon,
      now,
    }),
    pictures: { add: pictureTerms.add },
    tags,
    suggestions,
    vocabulary,
    albums,
    engine: engines.calls,
    models,
    /** @returns unit vectors of texts, one after the other */
    embedTexts: (given: readonly string[]): Promise<Float32Array> =>
      searcher.ask({ is: 'embed-texts', texts: [...given] }),
    /** The unit vector of a picture file, which need not be in the library. @throws Failure with the reason */
    async embedFile(file: string): Promise<Float32Array> {
      const { vector } = await embedder.embed(file, () => false);
      if (vector === undefined) throw new Error(`${file} was embedded without a vector`);
      return vector;
    },
    writing,
    photos: createPhotoCalls({ db, photos, details, vectors, embedder, searcher, pictureTerms, languages }),
    work: {
      progress,
      pause: () => setPaused(true),
      resume: () => setPaused(false),
      engine: (): Engine | undefined => engines.side().engine(),
      /** Why work has stopped by itself, e.g. a full disk or a damaged model; `resume` tries again. */
      stoppedBy: work.stoppedBy,
      tally: work.tally,
      /** Counts of the whole library, fresh. */
      counted: watched.counted,
      /** Resolves when every folder has been scanned and nothing waits any more. */
      async settled(): Promise<void> {
        await wakingUp;
        do {
          await Promise.all(watched.list().map((folder) => watched.scanned(folder.id)));
          await work.idle();
          await engines.settled();
        } while (
          !isStopped &&
          (watched.isScanning() || work.progress().isWorking || engines.change.isBusy()) &&
          !work.progress().isPaused
        );
      },
    },
    failures: {
      list: (offset: number, limit: number): { count: number; files: FailedFile[] } => ({
        count: failures.count(),
        files: failures.page(offset, limit),
      }),
      retry(fileIds?: readonly number[]): number {
        const count = failures.retry(fileIds);
        // Sidecars are read by the scan.
        if (fileIds === undefined || fileIds.some((id) => failures.sidecarPath(id) !== undefined))
          for (const folder of watched.list()) watched.rescan(folder.id);
        work.poke();
        return count;
      },
      pathOf: (fileId: number): string | undefined => failures.sidecarPath(fileId) ?? files.pathOf(fileId),
    },
    /** Ends every process and closes the databases. What was not finished goes on at the next start. */
    async stop(): Promise<void> {
      if (isStopped) return;
      isStopped = true;
      stopWaiting();
      suggestions.stop();
      start.now();
      await vocabulary.stop();
      await models.stop();
      await watched.stop();
      await writing.stop();
      await work.stop();
      await engines.stop();
      searcher[Symbol.dispose]();
      await albums.stop();
      // The last connection to close is the one that folds the write-ahead log back in.
      await Promise.race([searcher.ended(), new Promise((resolve) => setTimeout(resolve, 2_000).unref())]);
      await Promise.all([wakingUp, backingUp]);
      db[Symbol.dispose]();
    },
  };

  function languages(): string[] {
    const { language } = settings.get();
    return language === 'system' ? [...deps.languages()] : [language];
  }

  function setPaused(isPaused: boolean): Progress {
    settings.change({ isPaused });
    pauseOrResume(isPaused);
    emitter.emit('settings', settings.get());
    return progress();
  }

  function pauseOrResume(isPaused: boolean): void {
    if (isPaused) return work.pause();
    stopWaiting();
    engines.change.goOn();
    if (work.stoppedBy() !== undefined && work.stoppedBy()?.kind !== 'disk-full') embedder.restart();
    work.resume();
    watched.resume();
  }

  /** Writes something that the next start can do as well. */
  function unlessNoRoom(write: () => void): void {
    try {
      db.transaction(write);
    } catch (error) {
      if (isNoRoom(error) === undefined) throw error;
      work.halt(reportOf(error));
    }
  }

  function changed(photoIds: readonly number[]): void {
    if (photoIds.length > 0) searcher.changed([...photoIds]);
    count();
    if (photoIds.length > 0) engines.change.again();
    if (photoIds.length > 0) tellChanged();
    if (photoIds.length > 0) albums.poke();
  }

  function progress(): Progress {
    const { isWorking, isPaused, ...round } = work.progress();
    const { waitsFor } = engines.guest.state();
    const isWaiting = waitsFor !== undefined && work.stoppedBy() === undefined && !settings.get().isPaused;
    const isIdle = isWaiting && round.total <= round.done; // there is nothing that it waits with
    const state = isPaused && !isIdle ? 'paused' : isWorking ? 'working' : watched.isScanning() ? 'scanning' : 'idle';
    return {
      state,
      ...round,
      ...(isWaiting && !isIdle && { waitsFor }),
      photoCount: watched.counts().photoCount,
      embeddedCount: watched.counts().embeddedCount,
      failedCount: failures.count(),
    };
  }

  /** Photos whose vector or thumbnail is missing (the index was dropped, a power cut) wait again, a slice at a time. */
  async function wakeIncomplete(): Promise<void> {
    let at: { afterId: number; woken: number } | undefined = { afterId: 0, woken: 0 };
    while (at !== undefined && !isStopped) {
      const afterId: number = at.afterId;
      try {
        at = db.transaction(() => vectors.wakeIncomplete(engines.side().number, afterId));
      } catch (error) {
        if (isNoRoom(error) === undefined) throw error;
        return work.halt(reportOf(error)); // the next start looks again
      }
      if (at !== undefined && at.woken > 0) work.poke();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
export type Library = ReturnType<typeof createLibrary>;
