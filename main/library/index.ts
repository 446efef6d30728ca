import path from 'node:path';
import type { GuestState, ModelChange } from '../../preload/contract/engine.ts';
import type { FailureReport } from '../../preload/contract/failure.ts';
import type { Settings } from '../../preload/contract/settings.ts';
import { countDay } from '../db/days-of-use.ts';
import { createFailures } from '../db/failures.ts';
import { createFilePlaces } from '../db/file-places.ts';
import { createFiles } from '../db/files.ts';
import { createFolders } from '../db/folders.ts';
import { createLooks } from '../db/looks.ts';
import { isNoRoom } from '../db/connect.ts';
import { createOwed } from '../db/owed.ts';
import { createPhotoAt } from '../db/photo-at.ts';
import { createPhotoDetails } from '../db/photo-details.ts';
import { createPhotos } from '../db/photos.ts';
import { createSearches } from '../db/searches.ts';
import { createSettings } from '../db/settings.ts';
import { createStacks } from '../db/stacks.ts';
import { createTexts } from '../db/texts.ts';
import { createCrops } from '../db/crops.ts';
import { createTurns } from '../db/turns.ts';
import { createVectors } from '../db/vectors.ts';
import { createSources } from '../db/sources.ts';
import { extensions } from '../formats/index.ts';
import { ownFolders } from '../pipeline/own-places.ts';
import { createModelStore } from '../models/store.ts';
import { reportOf } from '../util/failure.ts';
import { createBackups } from './backups.ts';
import { createChanges } from './changes.ts';
import { createLibraryCopies } from './copies.ts';
import { createEmitter } from './emitter.ts';
import { createEngines } from './engines.ts';
import type { LibraryEvents } from './events.ts';
import { createExporting } from './exporting.ts';
import { createFailureCalls } from './failure-calls.ts';
import { createFileSheets } from './file-sheet.ts';
import { createFiling } from './filing.ts';
import { createFolderCalls } from './folder-calls.ts';
import type { Library, LibraryDeps } from './library.ts';
import { createMarking } from './marking.ts';
import { createKeeping } from './keeping.ts';
import { createMergingPart } from './merging.ts';
import { createMotions } from './motions.ts';
import { createModels } from './models.ts';
import { createOwnWordsPart } from './own-words.ts';
import { createPictures } from './pictures.ts';
import { quietStart } from './quiet-start.ts';
import { createRefilling } from './refilling.ts';
import { createPhotoCalls } from './photo-calls.ts';
import { createQuestionCalls } from './question-calls.ts';
import { createTurningPart } from './turning.ts';
import { createTagging } from './tagging.ts';
import { waitForRoom } from './wait-for-room.ts';
import { createLibraryStacks } from './stacks.ts';
import { throttle } from './throttle.ts';
import { createWatchedFolders, type WatchedFolders } from './watched-folders.ts';
import { createWires } from './wires.ts';
import { createWorkCalls } from './work-calls.ts';
import { createWork, type Work } from './work.ts';

export type { Library } from './library.ts';

/** What parts tell that others follow, which are made after them. [Note: Wires] */
interface Told {
  /** A file of this folder could not be read: it may be gone. */
  unreachable: number;
  /** Nothing can be written. */
  noRoom: FailureReport;
  /** Work has stopped until someone does something about it. */
  stopped: FailureReport;
  /** Files are being embedded, or none is any more. */
  worked: undefined;
  /** A scan has begun, gone on or ended. */
  scanned: undefined;
  /** Which photos are copies is known anew. */
  copied: readonly number[];
  stacked: readonly number[];
  guest: GuestState;
  modelChange: ModelChange;
  /** Another model answers. */
  switched: undefined;
  /** What is usual in the library was reckoned anew. */
  renewed: undefined;
}

const dayMs = 86_400_000;

/** What the app can do, without a window: add folders, watch, index, search, look at photos. */
export function createLibrary(deps: LibraryDeps): Library {
  const { db, now, log } = deps;
  const wires = createWires<Told>();
  const emitter = createEmitter<LibraryEvents>();
  const changes = createChanges();
  const settings = createSettings(db);
  const modelStore = createModelStore({
    bundledFolder: path.join(deps.resourcesFolder, 'models'),
    folder: path.join(db.folder, 'models'),
  });
  const texts = createTexts(db);
  const sources = createSources(db, languages);
  const files = createFiles(db, sources);
  const photos = createPhotos(db, texts, sources);
  const vectors = createVectors(db);
  const owed = createOwed(db);
  const turns = createTurns(db);
  const crops = createCrops(db);
  const looks = createLooks(db);
  const failures = createFailures(db);
  const folders = createFolders(db);
  const details = createPhotoDetails(db);
  let isStopped = false;
  let stopWaiting: () => void = () => undefined;
  /** What is asked of parts before they are made: there is no work yet, and whoever counts waits. */
  const made: { work?: Work } = {};
  let takeWatched: (watched: WatchedFolders) => void = () => undefined;
  const watching = new Promise<WatchedFolders>((resolve) => (takeWatched = resolve));

  const notices = [...db.notices];
  const engines = createEngines({
    ...deps,
    settings,
    models: modelStore,
    vectors,
    owed,
    write: unlessNoRoom,
    isWorking: () => made.work?.progress().isWorking === true,
    counted: async () => (await watching).counted(),
    onUnreachable: (folderId) => wires.tell('unreachable', folderId),
    onEngine: (value) => emitter.emit('engine', value),
    onGuest: (state) => wires.tell('guest', state),
    onChange: (change) => wires.tell('modelChange', change),
    onSwitched: () => wires.tell('switched', undefined),
    onTrouble: tell,
    onDamage: (isSurely) => db.metDamage('index', isSurely),
    onRenewed: () => wires.tell('renewed', undefined),
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
  const { tags, suggestions, vocabulary, albums, writing, precious } = createTagging({
    ...deps,
    texts,
    sources,
    searcher,
    languages,
    changes,
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
    owed,
    turns,
    looks,
    failures,
    embedder,
    side: engines.side,
    mustWait: () => engines.guest.state().waitsFor !== undefined,
    now,
    onStored: (photoIds) => changes.tell('vectors', photoIds),
    onChange: () => wires.tell('worked', undefined),
    onStopped: (why) => wires.tell('stopped', why),
    onUnreachable: (folderId) => wires.tell('unreachable', folderId),
  });
  made.work = work;
  const copies = createLibraryCopies({
    ...{ db, looks, vectors, embedder, now, log },
    isBusy: () => work.progress().isWorking || work.progress().isPaused,
    preferredFolder: () => settings.get().preferredFolder,
    onChanged: (photoIds) => wires.tell('copied', photoIds),
  });
  const stacks = createLibraryStacks({
    ...{ db, searcher, now, log },
    isBusy: () => work.progress().isWorking,
    onChanged: (photoIds) => wires.tell('stacked', photoIds),
  });
  const watched = createWatchedFolders({
    db,
    folders,
    files,
    sources,
    texts,
    setup: {
      libraryFile: path.join(db.folder, 'library.db'),
      indexFile: path.join(db.folder, 'index.db'),
      extensions: [...extensions],
      ownFolders: ownFolders(db.folder),
    },
    counting: engines.counting,
    now,
    log,
    onFound(photoIds) {
      changes.tell('files', photoIds);
      work.poke();
      engines.change.again();
    },
    onState: () => wires.tell('scanned', undefined),
    onNotice: (notice) => emitter.emit('notice', notice),
    onDamaged: () => db.metDamage('index', false),
    onNoRoom: work.halt,
  });
  takeWatched(watched);
  const refilling = createRefilling({
    db,
    texts,
    isStopped: () => isStopped,
    onEmpty(name, notice) {
      log(`${name}: damaged, put aside`);
      tell(notice);
      if (name !== 'index') return;
      engines.indexEmptied();
      watched.reopen();
    },
    onFilled: (photoIds) => changes.tell('vectors', photoIds),
    async onRest() {
      unlessNoRoom(() => files.wake());
      await wakeOwed();
      engines.change.again();
      work.poke();
      copies.again();
    },
    onNoRoom: work.halt,
  });

  const filing = createFiling({
    ...{ db, files, folders, texts, now },
    systemTrash: deps.systemTrash,
    onProgress: (value) => emitter.emit('files', value),
    onChanged(photoIds) {
      changes.tell('files', photoIds);
      work.poke();
    },
  });

  const fileSheets = createFileSheets();
  const exporting = createExporting({
    places: createFilePlaces(db, folders),
    turnOf: turns.of,
    cropOf: crops.of,
    takenOf: (photoId) => details.get(photoId)?.takenWallMs ?? 0,
    embedder,
    now,
    onProgress: (value) => emitter.emit('files', value),
  });

  unlessNoRoom(() => {
    countDay(db, now());
    files.wake();
    failures.sweep();
    albums.forgetDeleted();
    files.purgeMissing(now() - 90 * dayMs, 90);
  });
  if (settings.get().isPaused) work.pause();
  const start = quietStart(deps.quietStartMs);
  const wakingUp = start.begun.then(() => {
    if (isStopped) return;
    watched.start();
    refilling.goOn();
    vocabulary.goOn();
    precious.goOn().catch(onNotTakenIn);
    engines.change.start();
    copies.poke();
    stacks.poke();
    return wakeOwed();
  });
  const {
    calls: workCalls,
    progress,
    pauseOrResume,
  } = createWorkCalls({
    ...{ work, engines, watched, failures, settings, wakingUp, refilling },
    followers: [copies, stacks],
    isStopped: () => isStopped,
    onResume: () => stopWaiting(),
    onSettings: (value) => emitter.emit('settings', value),
  });
  const backups = createBackups({
    db,
    now,
    log,
    isKnownFull: () => work.stoppedBy()?.kind === 'disk-full',
    onChanged: () => emitter.emit('backups.changed', undefined),
    onTrouble: (why) => emitter.emit('notice', why),
    onDamage: (why) => emitter.emit('damaged', why),
  });
  const tellProgress = often(() => emitter.emit('progress', progress()), 250);
  const tellFolders = often(() => emitter.emit('folders', watched.list()), 250);
  const count = often(() => watched.count(), 1_500);
  const tellChanged = often(() => emitter.emit('library.changed', { photoCount: watched.counts().photoCount }), 500);

  changes.on(['files', 'vectors', 'answers', 'albums'], searcher.changed);
  changes.onAny(['files', 'vectors'], count);
  changes.on(['files', 'vectors'], engines.change.again);
  changes.on(['files', 'vectors', 'answers', 'albums'], tellChanged);
  changes.on(['files', 'vectors', 'answers', 'albums'], albums.poke);
  changes.on(['files', 'vectors', 'answers'], stacks.poke);

  wires.connect({
    unreachable: watched.rescan,
    noRoom: work.halt,
    stopped(why) {
      log(`work stopped: ${why.message}`);
      if (why.kind === 'disk-full')
        stopWaiting = waitForRoom(db.folder, () => {
          work.goOn();
          engines.change.goOn();
          watched.resume();
        });
      emitter.emit('notice', why);
    },
    worked() {
      tellProgress();
      count();
      engines.workChanged();
      if (work.progress().isWorking) return;
      copies.poke();
      stacks.poke();
    },
    scanned() {
      tellFolders();
      tellProgress();
    },
    copied(photoIds) {
      searcher.changed([...photoIds]);
      // What is a copy is no shot of a burst.
      stacks.poke();
    },
    stacked(photoIds) {
      searcher.changed([...photoIds]);
      tellChanged();
    },
    guest(state) {
      work.waitOrGoOn();
      emitter.emit('engine.guest', state);
    },
    modelChange(change) {
      emitter.emit('engine.switch', change);
      models.changed();
    },
    switched() {
      pictureTerms.modelChanged();
      emitter.emit('settings', settings.get());
      // What failed with the new model, or was not waited for, is tried by the work of every day.
      void wakeOwed();
      count();
      tellChanged();
    },
    renewed: albums.poke,
  });
  work.poke();
  const merging = createMergingPart({
    ...{ db, sources, texts, tags },
    onChanged: (photoIds) => changes.tell('answers', photoIds),
  });
  const keeping = createKeeping({ filing, merging, assertThere: copies.assertThere, log });

  return {
    on: emitter.on,
    notices,
    /** The person has seen them. */
    noticesTold: db.noticesTold,
    backups,
    precious,
    folders: createFolderCalls({ watched, folders, searcher, filing }),
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
    copies,
    stacks,
    merging,
    turning: createTurningPart({
      ...{ db, turns, crops, details, vectors, owed, embedder },
      onChanged(photoIds) {
        searcher.changed([...photoIds]);
        work.poke();
      },
      onCropped: (photoIds) => searcher.changed([...photoIds]),
    }),
    engine: engines.calls,
    models,
    /** @returns unit vectors of texts, one after the other */
    embedTexts: (given: readonly string[]): Promise<Float32Array> =>
      searcher.ask({ is: 'embed-texts', texts: [...given] }),
    /** The unit vector of a picture file, which need not be in the library. @throws Failure with the reason */
    async embedFile(file: string): Promise<Float32Array> {
      const vector = (await embedder.embed(file, () => false)).parts?.[0]?.vector;
      if (vector === undefined) throw new Error(`${file} was embedded without a vector`);
      return vector;
    },
    writing,
    filing: { ...filing, ...keeping },
    exporting,
    photos: createPhotoCalls({
      db,
      fileSheets,
      photos,
      details,
      vectors,
      embedder,
      searcher,
      pictureTerms,
      languages,
      motionOf: createMotions({ details, embedder, stacks: createStacks(db) }).of,
      photoAt: createPhotoAt(db, folders),
      marking: createMarking({
        db,
        onChanged(photoIds, mark) {
          searcher.changed([...photoIds]);
          albums.poke();
          // Albums by hand are counted without it.
          if (mark === 'hidden') emitter.emit('albums.changed', undefined);
        },
      }),
      modelNumber: () => engines.side().number,
    }),
    ownWords: createOwnWordsPart({
      ...{ db, sources, texts, now, onChanged: (photoIds) => changes.tell('answers', photoIds) },
      placeNamed: (name) => searcher.ask({ is: 'place-named', name, languages: languages() }),
    }),
    work: workCalls,
    failures: createFailureCalls({
      failures,
      pathOf: files.pathOf,
      now,
      rescan() {
        for (const folder of watched.list()) watched.rescan(folder.id);
      },
      onRetried: work.poke,
      onChanged() {
        tellProgress();
        count();
      },
    }),
    /** Ends every process and closes the databases. What was not finished goes on at the next start. */
    async stop(): Promise<void> {
      if (isStopped) return;
      isStopped = true;
      stopWaiting();
      if (deps.looksForBackupAtEnd === true) await backups.look();
      await backups.stop();
      suggestions.stop();
      start.now();
      await copies.stop();
      await stacks.stop();
      await precious.stop();
      await vocabulary.stop();
      await models.stop();
      await watched.stop();
      await writing.stop();
      exporting.cancel();
      await fileSheets.stop();
      await filing.stop();
      await keeping.settled.catch(() => undefined); // it was told
      work.stop();
      await engines.stop();
      searcher[Symbol.dispose]();
      await albums.stop();
      // The last connection to close is the one that folds the write-ahead log back in.
      await Promise.race([searcher.ended(), new Promise((resolve) => setTimeout(resolve, 2_000).unref())]);
      await Promise.all([wakingUp, refilling.idle()]);
      db[Symbol.dispose]();
    },
  };

  function languages(): string[] {
    const { language } = settings.get();
    return language === 'system' ? [...deps.languages()] : [language];
  }

  /** Writes something that the next start can do as well. */
  function unlessNoRoom(write: () => void): void {
    try {
      db.transaction(write);
    } catch (error) {
      if (isNoRoom(error) === undefined) throw error;
      wires.tell('noRoom', reportOf(error));
    }
  }

  /** What an earlier end left of an import of everything precious: the next start goes on with it. */
  function onNotTakenIn(error: unknown): void {
    log(`taking in: ${String(error)}`);
    tell(reportOf(error));
  }

  function tell(notice: FailureReport): void {
    notices.push(notice);
    emitter.emit('notice', notice);
  }

  /** Photos that are owed something (the index was dropped, a power cut) wait again, a slice at a time. */
  async function wakeOwed(): Promise<void> {
    let at: { afterId: number; woken: number } | undefined = { afterId: 0, woken: 0 };
    while (at !== undefined && !isStopped) {
      const afterId: number = at.afterId;
      try {
        at = db.transaction(() => owed.wakeSome(engines.side().number, afterId));
      } catch (error) {
        if (isNoRoom(error) === undefined) throw error;
        return wires.tell('noRoom', reportOf(error)); // the next start looks again
      }
      if (at !== undefined && at.woken > 0) work.poke();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
