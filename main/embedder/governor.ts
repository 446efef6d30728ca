export interface Governing {
  /** Cores that the process may use on average. */
  readonly cores: number;
  /** CPU time of the whole process so far, all threads, ms. */
  readonly cpuMs: () => number;
  readonly nowMs: () => number;
  readonly wait: (ms: number) => Promise<void>;
}

/** So much may be used at once after a quiet time. */
const burstMs = 250;
const longestWaitMs = 1_000;

/**
 * Holds work back to a share of the cores, measured by the CPU time that the process really took: no system lets a
 * program set that for itself on all three platforms, and counting threads is no measure, for decoders have their own.
 * @returns resolves when the next piece of work may begin
 */
export function createGovernor({ cores, cpuMs, nowMs, wait }: Governing): () => Promise<void> {
  let lastMs = nowMs();
  let lastCpuMs = cpuMs();
  /** CPU time that may still be used. */
  let creditMs = burstMs;
  let queue: Promise<void> = Promise.resolve();

  const settle = () => {
    const now = nowMs();
    const cpu = cpuMs();
    creditMs = Math.min(burstMs, creditMs + (now - lastMs) * cores - (cpu - lastCpuMs));
    lastMs = now;
    lastCpuMs = cpu;
  };
  const admit = async (): Promise<void> => {
    for (settle(); creditMs < 0; settle()) await wait(Math.min(longestWaitMs, Math.max(5, -creditMs / cores)));
  };
  // One after the other: ten that waited for the same credit would all take it at once.
  return () => (queue = queue.then(admit));
}
