import type { ModelChange } from '../../preload/contract/engine.ts';
import type { Progress } from '../../preload/contract/work.ts';

/** Draws progress on one line of the terminal; in a pipe or log, a line every ten seconds. */
export function createProgressBar(out: NodeJS.WriteStream) {
  let lastLineMs = 0;
  let isDrawn = false;
  let progress: Progress | undefined;
  let change: ModelChange | undefined;

  return {
    draw(it: Progress): void {
      progress = it;
      write();
    },
    /** Another model is filled after the files that wait: then its progress is what there is to see. */
    drawChange(it: ModelChange): void {
      change = it;
      write();
    },
    clear(): void {
      if (isDrawn) out.write('\r\x1b[2K');
    },
  };

  function write(): void {
    const line = lineOf(progress, change);
    if (line === undefined) return;
    if (out.isTTY) {
      out.write(`\r\x1b[2K${line.slice(0, (out.columns || 80) - 1)}`);
      isDrawn = true;
    } else if (Date.now() - lastLineMs >= 10_000) {
      lastLineMs = Date.now();
      out.write(`${line}\n`);
    }
  }
}

export function lineOf(progress: Progress | undefined, change: ModelChange | undefined): string | undefined {
  if (progress === undefined) return undefined;
  if (progress.state !== 'idle' || change === undefined) return describe(progress);
  if (change.is === 'switching') return `Loading the vectors of ${change.to.name}…`;
  if (change.is !== 'filling') return describe(progress);
  const { to, done, failed, total, photosPerSecond, secondsLeft } = change;
  return `${to.name}: ${barOf({ done: done + failed, total, failed, photosPerSecond, secondsLeft })}`;
}

function describe({ state, ...counts }: Progress): string {
  return state === 'scanning' ? 'Looking through the folders…' : barOf(counts);
}

interface Counts {
  readonly done: number;
  readonly total: number;
  readonly failed: number;
  readonly photosPerSecond?: number | undefined;
  readonly secondsLeft?: number | undefined;
}

function barOf({ done, total, failed, photosPerSecond, secondsLeft }: Counts): string {
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
