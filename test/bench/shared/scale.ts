import type { Row } from './report.ts';

/** What a benchmark is run with. */
export interface Scale {
  /** Everything that is generated goes here. */
  readonly folder: string;
  /** JPEGs to use; absent: generated ones. */
  readonly photos: string | undefined;
  /** Shows that everything runs, in seconds. The numbers mean nothing. */
  readonly isQuick: boolean;
  readonly withMillion: boolean;
  /** What is going on, for whoever waits. */
  say(line: string): void;
}

/** Tells each number as soon as it is known, so that those before a failure are not lost. */
export type Bench = (scale: Scale, tell: (row: Row) => void) => Promise<void>;

export function rest(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
