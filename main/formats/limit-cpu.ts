/** @file Runs in the embedder process. */

const lookEveryMs = 250;
/** Files that are being decoded in this process. */
let running = 0;

/**
 * [Note: Limits on time]
 * A picture that is made to keep a decoder busy is given up after so many seconds of computing, not of waiting: on a busy
 * machine a harmless one of 12 MP may wait a minute for its turn. No system tells the CPU time of one file's work on a
 * decoder's own threads; it is at most the wall clock's, and its share of what the whole process used. The least of both is
 * counted.
 * @param onOver called once, when the work has computed for so long
 * @returns ends the counting; to be called when the work is over
 */
export function limitCpu(seconds: number, onOver: () => void): () => void {
  let spentMs = 0;
  let cpu = process.cpuUsage();
  let wallMs = performance.now();
  let isOver = false;
  running += 1;
  const end = () => {
    if (isOver) return;
    isOver = true;
    running -= 1;
    clearInterval(timer);
  };
  const timer = setInterval(() => {
    const { user, system } = process.cpuUsage(cpu);
    const now = performance.now();
    spentMs += Math.min(now - wallMs, (user + system) / 1_000 / running);
    cpu = process.cpuUsage();
    wallMs = now;
    if (spentMs < seconds * 1_000) return;
    end();
    onOver();
  }, lookEveryMs);
  timer.unref();
  return end;
}

/** The same for a promise, whose work goes on unheard when it is given up. */
export async function withinCpu<T>(seconds: number, work: Promise<T>, tooLong: () => Error): Promise<T> {
  let end: () => void = () => undefined;
  const over = new Promise<never>((_, reject) => (end = limitCpu(seconds, () => reject(tooLong()))));
  try {
    return await Promise.race([work, over]);
  } finally {
    end();
    work.catch(() => undefined);
  }
}
