import type { GuestState } from '../../preload/contract/engine.ts';
import type { Settings } from '../../preload/contract/settings.ts';

/** What the machine is like at this moment. Undefined where nobody can tell: then it is not waited for. */
export interface Machine {
  /** Seconds since somebody touched the keyboard or the mouse. */
  idleSeconds(): number | undefined;
  isOnBattery(): boolean | undefined;
}

export interface GuestDeps {
  readonly machine: Machine;
  /** Of the machine. */
  readonly cores: number;
  readonly settings: () => Pick<Settings, 'onlyWhenIdle' | 'notOnBattery' | 'coreShare'>;
  /** Work may go on, has to wait, or may take other cores than before. */
  readonly onChange: (state: GuestState, before: GuestState) => void;
}

/** Away for so long, nobody is waiting for the machine. */
const idleAfterSeconds = 120;
/** Whoever comes back waits for no more than this. */
const lookEveryMs = 2_000;
const shares = { quarter: 0.25, half: 0.5, all: 1 } as const;

/** Being a good guest: what work may take of the machine, by the person's settings and by what the machine is like. */
export function createGuest({ machine, cores, settings, onChange }: GuestDeps) {
  let isFullSpeed = false;
  let state = look();
  const timer = setInterval(check, lookEveryMs);
  timer.unref();

  return {
    state: (): GuestState => state,
    /** Settings changed, or the system told that power or sleep did. */
    check,
    setFullSpeed(isOn: boolean): GuestState {
      isFullSpeed = isOn;
      check();
      return state;
    },
    /** Nothing is left to do: what was asked for is over. */
    done(): void {
      if (isFullSpeed) this.setFullSpeed(false);
    },
    stop: (): void => clearInterval(timer),
  };

  function check(): void {
    const before = state;
    state = look();
    if (state.waitsFor !== before.waitsFor || state.cores !== before.cores || state.isFullSpeed !== before.isFullSpeed)
      onChange(state, before);
  }

  function look(): GuestState {
    const { onlyWhenIdle, notOnBattery, coreShare } = settings();
    if (isFullSpeed) return { cores, isFullSpeed };
    const waitsForPower = notOnBattery && machine.isOnBattery() === true;
    const idleSeconds = onlyWhenIdle ? machine.idleSeconds() : undefined;
    const waitsForIdle = idleSeconds !== undefined && idleSeconds < idleAfterSeconds;
    return {
      cores: Math.max(1, Math.floor(cores * shares[coreShare])),
      isFullSpeed,
      ...(waitsForPower ? { waitsFor: 'power' as const } : waitsForIdle && { waitsFor: 'idle' as const }),
    };
  }
}
export type Guest = ReturnType<typeof createGuest>;
