import { expect, test } from 'vitest';
import { createSearcher } from '../../../main/searcher/host.ts';

test('what a searcher says of an index that has been replaced is not said of the one in its place', async () => {
  const processes: ((message: object) => void)[] = [];
  const told: boolean[] = [];
  using searcher = createSearcher({
    fork: () => {
      let hear: (message: unknown) => void = () => undefined;
      let end: (code: number | null, signal: string | null) => void = () => undefined;
      processes.push((message) => hear(message));
      return {
        pid: processes.length,
        post: () => undefined,
        onMessage: (listener) => (hear = listener),
        onExit: (listener) => (end = listener),
        // It ends when it comes to it, and says until then what it met.
        kill: () => void setTimeout(() => end(null, 'SIGTERM'), 20),
        close: () => undefined,
      };
    },
    log: () => undefined,
    onDamage(isSurely) {
      told.push(isSurely);
      if (isSurely) searcher.restart();
    },
    setup: {
      ...{ libraryFile: '', indexFile: '', modelId: 'starter', modelFolder: '' },
      ...{ placesFile: '', calibrationFolder: '', vocabulariesFolder: '' },
    },
  });
  searcher.ready().catch(() => undefined);
  const damaged = (isSurely: boolean) => ({ is: 'damaged', isSurely });
  processes[0]?.(damaged(false));
  processes[0]?.(damaged(true));
  processes[0]?.(damaged(true));
  expect(told).toEqual([false, true]);
  await expect.poll(() => processes.length).toBe(2);
  processes[1]?.(damaged(true));
  expect(told).toEqual([false, true, true]);
});
