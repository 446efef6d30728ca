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
  let isOver = false;
  const worker = async () => {
    while (!isOver) {
      const count = await one(next++);
      const atMs = performance.now();
      if (isOver || atMs < startMs + warmUpMs) continue;
      if (first === undefined) first = { atMs, cpu: process.cpuUsage() };
      else {
        done += count;
        last = { atMs, cpu: process.cpuUsage(first.cpu) };
      }
      if (atMs > startMs + warmUpMs + windowMs) isOver = true;
    }
  };
  await Promise.all(Array.from({ length: depth }, worker));
  if (first === undefined || last === undefined || done === 0) throw new Error('the window was too short to measure');
  return {
    perSecond: done / ((last.atMs - first.atMs) / 1000),
    coreSecondsEach: (last.cpu.user + last.cpu.system) / 1e6 / done,
  };
}
