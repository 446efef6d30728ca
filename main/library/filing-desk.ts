import type { FilingProgress, FilingResult } from '../../preload/contract/filing.ts';
import type { FilingJournal, FilingKind } from '../db/filing.ts';
import { recoverFilings } from '../filing/recover.ts';
import { Failure, reportOf } from '../util/failure.ts';
import type { Filed, Moved } from './filed.ts';

/** The library is told of so many files at a time. */
const toldAtOnce = 200;

export interface Work {
  /** 0 where nothing new is begun. */
  readonly filingId: number;
  moved(it: Moved, isPicture?: boolean): void;
  /** One after the other; what is wrong with one is told, and the next one follows. */
  each<T>(
    items: readonly T[],
    nameOf: (item: T) => string,
    one: (item: T) => Promise<void>,
    /** How far it is in bytes too, where each has so many. */
    sizeOf?: (item: T) => number,
  ): Promise<void>;
}

/** Where what is done with files is done: one thing at a time, in the journal, and told to the library as it goes on. */
export function createFilingDesk(deps: {
  journal: FilingJournal;
  tell: Filed;
  now: () => number;
  onProgress: (progress: FilingProgress) => void;
}) {
  const { journal, tell, now } = deps;
  let running: AbortController | undefined;
  let ended: Promise<unknown> = Promise.resolve();
  let toldMs = 0;
  // What was cut short is known before anything else is touched.
  const recovered = recoverFilings(journal, now());
  recovered.catch(() => undefined); // whoever asks for something hears of it
  /** Ends what is under way after the file it is at. */
  const cancel = (): void => running?.abort(new Failure('refused', 'It was cancelled.'));

  return {
    recovered,
    alone,
    cancel,
    async stop(): Promise<void> {
      cancel();
      await ended.catch(() => undefined);
      await recovered.catch(() => undefined);
    },
  };

  /** One at a time; the library is told as it goes on. */
  async function alone(
    is: FilingProgress['is'],
    kind: FilingKind | undefined,
    run: (work: Work) => Promise<void>,
  ): Promise<FilingResult> {
    if (running !== undefined)
      throw new Failure('refused', 'Files are being moved already: wait for it, or cancel it.');
    const controller = new AbortController();
    running = controller;
    const problems: FilingResult['problems'] = [];
    let doneCount = 0;
    let untold: Moved[] = [];
    const flush = async () => {
      const batch = untold;
      untold = [];
      await tell(batch);
    };
    const working = (async () => {
      await recovered;
      const filingId = kind === undefined ? 0 : journal.begin(kind, now());
      try {
        await run({
          filingId,
          moved(it, isPicture = false) {
            untold.push(it);
            if (isPicture) doneCount += 1;
          },
          async each(items, nameOf, one, sizeOf) {
            const totalBytes = sizeOf && items.reduce((sum, item) => sum + sizeOf(item), 0);
            let doneBytes = 0;
            for (const [done, item] of items.entries()) {
              if (controller.signal.aborted) break;
              say({ is, done, total: items.length, ...(totalBytes !== undefined && { doneBytes, totalBytes }) });
              try {
                await one(item);
              } catch (error) {
                if (!(error instanceof Failure)) throw error;
                problems.push({ path: nameOf(item), problem: reportOf(error) });
                if (error.kind === 'disk-full') break;
              }
              doneBytes += sizeOf?.(item) ?? 0;
              if (untold.length >= toldAtOnce) await flush();
            }
          },
        });
      } finally {
        if (kind !== undefined) journal.end(filingId, now());
        await flush();
      }
      const isDone = kind !== undefined && journal.stepsOf(filingId).length > 0;
      return { ...(isDone && { filingId }), doneCount, isCancelled: controller.signal.aborted, problems };
    })();
    ended = working;
    try {
      return await working;
    } finally {
      running = undefined;
      toldMs = 0;
      deps.onProgress({ is: 'idle', done: 0, total: 0 });
    }
  }

  function say(progress: FilingProgress): void {
    if (now() - toldMs < 100) return;
    toldMs = now();
    deps.onProgress(progress);
  }
}
export type FilingDesk = ReturnType<typeof createFilingDesk>;
