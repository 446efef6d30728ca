import type { FailureReport } from '../../preload/contract/failure.ts';
import type { Log } from './log.ts';

/** What the person should know: kept, because the page may not be there yet when it happens. */
export interface Notices {
  add(notice: FailureReport): void;
  all(): FailureReport[];
  on(listener: (notice: FailureReport) => void): void;
}

const mostKept = 50;

export function createNotices(log: Log, first: readonly FailureReport[]): Notices {
  let kept: readonly FailureReport[] = [];
  let tell: (notice: FailureReport) => void = () => undefined;
  const add = (notice: FailureReport) => {
    log.warn(`notice: ${notice.message}`);
    kept = [...kept, notice].slice(-mostKept);
    tell(notice);
  };
  first.forEach(add);
  return { add, all: () => [...kept], on: (listener) => (tell = listener) };
}
