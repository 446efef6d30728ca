import type { Progress } from '../../preload/contract/work.ts';

/** Draws progress on one line of the terminal; in a pipe or log, a line every ten seconds. */
export function createProgressBar(out: NodeJS.WriteStream) {
  let lastLineMs = 0;
  let isDrawn = false;

  return {
    draw(it: Progress): void {
      const line = describe(it);
      if (out.isTTY) {
        out.write(`\r\x1b[2K${line.slice(0, (out.columns || 80) - 1)}`);
        isDrawn = true;
      } else if (Date.now() - lastLineMs >= 10_000) {
        lastLineMs = Date.now();
        out.write(`${line}\n`);
      }
    },
    clear(): void {
      if (isDrawn) out.write('\r\x1b[2K');
    },
  };
}

function describe({ state, done, total, failed, photosPerSecond, secondsLeft }: Progress): string {
  if (state === 'scanning') return 'Looking through the folders…';
  const share = total === 0 ? 1 : done / total;
  const filled = Math.round(share * 24);
  const parts = [`[${'█'.repeat(filled)}${'░'.repeat(24 - filled)}] ${done}/${total}`];
  if (photosPerSecond !== undefined) parts.push(`${photosPerSecond.toFixed(1)} photos/s`);
  if (secondsLeft !== undefined) parts.push(`${duration(secondsLeft)} left`);
  if (failed > 0) parts.push(`${failed} failed`);
  return parts.join('  ');
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
