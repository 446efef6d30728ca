export interface Window {
  /** Done in parallel, always: the supply never runs dry. */
  readonly depth: number;
  readonly warmUpMs: number;
  readonly windowMs: number;
}

export interface Rate {
  readonly perSecond: number;
  /** Seconds of one core that this process spent on each, user and system, in all its threads. */
  readonly coreSecondsEach: number;
}

/** A slow way on a busy machine: the window is held open until so many are in it. */
const fewest = 12;

/**
 * The rate in the middle of endless work: what ends in a window of time, from an end to an end, with neither the
 * beginning (nothing is ready yet) nor the end (stages run empty) in it.
 * @param one does the work once and says how many pictures that were
 */
export async function steadyRate(
  { depth, warmUpMs, windowMs }: Window,
  one: (at: number) => Promise<number>,
): Promise<Rate> {
  const startMs = performance.now();
  let first: { atMs: number; cpu: NodeJS.CpuUsage } | undefined;
  let last: { atMs: number; cpu: NodeJS.CpuUsage } | undefined;
  let done = 0;
  let next = 0;
  let endedAtMs = Infinity;
  const worker = async () => {
    while (endedAtMs === Infinity) {
      const count = await one(next++);
      const atMs = performance.now();
      if (atMs > endedAtMs || atMs < startMs + warmUpMs) continue;
      if (first === undefined) first = { atMs, cpu: process.cpuUsage() };
      else {
        done += count;
        last = { atMs, cpu: process.cpuUsage(first.cpu) };
      }
      // Four photos of a batch end together: the first of one opens the window, the first of another closes it.
      if (atMs > startMs + warmUpMs + windowMs && done >= fewest) endedAtMs = atMs;
    }
  };
  await Promise.all(Array.from({ length: depth }, worker));
  if (first === undefined || last === undefined) throw new Error('nothing was done in the window');
  return {
    perSecond: done / ((last.atMs - first.atMs) / 1000),
    coreSecondsEach: (last.cpu.user + last.cpu.system) / 1e6 / done,
  };
}
