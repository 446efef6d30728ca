import { Worker } from 'node:worker_threads';
import { workerUrl } from '../util/worker-url.ts';

export interface MatchSetup {
  readonly libraryFile: string;
  readonly indexFile: string;
  readonly thumbnailsFile: string;
}

/** What was compared and found, as much of it as is kept at once: numbers in a row, so that taking them over takes no time. */
export interface FoundCopies {
  /** Photo ids, two by two, the lower first: each pair before both of it are told as compared. */
  readonly pairs: Float64Array;
  /** Photos that were compared with all others, and the hashes that they had, `hashBytes` each. */
  readonly ids: Float64Array;
  readonly hashes: Uint8Array;
}

/** Compares photos that were not compared yet with all the others, in a thread of its own (docs/copies.md: how long). */
export function matchAside(setup: MatchSetup): { found: Promise<readonly FoundCopies[]>; stop(): void } {
  const worker = new Worker(workerUrl('copies-worker', import.meta.url), { workerData: setup });
  const found = new Promise<readonly FoundCopies[]>((resolve, reject) => {
    worker.once('message', (value: readonly FoundCopies[]) => resolve(value));
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the thread that compares photos ended with ${code}`)));
  });
  return { found, stop: () => void worker.terminate() };
}
