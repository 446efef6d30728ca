import type { Progress } from '../../preload/contract/work.ts';

const windowMs = 10_000;

/** Counts a round of work and measures its pace over the last ten seconds. */
export function createPace(now: () => number) {
  let done = 0;
  let failed = 0;
  let startedAtMs: number | undefined;
  const ends: number[] = [];

  return {
    begin(): void {
      done = 0;
      failed = 0;
      ends.length = 0;
      startedAtMs = now();
    },
    /** It had to wait: the time between says nothing of its pace. */
    goOn(): void {
      ends.length = 0;
      startedAtMs = now();
    },
    end(hasFailed: boolean): void {
      done += 1;
      if (hasFailed) failed += 1;
      ends.push(now());
    },
    /** @param left files still to be done */
    read(left: number): Pick<Progress, 'done' | 'total' | 'failed' | 'photosPerSecond' | 'secondsLeft'> {
      const nowMs = now();
      while (ends[0] !== undefined && ends[0] < nowMs - windowMs) ends.shift();
      const spanMs = Math.min(windowMs, nowMs - (startedAtMs ?? nowMs));
      const rate = ends.length >= 3 && spanMs >= 1_000 ? (ends.length / spanMs) * 1_000 : undefined;
      return {
        done,
        total: done + left,
        failed,
        ...(rate !== undefined && left > 0 && { photosPerSecond: rate, secondsLeft: left / rate }),
      };
    },
  };
}
