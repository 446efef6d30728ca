/** How fast bytes come, over the last seconds, and how long the rest takes. */
export function createSpeed(totalBytes: number, now: () => number = Date.now) {
  const marks: { atMs: number; bytes: number }[] = [];
  return {
    add(bytes: number): void {
      const atMs = now();
      if (atMs - (marks.at(-1)?.atMs ?? -Infinity) < 250) return;
      marks.push({ atMs, bytes });
      while (atMs - (marks[0]?.atMs ?? atMs) > windowMs) marks.shift();
    },
    estimate(doneBytes: number): { bytesPerSecond?: number; secondsLeft?: number } {
      const first = marks[0];
      const last = marks.at(-1);
      if (first === undefined || last === undefined || last.atMs - first.atMs < 1_000) return {};
      const bytesPerSecond = ((last.bytes - first.bytes) / (last.atMs - first.atMs)) * 1_000;
      return bytesPerSecond <= 0
        ? {}
        : { bytesPerSecond, secondsLeft: Math.max(0, totalBytes - doneBytes) / bytesPerSecond };
    },
  };
}

const windowMs = 8_000;
