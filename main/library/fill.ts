import fs from 'node:fs/promises';
import type { FailureReport } from '../../preload/contract/failure.ts';
import { isNoRoom } from '../db/connect.ts';
import type { FillPlace, Fills, PhotoToFill } from '../db/fills.ts';
import type { Db } from '../db/open.ts';
import type { Vectors } from '../db/vectors.ts';
import type { Embedder } from '../embedder/host.ts';
import { Failure, reportOf } from '../util/failure.ts';
import { createPace } from './pace.ts';

export interface FillDeps {
  readonly db: Db;
  readonly fills: Fills;
  readonly vectors: Vectors;
  /** Of the model that is being filled. */
  readonly embedder: Pick<Embedder, 'vectorOf'>;
  readonly modelNumber: number;
  readonly depth: () => number;
  /** Nothing more urgent is to be done, and nobody wants it to wait. */
  readonly mayRun: () => boolean;
  readonly now: () => number;
  /** After COMMIT: these have a vector of the model now. */
  readonly onStored: (photoIds: readonly number[]) => void;
  readonly onChange: () => void;
  /** Every photo that could be read is through. Told again after each look that found nothing more. */
  readonly onThrough: () => void;
  /** Nothing goes on until `goOn`. */
  readonly onTrouble: (why: FailureReport) => void;
  readonly onUnreachable: (folderId: number) => void;
}

type Outcome =
  | { readonly photo: PhotoToFill; readonly is: 'vector'; readonly vector: Float32Array }
  | { readonly photo: PhotoToFill; readonly is: 'failed'; readonly report: FailureReport };

/** Photos looked at in one go. */
const sliceLength = 500;
const outcomesAtOnce = 16;
const longestWaitMs = 100;
const bytesAtOnce = 600_000_000;
/** What the scan keeps finding, but nobody can read, is a failure. */
const mostTimesAway = 3;

/**
 * Gives every photo a vector of a second model, newest first, while the first one answers. What is done is in the
 * database and nothing else is kept: after any kind of end the walk begins anew and passes over what is there.
 */
export function createFill(deps: FillDeps) {
  const { db, fills, vectors, embedder, modelNumber, now } = deps;
  const pace = createPace(now);
  const inFlight = new Map<number, PhotoToFill>();
  /** How often a photo was not there. */
  const away = new Map<number, number>();
  let bytesInFlight = 0;
  let next: PhotoToFill[] = [];
  let place: FillPlace | undefined;
  let isAtEnd = false;
  /** Photos came or changed since the walk began: it is done once more. */
  let isStale = false;
  /** That this walk has ended. */
  let isTold = false;
  let isLooking = false;
  let isRunning = false;
  let isStopped = false;
  let trouble: FailureReport | undefined;
  let outcomes: Outcome[] = [];
  let timer: NodeJS.Timeout | undefined;

  return {
    /** There may be something to do: work has ended, the person resumed, power came back. */
    poke,
    /** Photos came, changed, or can be reached again. */
    again(): void {
      isStale = true;
      poke();
    },
    trouble: (): FailureReport | undefined => trouble,
    /** What stopped it may be over. */
    goOn(): void {
      trouble = undefined;
      isStale = true;
      poke();
    },
    pace: () => pace.read(1),
    /** Until its end is told: a walk that ended while it had to wait is told of when it may go on. */
    isBusy: (): boolean =>
      trouble === undefined && !(isTold && !isStale && inFlight.size === 0 && outcomes.length === 0),
    /** Nothing is handed out any more; what was made is stored. */
    stop(): void {
      isStopped = true;
      store();
    },
  };

  function poke(): void {
    if (isStopped || trouble !== undefined || !deps.mayRun()) {
      isRunning = false;
      return;
    }
    if (!isRunning) pace.begin();
    isRunning = true;
    if (isAtEnd && isStale && inFlight.size === 0 && outcomes.length === 0) startAgain();
    while (inFlight.size < deps.depth()) {
      const photo = take();
      if (photo === undefined) break;
      inFlight.set(photo.photoId, photo);
      bytesInFlight += photo.sizeBytes;
      void embed(photo);
    }
    if (next.length === 0 && !isAtEnd) void look();
    else if (isAtEnd && !isStale && !isTold && inFlight.size === 0 && outcomes.length === 0) {
      isTold = true;
      deps.onThrough();
    }
  }

  function startAgain(): void {
    place = undefined;
    isAtEnd = false;
    isStale = false;
    isTold = false;
  }

  function take(): PhotoToFill | undefined {
    const first = next[0];
    // One huge file goes alone rather than never.
    if (first === undefined || (inFlight.size > 0 && bytesInFlight + first.sizeBytes > bytesAtOnce)) return undefined;
    return next.shift();
  }

  /** Walks on until something lacks its vector: past 100,000 photos that have it, in slices. */
  async function look(): Promise<void> {
    if (isLooking) return;
    isLooking = true;
    try {
      while (next.length === 0 && !isAtEnd && !isStopped) {
        const { photos, at } = fills.next(modelNumber, place, sliceLength);
        place = at ?? place;
        isAtEnd = at === undefined;
        next = photos.filter(({ photoId }) => !inFlight.has(photoId));
        await new Promise((resolve) => setImmediate(resolve));
      }
    } finally {
      isLooking = false;
    }
    poke();
  }

  async function embed(photo: PhotoToFill): Promise<void> {
    try {
      const vector = await embedder.vectorOf(photo.path, photo.content);
      // Another picture by now: the scan finds that, and the photo comes again.
      if (vector !== undefined) keep({ photo, is: 'vector', vector });
    } catch (error) {
      await fail(photo, error);
    } finally {
      inFlight.delete(photo.photoId);
      bytesInFlight -= photo.sizeBytes;
      poke();
    }
  }

  async function fail(photo: PhotoToFill, error: unknown): Promise<void> {
    if (isStopped) return;
    const report = reportOf(error);
    if (error instanceof Failure && ['unavailable', 'model-damaged', 'model-missing'].includes(error.kind))
      return halt(report);
    const timesAway = (away.get(photo.photoId) ?? 0) + 1;
    const isReading = ['gone', 'io', 'no-permission'].includes(report.kind);
    if (isReading && timesAway <= mostTimesAway && !(await isThere(photo.path))) {
      away.set(photo.photoId, timesAway);
      return deps.onUnreachable(photo.folderId);
    }
    keep({ photo, is: 'failed', report });
  }

  function halt(why: FailureReport): void {
    if (isStopped || trouble !== undefined) return;
    trouble = why;
    next = [];
    isAtEnd = true;
    isStale = true;
    deps.onTrouble(why);
  }

  function keep(outcome: Outcome): void {
    outcomes.push(outcome);
    if (outcomes.length >= outcomesAtOnce) store();
    else timer ??= setTimeout(store, longestWaitMs);
  }

  function store(): void {
    clearTimeout(timer);
    timer = undefined;
    const batch = outcomes;
    outcomes = [];
    if (batch.length === 0) return;
    try {
      const stored = db.transaction(() => batch.filter(storeOne).map(({ photo }) => photo.photoId));
      for (const { is } of batch) pace.end(is === 'failed');
      if (stored.length > 0) deps.onStored(stored);
    } catch (error) {
      // Nothing of the batch is in the database: its photos come again.
      if (isNoRoom(error) === undefined) throw error;
      halt(reportOf(error));
    }
    deps.onChange();
    poke();
  }

  function storeOne(outcome: Outcome): boolean {
    if (!fills.isStill(outcome.photo)) return false;
    if (outcome.is === 'vector') vectors.put(modelNumber, outcome.photo.photoId, outcome.vector);
    else fills.fail(modelNumber, outcome.photo.photoId, outcome.report);
    return outcome.is === 'vector';
  }
}
export type Fill = ReturnType<typeof createFill>;

async function isThere(file: string): Promise<boolean> {
  try {
    await fs.stat(file);
    return true;
  } catch {
    return false;
  }
}
