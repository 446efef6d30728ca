import type { Progress } from '../../preload/contract/work.ts';

/** How much of a round of work is done, 0..1; undefined while its size is not known. */
export function shareDone(progress: Pick<Progress, 'state' | 'done' | 'total'>): number | undefined {
  if (progress.state === 'scanning' || progress.total <= 0) return undefined;
  return Math.min(1, progress.done / progress.total);
}

/** Of a share that was measured on a sample: "better than 100 % of your photos" is more than it knows. */
export function notQuiteAll(share: number): number {
  return Math.min(0.99, Math.floor(share * 100) / 100);
}
