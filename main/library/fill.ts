import type { FailureReport } from '../../preload/contract/failure.ts';
import type { Db } from '../db/open.ts';
import type { FillPlace, OwedPhotos, PhotoToFill } from '../db/owed.ts';
import type { Vectors } from '../db/vectors.ts';
import type { Embedder } from '../embedder/host.ts';
import type { EmbeddedPart } from '../embedder/messages.ts';
import { createFeeder, type Held, type Outcome } from './feeder.ts';

export interface FillDeps {
  readonly db: Db;
  readonly owed: Pick<OwedPhotos, 'next' | 'isStill' | 'fail'>;
  readonly vectors: Pick<Vectors, 'put'>;
  /** Of the model that is being filled. */
  readonly embedder: Pick<Embedder, 'partsOf'>;
  readonly modelNumber: number;
  readonly depth: () => number;
  /** Nothing more urgent is to be done, and nobody wants it to wait. */
  readonly mayRun: () => boolean;
  readonly now: () => number;
  /** After COMMIT: these have a vector of the model now. */
  readonly onStored: (photoIds: readonly number[]) => void;
  readonly onChange: () => void;
  /** Every photo that could be read is through. Told again after each walk that found nothing more. */
  readonly onThrough: () => void;
  /** Nothing goes on until `goOn`. */
  readonly onTrouble: (why: FailureReport) => void;
  readonly onUnreachable: (folderId: number) => void;
}

/** Photos looked at in one go. */
const sliceLength = 500;

/**
 * Gives every photo a vector of a second model, newest first, while the first one answers. What is done is in the
 * database and nothing else is kept: after any kind of end the walk begins anew and passes over what is there.
 */
export function createFill(deps: FillDeps) {
  const { owed, vectors, embedder, modelNumber } = deps;
  let place: FillPlace | undefined;
  let isAtEnd = false;
  /** Photos came or changed since the walk began: it is done once more. */
  let isStale = false;
  /** That this walk has ended. */
  let isTold = false;
  const feeder = createFeeder<PhotoToFill, readonly EmbeddedPart[]>({
    db: deps.db,
    now: deps.now,
    idOf: ({ photoId }) => photoId,
    depth: deps.depth,
    mayRun: deps.mayRun,
    more: walkOn,
    // Another picture by now: the scan finds that, and the photo comes again.
    work: ({ path, content, turn }) => embedder.partsOf(path, content, turn),
    store,
    onStored(photoIds) {
      if (photoIds.length > 0) deps.onStored(photoIds);
      deps.onChange();
    },
    onEmpty() {
      if (isTold) return;
      isTold = true;
      deps.onThrough();
    },
    onStopped: deps.onTrouble,
    onUnreachable: deps.onUnreachable,
  });

  return {
    /** There may be something to do: work has ended, the person resumed, power came back. */
    poke: feeder.poke,
    /** Photos came, changed, or can be reached again. */
    again(): void {
      isStale = true;
      feeder.poke();
    },
    trouble: feeder.stoppedBy,
    /** What stopped it may be over. */
    goOn(): void {
      startAgain();
      feeder.goOn();
    },
    photosPerSecond: (): number | undefined => feeder.pace(1).photosPerSecond,
    /** Until its end is told: a walk that ended while it had to wait is told of when it may go on. */
    isBusy: (): boolean => feeder.stoppedBy() === undefined && !(isTold && !isStale && feeder.isEmpty()),
    stop: feeder.stop,
  };

  function startAgain(): void {
    place = undefined;
    isAtEnd = false;
    isStale = false;
    isTold = false;
  }

  /** A slice of the library: past 100,000 photos that have their vector, in a turn each. */
  function walkOn({ isBusy }: Held): { jobs: readonly PhotoToFill[]; isEnd: boolean } {
    if (isAtEnd && isStale) startAgain();
    if (isAtEnd) return { jobs: [], isEnd: true };
    const { photos, at } = owed.next(modelNumber, place, sliceLength);
    place = at ?? place;
    isAtEnd = at === undefined;
    return { jobs: photos.filter(({ photoId }) => !isBusy(photoId)), isEnd: isAtEnd && !isStale };
  }

  function store(outcome: Outcome<PhotoToFill, readonly EmbeddedPart[]>): readonly number[] {
    const { job } = outcome;
    if (!owed.isStill(job)) return [];
    if (outcome.is === 'failed') {
      owed.fail(modelNumber, job.photoId, outcome.report);
      return [];
    }
    vectors.put(modelNumber, job.photoId, outcome.result);
    return [job.photoId];
  }
}
export type Fill = ReturnType<typeof createFill>;
