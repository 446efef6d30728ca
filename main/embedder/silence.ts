/** Of one process. The slowest real file took 20 s. */
const mostComputedMs = 120_000;
/** On a drive that does not answer nothing is computed, for ever. */
const mostWaitedMs = 900_000;

/**
 * Whether a process that has work to do hangs: it has computed for so long without a word, or waited far longer. On a busy machine
 * it may be silent because it waits for its turn. [Note: Limits on time]
 * @param cpuMs what it has computed since it began; undefined where nobody can tell: then it is waiting that counts
 */
export function createSilence(cpuMs: () => number | undefined, nowMs: () => number = () => performance.now()) {
  let sinceMs = nowMs();
  let cpuThenMs: number | undefined;
  return {
    /** It said something, or has nothing to do. */
    broken(): void {
      sinceMs = nowMs();
      cpuThenMs = undefined;
    },
    /** Asked every few seconds: that is as exact as it is. */
    isTooLong(): boolean {
      const waitedMs = nowMs() - sinceMs;
      const cpuNowMs = cpuMs();
      cpuThenMs ??= cpuNowMs;
      const computedMs = cpuNowMs === undefined || cpuThenMs === undefined ? waitedMs : cpuNowMs - cpuThenMs;
      return computedMs >= mostComputedMs || waitedMs >= mostWaitedMs;
    },
  };
}
