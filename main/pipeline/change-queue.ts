import type { Change } from '../db/file-change.ts';

// 200 moved files with their full-text rows take the writer about 10 ms.
const changesAtOnce = 200;
/** A sidecar is entered, its photo's words are put together anew and indexed: about twice the work of a moved file. */
const changesOfSidecar = 3;

/** Changes that are applied some hundreds at a time; each push that applies them ends when they are committed. */
export function createChangeQueue(apply: (changes: readonly Change[]) => Promise<void>) {
  let waiting: Change[] = [];
  let load = 0;
  const flush = async () => {
    if (waiting.length === 0) return;
    const batch = waiting;
    waiting = [];
    load = 0;
    await apply(batch);
  };
  return {
    flush,
    async push(change: Change): Promise<void> {
      waiting.push(change);
      load += change.is === 'sidecar' ? changesOfSidecar : 1;
      if (load >= changesAtOnce) await flush();
    },
  };
}
export type ChangeQueue = ReturnType<typeof createChangeQueue>;
