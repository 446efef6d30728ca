import type { FailureReport } from '../../preload/contract/failure.ts';
import type { UpdatesState } from '../../preload/contract/updates.ts';
import { Failure, reportOf } from '../util/failure.ts';

/** What electron-updater does of the work. */
export interface Updater {
  /** @returns the newer version, undefined where there is none */
  look(): Promise<{ readonly version: string; readonly notes: string } | undefined>;
  download(onProgress: (percent: number) => void): Promise<void>;
  /** Installs what was downloaded and starts it: the app ends, or `onTrouble` hears why not (a password that was not given). */
  install(onTrouble: (error: unknown) => void): void;
}

export interface UpdatesDeps {
  /** Undefined where this installation cannot be updated by itself. Made only once the person said yes. */
  readonly open: (() => Updater) | undefined;
  /** The person's choice: `unasked` until they are asked, once. */
  readonly choice: () => 'unasked' | 'on' | 'off';
  readonly choose: (choice: 'on' | 'off') => void;
  readonly onChange: (state: UpdatesState) => void;
  readonly log: (line: string) => void;
  readonly now: () => number;
  readonly waits?: { readonly firstMs: number; readonly eachMs: number };
}

/** Never in the first minute: whoever opens the app wants to see photos. Then once a day. */
const usualWaits = { firstMs: 60_000, eachMs: 24 * 3_600_000 };

export function createUpdates({ open, choice, choose, onChange, log, now, waits = usualWaits }: UpdatesDeps) {
  let updater: Updater | undefined;
  let isDue = false;
  let step: UpdatesState['step'] = { is: 'resting' };
  let timer: NodeJS.Timeout | undefined;
  if (open) timer = setTimeout(due, waits.firstMs);

  return {
    state,
    /** @returns at once; what is found is told by `onChange` */
    answer(isYes: boolean): UpdatesState {
      choose(isYes ? 'on' : 'off');
      if (isYes) void look();
      else if (step.is !== 'installing') setStep({ is: 'resting' });
      onChange(state());
      return state();
    },
    /** @throws Failure 'refused' before the person's yes */
    look(): UpdatesState {
      if (choice() !== 'on') throw new Failure('refused', 'Looking for updates is switched off.');
      void look();
      return state();
    },
    /** @throws Failure 'stale' where nothing was found */
    install(): UpdatesState {
      if (step.is !== 'found') throw new Failure('stale', 'There is no update to install: look again.');
      void install(step);
      return state();
    },
    stop(): void {
      clearTimeout(timer);
    },
  };

  function state(): UpdatesState {
    return { isPossible: open !== undefined, isAsking: isDue && open !== undefined && choice() === 'unasked', step };
  }

  function due(): void {
    isDue = true;
    timer = setTimeout(due, waits.eachMs);
    if (choice() === 'on') void look();
    else onChange(state());
  }

  async function look(): Promise<void> {
    if (!open || choice() !== 'on' || ['looking', 'loading', 'installing'].includes(step.is)) return;
    setStep({ is: 'looking' });
    try {
      updater ??= open();
      const found = await updater.look();
      log(found ? `updates: ${found.version} is there` : 'updates: this is the newest version');
      // They may have said no meanwhile.
      if (choice() !== 'on' || found === undefined) setStep({ is: 'resting', lookedAtMs: now() });
      else setStep({ is: 'found', ...found });
    } catch (error) {
      fail(error);
    }
  }

  async function install({ version, notes }: { readonly version: string; readonly notes: string }): Promise<void> {
    setStep({ is: 'loading', version, notes, percent: 0 });
    try {
      await updater?.download((percent) => setStep({ is: 'loading', version, notes, percent }));
      setStep({ is: 'installing', version });
      updater?.install((error) => step.is === 'installing' && fail(error));
    } catch (error) {
      fail(error);
    }
  }

  function fail(error: unknown): void {
    const why: FailureReport = error instanceof Failure ? reportOf(error) : failureOf(error);
    log(`updates: ${why.message}`);
    setStep({ is: 'failed', why });
  }

  function setStep(next: UpdatesState['step']): void {
    const isSame =
      next.is === 'loading' && step.is === 'loading' && Math.floor(next.percent) === Math.floor(step.percent);
    step = next;
    if (!isSame) onChange(state());
  }
}

export type Updates = ReturnType<typeof createUpdates>;

/** What electron-updater throws of its own has no sentence for people. */
function failureOf(error: unknown): FailureReport {
  const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  return { kind: 'update-failed', message: `The update could not be installed: ${why}`, details: { why } };
}
