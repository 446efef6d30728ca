import type { Progress } from '../../preload/contract/work.ts';

/** How much of a round of work is done, 0..1; undefined while its size is not known. */
export function shareDone(progress: Pick<Progress, 'state' | 'done' | 'total'>): number | undefined {
  if (progress.state === 'scanning' || progress.total <= 0) return undefined;
  return Math.min(1, progress.done / progress.total);
}

/** Said of a share that is not quite everything: 99.7 % is not "all of your photos". */
export function notQuiteAll(share: number): number {
  return share >= 1 ? 1 : Math.floor(share * 100) / 100;
}
