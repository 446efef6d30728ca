import type { FailureReport } from '../../preload/contract/failure.ts';
import type { Progress } from '../../preload/contract/work.ts';
import type { Failures } from '../db/failures.ts';
import type { Files, WaitingFile } from '../db/files.ts';
import type { Db } from '../db/open.ts';
import type { Looks } from '../db/looks.ts';
import type { Turns } from '../db/turns.ts';
import { refusals } from '../formats/refusals.ts';
import type { Turn } from '../formats/turn.ts';
import type { OwedPhotos } from '../db/owed.ts';
import type { Photos } from '../db/photos.ts';
import type { Vectors } from '../db/vectors.ts';
import type { Embedder } from '../embedder/host.ts';
import type { Embedded } from '../embedder/messages.ts';
import { reportOf } from '../util/failure.ts';
import { createFeeder, type Outcome } from './feeder.ts';

export interface WorkDeps {
  readonly db: Db;
  readonly files: Files;
  readonly photos: Photos;
  readonly vectors: Pick<Vectors, 'put' | 'putThumbnail'>;
  readonly owed: Pick<OwedPhotos, 'isPaid' | 'wake'>;
  readonly turns: Pick<Turns, 'of' | 'ofContent'>;
  readonly looks: Pick<Looks, 'put'>;
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

/** Of a file that was read. */
interface Read {
  readonly embedded: Embedded;
  readonly modelNumber: number;
  readonly turn: Turn | undefined;
}

/** The work of every day: files that wait are embedded by the model that answers, newest first. */
export interface Work {
  /** Files may have come, changed or been told to try again: the newest go first from now on. */
  poke(): void;
  pause(): void;
  resume(): void;
  /** Whether the machine may be used has changed. */
  waitOrGoOn(): void;
  /** The trouble that stopped it is over; what a person paused stays paused. */
  goOn(): void;
  /** Stops until someone does something about it. */
  halt(why: FailureReport): void;
  stoppedBy(): FailureReport | undefined;
  progress(): { isWorking: boolean; isPaused: boolean } & Pick<
    Progress,
    'done' | 'total' | 'failed' | 'photosPerSecond' | 'secondsLeft'
  >;
  /** Since the start: files embedded, files whose picture the library had already, files that failed. */
  tally(): { embedded: number; recognised: number; failed: number };
  /** Resolves when nothing waits, or nothing more will be done. */
  idle(): Promise<void>;
  stop(): void;
}

/** What waits is a column in the database, so it goes on where it was after any kind of end. */
export function createWork(deps: WorkDeps): Work {
  const { files, photos, vectors, looks, owed, turns, failures, embedder, side, now } = deps;
  /** Pictures being embedded now, by content: a copy that comes meanwhile waits for the first and is not embedded again. */
  const contents = new Map<string, Promise<void>>();
  const tally = { embedded: 0, recognised: 0, failed: 0 };
  let isPaused = false;
  const feeder = createFeeder<WaitingFile, Read>({
    db: deps.db,
    now,
    idOf: ({ fileId }) => fileId,
    depth: () => side().depth(),
    mayRun: () => !isPaused && !deps.mustWait(),
    more: ({ isBusy, isAside, count }) => ({
      jobs: files.waiting(side().depth() * 2 + count).filter(({ fileId }) => !isBusy(fileId) && !isAside(fileId)),
      isEnd: true,
    }),
    work: embed,
    store,
    onStored(photoIds, outcomes) {
      for (const outcome of outcomes)
        if (outcome.is === 'failed') tally.failed += 1;
        else if (outcome.result.embedded.parts === undefined) tally.recognised += 1;
        else tally.embedded += 1;
      if (photoIds.length > 0) deps.onStored(photoIds);
    },
    onChange: deps.onChange,
    onStopped: deps.onStopped,
    onUnreachable: deps.onUnreachable,
  });

  return {
    poke: feeder.again,
    pause(): void {
      isPaused = true;
      feeder.poke();
    },
    resume(): void {
      isPaused = false;
      feeder.goOn();
    },
    waitOrGoOn: feeder.poke,
    goOn: feeder.goOn,
    halt: feeder.halt,
    stoppedBy: feeder.stoppedBy,
    progress() {
      const isWorking = feeder.isWorking();
      const isHalted = feeder.isHalted();
      const left = isWorking || isHalted ? Math.max(files.countWaiting(), feeder.inFlight()) : 0;
      return { isWorking, isPaused: isHalted, ...feeder.pace(left) };
    },
    tally: () => ({ ...tally }),
    idle: feeder.idle,
    stop: feeder.stop,
  };

  async function embed(file: WaitingFile, afterwards: (run: () => void) => void): Promise<Read> {
    const modelNumber = side().number;
    let first: Promise<void> | undefined;
    let isOwn = false;
    let turn: Turn | undefined;
    const embedded = await embedder.embed(file.path, (content) => {
      turn = turns.ofContent(content);
      const photoId = photos.findByContent(content);
      if (photoId !== undefined && owed.isPaid(modelNumber, photoId)) return true;
      const hex = Buffer.from(content).toString('hex');
      first = isOwn ? undefined : contents.get(hex);
      if (first !== undefined) return true;
      if (!isOwn) afterwards(announce(hex));
      isOwn = true;
      return { isKnown: false, turn };
    });
    // The copy that came first must be stored before this one can stand for the same photo.
    await first;
    return { embedded, modelNumber, turn };
  }

  /** @returns tells those who wait that this picture is stored, or will not be */
  function announce(hex: string): () => void {
    let finish: () => void = () => undefined;
    contents.set(hex, new Promise((resolve) => (finish = resolve)));
    return () => {
      contents.delete(hex);
      finish();
    };
  }

  function store(outcome: Outcome<WaitingFile, Read>): readonly number[] | 'again' {
    const { job: file } = outcome;
    const standing = files.standingOf(file);
    if (standing === 'other') return 'again'; // changed or gone meanwhile
    if (outcome.is === 'failed') {
      if (standing === 'doubtful') return 'again'; // its new rights may let it be read
      failures.record(file.fileId, outcome.report, now());
      return [];
    }
    const { embedded, modelNumber, turn } = outcome.result;
    const { size, film, metadata, parts, thumbnail, look, ...read } = embedded;
    const { content } = read;
    const known = photos.findByContent(content);
    if (known === undefined && (size === undefined || parts === undefined)) return 'again'; // the first copy failed
    const { photoId, formerPhotoId } = photos.store(
      {
        ...{ fileId: file.fileId, ...read, metadata },
        ...(size ?? { width: 1, height: 1 }),
        film,
      },
      now(),
    );
    // It was turned meanwhile: what was made of it shows it as it was, and it is made anew.
    if (parts !== undefined && turns.of(photoId) !== turn) {
      owed.wake(photoId);
      return formerPhotoId === undefined ? [photoId] : [photoId, formerPhotoId];
    }
    if (parts !== undefined) vectors.put(modelNumber, photoId, parts);
    // Another model answers since this file was handed out: it gets that one's vector too.
    if (modelNumber !== side().number && !owed.isPaid(side().number, photoId)) owed.wake(photoId);
    if (thumbnail !== undefined)
      vectors.putThumbnail(
        photoId,
        thumbnail,
        parts?.flatMap(({ picture }) => picture ?? []),
      );
    // It is a photo, found by its name and date; that its pictures can't be seen is said where everything such is said.
    if (film?.isClosed === true) failures.record(file.fileId, reportOf(refusals.unseenFilm(film.codec)), now());
    else if (film?.isCutShort === true) failures.record(file.fileId, reportOf(refusals.cutFilm()), now());
    if (look !== undefined) looks.put(photoId, look);
    // It is read once more, but a picture that is the same is known by then and not embedded again.
    if (standing === 'doubtful') files.waitAgain(file.fileId);
    return formerPhotoId === undefined ? [photoId] : [photoId, formerPhotoId];
  }
}
