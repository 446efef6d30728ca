import { expect, test } from 'vitest';
import { createGovernor } from '../../../main/embedder/governor.ts';

/** A process whose pieces of work each take so much CPU time, on so many threads at once. */
async function usedShare(cores: number, threads: number, piecesMs: number, forMs: number): Promise<number> {
  let nowMs = 0;
  let cpuMs = 0;
  const sleepers: { at: number; wake: () => void }[] = [];
  const admit = createGovernor({
    cores,
    cpuMs: () => cpuMs,
    nowMs: () => nowMs,
    wait: (ms) => new Promise((wake) => sleepers.push({ at: nowMs + ms, wake })),
  });
  let running = 0;
  const thread = async () => {
    while (nowMs < forMs) {
      await admit();
      running += 1;
      await new Promise<void>((wake) => sleepers.push({ at: nowMs + piecesMs, wake }));
      running -= 1;
    }
  };
  const all = Promise.all(Array.from({ length: threads }, thread));
  while (nowMs < forMs) {
    nowMs += 1;
    cpuMs += running;
    for (const sleeper of sleepers.splice(0)) {
      if (sleeper.at <= nowMs) sleeper.wake();
      else sleepers.push(sleeper);
    }
    // Promises of this millisecond.
    for (let turn = 0; turn < 6; turn++) await Promise.resolve();
  }
  const share = cpuMs / nowMs;
  nowMs = Number.MAX_SAFE_INTEGER;
  while (sleepers.length > 0 || running > 0) {
    for (const { wake } of sleepers.splice(0)) wake();
    await new Promise(setImmediate);
  }
  await all;
  return share;
}

test.each([
  [1, 4, 20],
  [2, 8, 35],
  [1, 2, 200],
])('with a share of %i cores, %i threads of work take no more on average', async (cores, threads, piecesMs) => {
  const used = await usedShare(cores, threads, piecesMs, 20_000);
  expect(used).toBeLessThanOrEqual(cores * 1.05);
  expect(used).toBeGreaterThan(cores * 0.7);
});

test('work that takes less than its share never waits', async () => {
  const waits: number[] = [];
  let nowMs = 0;
  const admit = createGovernor({
    cores: 1,
    cpuMs: () => nowMs / 2,
    nowMs: () => (nowMs += 10),
    wait: (ms) => Promise.resolve(void waits.push(ms)),
  });
  for (let piece = 0; piece < 100; piece++) await admit();
  expect(waits).toEqual([]);
});
