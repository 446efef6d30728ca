import fs from 'node:fs/promises';
import type { FailureReport } from '../../preload/contract/failure.ts';
import { isNoRoom } from '../db/connect.ts';
import type { Failures } from '../db/failures.ts';
import type { Files, WaitingFile } from '../db/files.ts';
import type { Db } from '../db/open.ts';
import type { Photos } from '../db/photos.ts';
import type { Vectors } from '../db/vectors.ts';
import type { Embedder } from '../embedder/host.ts';
import type { Embedded } from '../embedder/messages.ts';
import { Failure, reportOf } from '../util/failure.ts';
import { createPace } from './pace.ts';

export interface WorkDeps {
  readonly db: Db;
  readonly files: Files;
  readonly photos: Photos;
  readonly vectors: Vectors;
  readonly failures: Failures;
  readonly embedder: Embedder;
  /** The model that answers: its number in index.db, and how many files may be in its embedder at a time. */
  readonly side: () => { readonly number: number; depth(): number };
  /** The machine is not to be used now. */
  readonly mustWait: () => boolean;
  readonly now: () => number;
  /** After COMMIT. */
  readonly onStored: (photoIds: readonly number[]) => void;
  readonly onChange: () => void;
  /** Work has stopped until someone does something about it. */
  readonly onStopped: (why: FailureReport) => void;
  /** A file could not be read: its folder may be gone. */
  readonly onUnreachable: (folderId: number) => void;
}

type Outcome =
  | { file: WaitingFile; is: 'embedded'; embedded: Embedded; modelNumber: number }
  | { file: WaitingFile; is: 'failed'; report: FailureReport };

const bytesAtOnce = 600_000_000;
const outcomesAtOnce = 16;
const longestWaitMs = 100;
const mostTimesAway = 3;

/**
 * The one queue: files that wait go to the embedder, newest first, and what comes back is stored, a few at a time in one
 * transaction. It has no state worth keeping: what waits is a column in the database, so it goes on where it was after
 * any kind of end.
 */
export function createWork(deps: WorkDeps) {
  const { db, files, photos, vectors, failures, embedder, side, now } = deps;
  const pace = createPace(now);
  const inFlight = new Map<number, WaitingFile>();
  /** Pictures being embedded now, by content: a copy that comes meanwhile waits for the first and is not embedded again. */
  const contents = new Map<string, Promise<void>>();
  /** Files that vanished or are out of reach; the next scan settles what they are. */
  const setAside = new Set<number>();
  /** How often each of them was so. */
  const away = new Map<number, number>();
  let next: WaitingFile[] = [];
  let outcomes: { outcome: Outcome; stored: () => void }[] = [];
  let timer: NodeJS.Timeout | undefined;
  let isPaused = false;
  /** Work has stopped by itself until someone does something about it. */
  let stoppedBy: FailureReport | undefined;
  let isStopped = false;
  let isWorking = false;
  let bytesInFlight = 0;
  const onIdle: (() => void)[] = [];
  const tally = { embedded: 0, recognised: 0, failed: 0 };

  return {
    /** Files may have come, changed or been told to try again: the newest go first from now on. */
    poke(): void {
      next = [];
      setAside.clear();
      pump();
    },
    pause(): void {
      isPaused = true;
      letGo();
      deps.onChange();
    },
    /** Whether the machine may be used has changed. */
    waitOrGoOn(): void {
      if (isHalted()) letGo();
      pump();
      deps.onChange();
    },
    resume(): void {
      isPaused = false;
      stoppedBy = undefined;
      pump();
      deps.onChange();
    },
    /** The trouble that stopped it is over; what a person paused stays paused. */
    goOn(): void {
      stoppedBy = undefined;
      pump();
      deps.onChange();
    },
    halt,
    stoppedBy: (): FailureReport | undefined => stoppedBy,
    progress: () => ({
      isWorking,
      isPaused: isHalted(),
      ...pace.read(isWorking || isHalted() ? left() : 0),
    }),
    /** Since the start: files embedded, files whose picture the library had already, files that failed. */
    tally: () => ({ ...tally }),
    /** Resolves when nothing waits, or nothing more will be done. */
    idle: (): Promise<void> =>
      isWorking && !isHalted() && !isStopped ? new Promise((resolve) => onIdle.push(resolve)) : Promise.resolve(),
    async stop(): Promise<void> {
      isStopped = true;
      clearTimeout(timer);
      store();
      letGo();
    },
  };

  function isHalted(): boolean {
    return isPaused || stoppedBy !== undefined || deps.mustWait();
  }

  function letGo(): void {
    for (const resolve of onIdle.splice(0)) resolve();
  }

  /** Stops by itself: said once, however many files meet the same trouble. */
  function halt(why: FailureReport): void {
    if (isStopped || stoppedBy !== undefined) return;
    stoppedBy = why;
    letGo();
    deps.onStopped(why);
    deps.onChange();
  }

  function left(): number {
    return Math.max(files.countWaiting(), inFlight.size);
  }

  function pump(): void {
    if (isHalted() || isStopped) return;
    while (inFlight.size < side().depth()) {
      const file = take();
      if (file === undefined) break;
      if (!isWorking) pace.begin();
      isWorking = true;
      inFlight.set(file.fileId, file);
      bytesInFlight += file.sizeBytes;
      void embed(file);
    }
    if (inFlight.size === 0 && outcomes.length === 0 && isWorking) {
      isWorking = false;
      letGo();
    }
    deps.onChange();
  }

  function take(): WaitingFile | undefined {
    if (next.length === 0) {
      const busy = (file: WaitingFile) =>
        inFlight.has(file.fileId) ||
        setAside.has(file.fileId) ||
        outcomes.some(({ outcome }) => outcome.file.fileId === file.fileId);
      next = files.waiting(side().depth() * 2 + outcomes.length + setAside.size).filter((file) => !busy(file));
    }
    const first = next[0];
    // One huge file goes alone rather than never.
    if (first === undefined || (inFlight.size > 0 && bytesInFlight + first.sizeBytes > bytesAtOnce)) return undefined;
    return next.shift();
  }

  async function embed(file: WaitingFile): Promise<void> {
    let first: Promise<void> | undefined;
    const modelNumber = side().number;
    let own: { hex: string; finish(): void } | undefined;
    try {
      const embedded = await embedder.embed(file.path, (content) => {
        const photoId = photos.findByContent(content);
        if (photoId !== undefined && vectors.isComplete(modelNumber, photoId)) return true;
        const hex = Buffer.from(content).toString('hex');
        first = own === undefined ? contents.get(hex) : undefined;
        if (first !== undefined) return true;
        own ??= { hex, finish: announce(hex) };
        return false;
      });
      // The copy that came first must be stored before this one can stand for the same photo.
      await first;
      await keep({ file, is: 'embedded', embedded, modelNumber });
    } catch (error) {
      await fail(file, error);
    } finally {
      if (own !== undefined) {
        contents.delete(own.hex);
        own.finish();
      }
      inFlight.delete(file.fileId);
      bytesInFlight -= file.sizeBytes;
      pump();
    }
  }

  function announce(hex: string): () => void {
    let finish: () => void = () => undefined;
    contents.set(hex, new Promise((resolve) => (finish = resolve)));
    return () => finish();
  }

  async function fail(file: WaitingFile, error: unknown): Promise<void> {
    const report = reportOf(error);
    const isReading = report.kind === 'gone' || report.kind === 'io' || report.kind === 'no-permission';
    const timesAway = (away.get(file.fileId) ?? 0) + 1;
    // When the scan keeps finding what can't be reached (a folder that may no longer be entered), it is a failure.
    if (isReading && timesAway <= mostTimesAway && !(await isThere(file))) {
      away.set(file.fileId, timesAway);
      setAside.add(file.fileId);
      deps.onUnreachable(file.folderId);
      return;
    }
    const isEngine = error instanceof Failure && ['unavailable', 'model-damaged', 'model-missing'].includes(error.kind);
    if (isEngine) return halt(report);
    await keep({ file, is: 'failed', report });
  }

  /** Collects a few outcomes for one transaction. Resolves when this one is stored. */
  function keep(outcome: Outcome): Promise<void> {
    return new Promise((resolve) => {
      outcomes.push({ outcome, stored: resolve });
      if (outcomes.length >= outcomesAtOnce) store();
      else timer ??= setTimeout(store, longestWaitMs);
    });
  }

  function store(): void {
    clearTimeout(timer);
    timer = undefined;
    const batch = outcomes;
    outcomes = [];
    if (batch.length === 0) return;
    try {
      const touched = db.transaction(() => batch.flatMap(({ outcome }) => storeOne(outcome)));
      for (const { outcome } of batch) {
        pace.end(outcome.is === 'failed');
        if (outcome.is === 'failed') tally.failed += 1;
        else if (outcome.embedded.vector === undefined) tally.recognised += 1;
        else tally.embedded += 1;
      }
      if (touched.length > 0) deps.onStored([...new Set(touched)]);
    } catch (error) {
      // Nothing of the batch is in the database: its files still wait.
      if (isNoRoom(error) === undefined) throw error;
      halt(reportOf(error));
    } finally {
      for (const { stored } of batch) stored();
      deps.onChange();
    }
  }

  function storeOne(outcome: Outcome): number[] {
    const { file } = outcome;
    if (!files.isStillWaiting(file)) return []; // changed or gone meanwhile: another round sees to it
    if (outcome.is === 'failed') {
      failures.record(file.fileId, outcome.report, now());
      return [];
    }
    const { content, kind, format, size, metadata, vector, thumbnail } = outcome.embedded;
    const known = photos.findByContent(content);
    if (known === undefined && (size === undefined || vector === undefined)) return []; // the first copy failed
    const { photoId, formerPhotoId } = photos.store(
      {
        fileId: file.fileId,
        mtimeMs: file.mtimeMs,
        content,
        kind,
        format,
        metadata,
        ...(size ?? { width: 1, height: 1 }),
      },
      now(),
    );
    if (vector !== undefined) vectors.put(outcome.modelNumber, photoId, vector);
    // Another model answers since this file was handed out: it gets that one's vector too.
    if (outcome.modelNumber !== side().number && !vectors.isComplete(side().number, photoId)) vectors.wake(photoId);
    if (thumbnail !== undefined) vectors.putThumbnail(photoId, thumbnail);
    return formerPhotoId === undefined ? [photoId] : [photoId, formerPhotoId];
  }
}
export type Work = ReturnType<typeof createWork>;

async function isThere(file: WaitingFile): Promise<boolean> {
  try {
    await fs.stat(file.path);
    return true;
  } catch {
    return false;
  }
}
