import type { FailureReport } from '../../preload/contract/failure.ts';
import type { Settings } from '../../preload/contract/settings.ts';
import type { Engine, Progress } from '../../preload/contract/work.ts';
import type { LibraryCounts } from '../db/counts.ts';
import type { Failures } from '../db/failures.ts';
import type { SettingsStore } from '../db/settings.ts';
import type { Engines } from './engines.ts';
import type { WatchedFolders } from './watched-folders.ts';
import type { Work } from './work.ts';

export interface WorkCalls {
  progress(): Progress;
  pause(): Progress;
  resume(): Progress;
  engine(): Engine | undefined;
  /** Why work has stopped by itself, e.g. a full disk or a damaged model; `resume` tries again. */
  stoppedBy(): FailureReport | undefined;
  tally: Work['tally'];
  /** Counts of the whole library, fresh. */
  counted(): Promise<LibraryCounts>;
  /** Resolves when every folder has been scanned and nothing waits any more. */
  settled(): Promise<void>;
}

export interface WorkCallsDeps {
  readonly work: Work;
  readonly engines: Engines;
  readonly watched: WatchedFolders;
  readonly failures: Pick<Failures, 'count'>;
  readonly settings: SettingsStore;
  /** What begins after the first screen has begun. */
  readonly wakingUp: Promise<void>;
  readonly refilling: { isBusy(): boolean; idle(): Promise<void> };
  /** What follows the photos when work has ended. */
  readonly followers: readonly { settled(): Promise<void> }[];
  readonly isStopped: () => boolean;
  /** It goes on: what waited for room does not any more. */
  readonly onResume: () => void;
  readonly onSettings: (settings: Settings) => void;
}

/** What is being done, paused and gone on with. */
export function createWorkCalls(deps: WorkCallsDeps) {
  const { work, engines, watched, settings, refilling } = deps;
  const calls: WorkCalls = {
    progress,
    pause: () => setPaused(true),
    resume: () => setPaused(false),
    engine: () => engines.side().engine(),
    stoppedBy: work.stoppedBy,
    tally: work.tally,
    counted: watched.counted,
    async settled() {
      await deps.wakingUp;
      do {
        await Promise.all(watched.list().map((folder) => watched.scanned(folder.id)));
        await work.idle();
        await engines.settled();
        await refilling.idle();
        if (!work.progress().isPaused) await Promise.all(deps.followers.map((it) => it.settled()));
      } while (
        !deps.isStopped() &&
        (refilling.isBusy() || watched.isScanning() || work.progress().isWorking || engines.change.isBusy()) &&
        !work.progress().isPaused
      );
    },
  };
  return { calls, progress, pauseOrResume };

  function setPaused(isPaused: boolean): Progress {
    settings.change({ isPaused });
    pauseOrResume(isPaused);
    deps.onSettings(settings.get());
    return progress();
  }

  function pauseOrResume(isPaused: boolean): void {
    if (isPaused) return work.pause();
    deps.onResume();
    engines.change.goOn();
    if (work.stoppedBy() !== undefined && work.stoppedBy()?.kind !== 'disk-full') engines.embedder.restart();
    work.resume();
    watched.resume();
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
      failedCount: deps.failures.count(),
    };
  }
}
