import fs from 'node:fs/promises';
import type { FailureReport } from '../../preload/contract/failure.ts';
import type { Progress } from '../../preload/contract/work.ts';
import { isNoRoom } from '../db/connect.ts';
import type { Db } from '../db/open.ts';
import { Failure, reportOf } from '../util/failure.ts';
import { createPace } from './pace.ts';

/** Something that is done with one file. */
export interface Job {
  readonly path: string;
  readonly folderId: number;
  readonly sizeBytes: number;
}

/** What became of a job, to be stored. */
export type Outcome<J, R> =
  | { readonly job: J; readonly is: 'done'; readonly result: R }
  | { readonly job: J; readonly is: 'failed'; readonly report: FailureReport };

/** What the feeder has in its hands while it asks for more. */
export interface Held {
  /** It is being done, or is done and not stored yet. */
  isBusy(id: number): boolean;
  /** Its file was not there, and nothing has been said of it since. */
  isAside(id: number): boolean;
  /** So many of both. */
  readonly count: number;
}

/** One kind of work. @template J a job @template R what comes of it */
export interface FeederDeps<J extends Job, R> {
  readonly db: Pick<Db, 'transaction'>;
  readonly now: () => number;
  /** Of the file or the photo that a job is about. */
  readonly idOf: (job: J) => number;
  /** How many jobs may be under way. */
  readonly depth: () => number;
  /** Nothing more urgent is to be done, and nobody wants it to wait: priorities and pauses are said here. */
  readonly mayRun: () => boolean;
  /** The next jobs, first ones first; asked when there is none left. With none and no end, it is asked again a turn later. */
  readonly more: (held: Held) => { readonly jobs: readonly J[]; readonly isEnd: boolean };
  /**
   * @param afterwards what to run once the outcome is stored, or the job is over without one
   * @returns undefined where nothing is to be stored
   * @throws Failure that tells what is wrong with the file, or with the engine
   */
  readonly work: (job: J, afterwards: (run: () => void) => void) => Promise<R | undefined>;
  /** Within a transaction. @returns photos that it changed; `again`: the job comes once more, and counts then */
  readonly store: (outcome: Outcome<J, R>) => readonly number[] | 'again';
  /** After COMMIT, with what counts. */
  readonly onStored: (photoIds: readonly number[], outcomes: readonly Outcome<J, R>[]) => void;
  /** Nothing is under way and there is nothing more. Told after each look that found nothing. */
  readonly onEmpty?: () => void;
  readonly onChange?: () => void;
  /** It has stopped until `goOn`: the engine does not run, or the disk is full. */
  readonly onStopped: (why: FailureReport) => void;
  /** A file could not be read: its folder may be gone. */
  readonly onUnreachable: (folderId: number) => void;
}

/** Of all files in work: decoders have them in memory. One larger file goes alone rather than never. */
const bytesAtOnce = 600_000_000;
const outcomesAtOnce = 16;
const longestWaitMs = 100;
/** What the scan keeps finding and nobody can read (a folder that may no longer be entered) is a failure. */
const mostTimesAway = 3;

/**
 * Runs one kind of work: jobs are handed out as many as may be, and what comes of them is stored a few at a time in one
 * transaction. A file that is not there is left to the scan, another trouble with a file is its own, and one with the
 * engine or the disk stops all. It has no state worth keeping: what is still to be done is asked of the database.
 */
export function createFeeder<J extends Job, R>(deps: FeederDeps<J, R>) {
  const { idOf, onChange = () => undefined } = deps;
  const pace = createPace(deps.now);
  const inFlight = new Set<number>();
  const aside = new Set<number>();
  /** How often each file was not there. */
  const timesAway = new Map<number, number>();
  const onIdle: (() => void)[] = [];
  let next: J[] = [];
  let kept: { outcome: Outcome<J, R>; afterwards: readonly (() => void)[] }[] = [];
  let timer: NodeJS.Timeout | undefined;
  let bytesInFlight = 0;
  let isWorking = false;
  let isLooking = false;
  let hasWaited = false;
  let isStopped = false;
  let stoppedBy: FailureReport | undefined;

  return {
    /** There may be something to do, or to wait for. */
    poke(): void {
      if (!mayRun()) letGo();
      pump();
    },
    /** What is to be done may have changed: looks anew, also for what was set aside. */
    again(): void {
      next = [];
      aside.clear();
      pump();
    },
    /** Stops by itself: said once, however many jobs meet the same trouble. */
    halt,
    stoppedBy: (): FailureReport | undefined => stoppedBy,
    /** What stopped it may be over. */
    goOn(): void {
      stoppedBy = undefined;
      next = [];
      pump();
    },
    isWorking: (): boolean => isWorking,
    /** Nothing may be handed out now. */
    isHalted: (): boolean => !mayRun(),
    /** Nothing is under way and all that was made is stored. */
    isEmpty: (): boolean => inFlight.size === 0 && kept.length === 0,
    inFlight: (): number => inFlight.size,
    /** @param left jobs still to be done */
    pace: (left: number): Pick<Progress, 'done' | 'total' | 'failed' | 'photosPerSecond' | 'secondsLeft'> =>
      pace.read(left),
    /** Resolves when there is nothing to do, or nothing more will be done now. */
    idle: (): Promise<void> =>
      isWorking && mayRun() && !isStopped ? new Promise((resolve) => onIdle.push(resolve)) : Promise.resolve(),
    /** Nothing is handed out any more; what was made is stored. */
    stop(): void {
      isStopped = true;
      store();
      letGo();
    },
  };

  function mayRun(): boolean {
    return stoppedBy === undefined && deps.mayRun();
  }

  function letGo(): void {
    for (const resolve of onIdle.splice(0)) resolve();
  }

  function halt(why: FailureReport): void {
    if (isStopped || stoppedBy !== undefined) return;
    stoppedBy = why;
    letGo();
    deps.onStopped(why);
    onChange();
  }

  function pump(): void {
    if (isStopped) return;
    if (mayRun()) {
      if (hasWaited) pace.goOn();
      hasWaited = false;
      handOut();
    } else hasWaited = true;
    onChange();
  }

  function handOut(): void {
    while (inFlight.size < deps.depth()) {
      const job = take();
      if (job === undefined) break;
      if (!isWorking) pace.begin();
      isWorking = true;
      inFlight.add(idOf(job));
      bytesInFlight += job.sizeBytes;
      void run(job);
    }
    if (inFlight.size > 0 || kept.length > 0 || next.length > 0 || isLooking) return;
    isWorking = false;
    letGo();
    deps.onEmpty?.();
  }

  function take(): J | undefined {
    if (next.length === 0 && !isLooking) look();
    const [first] = next;
    if (first === undefined || (inFlight.size > 0 && bytesInFlight + first.sizeBytes > bytesAtOnce)) return undefined;
    return next.shift();
  }

  function look(): void {
    const isBusy = (id: number) => inFlight.has(id) || kept.some(({ outcome }) => idOf(outcome.job) === id);
    const { jobs, isEnd } = deps.more({
      isBusy,
      isAside: (id) => aside.has(id),
      count: inFlight.size + kept.length + aside.size,
    });
    next = [...jobs];
    if (next.length > 0 || isEnd) return;
    isLooking = true;
    setImmediate(() => {
      isLooking = false;
      pump();
    });
  }

  async function run(job: J): Promise<void> {
    const afterwards: (() => void)[] = [];
    let outcome: Outcome<J, R> | undefined;
    try {
      const result = await deps.work(job, (then) => afterwards.push(then));
      outcome = result === undefined ? undefined : { job, is: 'done', result };
    } catch (error) {
      outcome = await failed(job, error);
    }
    inFlight.delete(idOf(job));
    bytesInFlight -= job.sizeBytes;
    if (outcome === undefined || isStopped) for (const then of afterwards) then();
    else keep(outcome, afterwards);
    pump();
  }

  /** @returns undefined where it is not the file's fault */
  async function failed(job: J, error: unknown): Promise<Outcome<J, R> | undefined> {
    const report = reportOf(error);
    const isEngine = error instanceof Failure && ['unavailable', 'model-damaged', 'model-missing'].includes(error.kind);
    if (isEngine) {
      halt(report);
      return undefined;
    }
    const id = idOf(job);
    const times = (timesAway.get(id) ?? 0) + 1;
    const isReading = ['gone', 'io', 'no-permission'].includes(report.kind);
    if (!isReading || times > mostTimesAway || (await isThere(job.path))) return { job, is: 'failed', report };
    timesAway.set(id, times);
    aside.add(id);
    deps.onUnreachable(job.folderId);
    return undefined;
  }

  /** Collects a few outcomes for one transaction. */
  function keep(outcome: Outcome<J, R>, afterwards: readonly (() => void)[]): void {
    kept.push({ outcome, afterwards });
    if (kept.length >= outcomesAtOnce) store();
    else timer ??= setTimeout(store, longestWaitMs);
  }

  function store(): void {
    clearTimeout(timer);
    timer = undefined;
    const batch = kept;
    kept = [];
    if (batch.length === 0) return;
    try {
      const stored = deps.db.transaction(() =>
        batch.flatMap(({ outcome }) => {
          const touched = deps.store(outcome);
          return touched === 'again' ? [] : [{ outcome, touched }];
        }),
      );
      for (const { outcome } of stored) pace.end(outcome.is === 'failed');
      deps.onStored(
        [...new Set(stored.flatMap(({ touched }) => touched))],
        stored.map(({ outcome }) => outcome),
      );
    } catch (error) {
      // Nothing of the batch is in the database: its jobs come again.
      if (isNoRoom(error) === undefined) throw error;
      halt(reportOf(error));
    } finally {
      for (const { afterwards } of batch) for (const then of afterwards) then();
    }
    pump();
  }
}

async function isThere(file: string): Promise<boolean> {
  try {
    await fs.stat(file);
    return true;
  } catch {
    return false;
  }
}
