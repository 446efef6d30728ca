import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { isNoRoom } from '../db/connect.ts';
import type { PhotoStack, StackWord } from '../../preload/contract/stack-calls.ts';
import type { Db } from '../db/open.ts';
import { createOwnStacks, createStacks, type StackRow } from '../db/stacks.ts';
import type { Searcher } from '../searcher/host.ts';
import type { Direction } from '../copies/overlap.ts';
import { workerUrl } from '../util/worker-url.ts';
import { createReckoner } from './reckoner.ts';

export interface StackSetup {
  readonly libraryFile: string;
  readonly indexFile: string;
  readonly thumbnailsFile: string;
  readonly directions: Directions;
}

/** What was looked at before, as `createDirectionOf` keeps it: looking takes 7 ms for each pair. */
type Directions = Map<string, Direction | undefined>;

/** What is other than it was. */
export interface StackChanges {
  readonly comes: readonly StackRow[];
  /** Photos that belong to nothing any more. */
  readonly goes: readonly number[];
  readonly directions: Directions;
}

/** Photos that belong together: found anew in a thread of its own whenever files came, went or moved. */
export function createLibraryStacks(deps: {
  db: Db;
  searcher: Pick<Searcher, 'ask'>;
  now: () => number;
  /** Photos are still coming in: what belongs together is found when they have. */
  isBusy: () => boolean;
  log: (line: string) => void;
  onChanged: (photoIds: readonly number[]) => void;
}) {
  const { db, log, now } = deps;
  const stacks = createStacks(db);
  const own = createOwnStacks(db);
  let worker: Worker | undefined;
  let directions: Directions = new Map();
  let isStopped = false;
  const reckoner = createReckoner({
    everyMs: 3_000,
    isNeeded: () => !isStopped && !deps.isBusy(),
    log,
    reckon: () => reckonNow(),
  });
  /** One after the other: each tells what is other than what the one before it left. */
  let last: Promise<void> = Promise.resolve();
  const reckonNow = (): Promise<void> => {
    last = last.catch(() => undefined).then(reckon);
    return last;
  };
  async function reckon(): Promise<void> {
    const { comes, goes, directions: looked } = await found();
    directions = looked;
    if (comes.length + goes.length === 0) return;
    try {
      db.transaction(() => stacks.change(comes, goes));
    } catch (error) {
      if (isNoRoom(error) === undefined) throw error;
      return log(`stacks: not kept: ${String(error)}`);
    }
    deps.onChanged([...comes.map(({ photoId }) => photoId), ...goes]);
  }

  /** The person's word, and what follows from it. @returns what was said before */
  async function say(photoIds: readonly number[], word: () => void): Promise<StackWord[]> {
    const before = own.wordsOf(photoIds);
    db.transaction(word);
    await follow();
    return before;
  }

  /** It is said and kept; what follows from it is reckoned again where that fails now. */
  async function follow(): Promise<void> {
    try {
      await reckonNow();
    } catch (error) {
      log(`stacks: not reckoned: ${String(error)}`);
      reckoner.poke();
    }
  }

  return {
    /** The photos of a stack, the one that stands for it first; of a photo that belongs to none, itself. */
    async get(photoId: number): Promise<PhotoStack> {
      const kind = stacks.kindOf(photoId);
      const all = await deps.searcher.ask({ is: 'cards', photoIds: wholeOf([photoId]) });
      // What is hidden is shown to nobody who did not ask for it.
      const cards = all.filter(({ id, isHidden }) => isHidden !== true || id === photoId);
      return { ...(kind !== undefined && { kind }), cards };
    },
    whole: wholeOf,
    join: (photoIds: readonly number[]) => say(photoIds, () => own.join(photoIds, now())),
    part(photoIds: readonly number[]) {
      const all = wholeOf(photoIds);
      return say(all, () => own.part(all, now()));
    },
    setBest: (photoId: number) => say([photoId], () => own.setBest(photoId, now())),
    async putBack(words: readonly StackWord[]): Promise<void> {
      db.transaction(() => own.putBack(words));
      await follow();
    },
    poke: reckoner.poke,
    settled: reckoner.settled,
    async stop(): Promise<void> {
      isStopped = true;
      await worker?.terminate();
      await reckoner.stop();
    },
  };

  /** These photos with everything that is in a stack with one of them. */
  function wholeOf(photoIds: readonly number[]): number[] {
    const parts = stacks.partsOf(photoIds);
    const stacked = new Set(parts);
    return [...parts, ...photoIds.filter((id) => !stacked.has(id))];
  }

  function found(): Promise<StackChanges> {
    const started = new Worker(workerUrl('stacks-worker', import.meta.url), {
      workerData: {
        libraryFile: path.join(db.folder, 'library.db'),
        indexFile: path.join(db.folder, 'index.db'),
        thumbnailsFile: path.join(db.folder, 'thumbnails.db'),
        directions,
      } satisfies StackSetup,
    });
    worker = started;
    return new Promise((resolve, reject) => {
      started.once('message', (changes: StackChanges) => resolve(changes));
      started.once('error', reject);
      started.once('exit', (code) => reject(new Error(`the thread that finds stacks ended with ${code}`)));
    });
  }
}
