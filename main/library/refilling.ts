import type { FailureReport } from '../../preload/contract/failure.ts';
import { isNoRoom } from '../db/connect.ts';
import type { Db } from '../db/open.ts';
import type { Rebuildable } from '../db/rebuildable.ts';
import { createRefill, type RefillStep } from '../db/refill.ts';
import type { Texts } from '../db/texts.ts';
import { reportOf } from '../util/failure.ts';

export interface RefillingDeps {
  readonly db: Db;
  readonly texts: Texts;
  readonly isStopped: () => boolean;
  /** At once, before anything is written into the empty database again. */
  readonly onEmpty: (name: Rebuildable, notice: FailureReport) => void;
  /** Rows of these photos are there again. */
  readonly onFilled: (photoIds: readonly number[]) => void;
  /** What could be taken over has been: the rest is made from the photos. */
  readonly onRest: () => Promise<void>;
  readonly onNoRoom: (why: FailureReport) => void;
}

/** Fills the index and the cache again after damage, in slices between clicks. [Note: How a damaged index mends itself] */
export function createRefilling(deps: RefillingDeps) {
  const { db } = deps;
  const refill = createRefill(db, deps.texts);
  const waiting = new Set<Rebuildable>();
  let running: Promise<void> | undefined;

  db.onRebuilt((name, notice) => {
    waiting.add(name);
    deps.onEmpty(name, notice);
    start();
  });

  return {
    /** What an earlier start did not get done. */
    goOn(): void {
      for (const name of ['index', 'thumbnails'] as const) if (refill.isOwed(name)) waiting.add(name);
      if (waiting.size > 0) start();
    },
    isBusy: (): boolean => running !== undefined,
    /** Resolves when nothing is being filled. */
    idle: async (): Promise<void> => {
      while (running !== undefined) await running;
    },
  };

  function start(): void {
    running ??= run().finally(() => (running = undefined));
  }

  async function run(): Promise<void> {
    // After whoever met the damage has its answer.
    await new Promise((resolve) => setImmediate(resolve));
    for (let [name] = waiting; name !== undefined && !deps.isStopped(); [name] = waiting) {
      waiting.delete(name);
      try {
        await all(refill.salvage(name));
        if (name === 'index') await all(refill.texts());
        if (deps.isStopped()) return; // the file that is kept tells the next start to go on
        refill.done(name);
        await deps.onRest();
      } catch (error) {
        if (isNoRoom(error) === undefined) throw error;
        deps.onNoRoom(reportOf(error));
        return;
      }
    }
  }

  async function all(step: RefillStep): Promise<void> {
    for (let ids = step(); ids !== undefined && !deps.isStopped(); ids = step()) {
      deps.onFilled(ids);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
