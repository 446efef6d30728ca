import { Worker } from 'node:worker_threads';
import type { ImportPlan, planImport } from '../tags/plan-import.ts';
import { workerUrl } from '../util/worker-url.ts';

/** A file as text, and what it is compared with. */
export interface ImportQuestion {
  readonly text: string;
  readonly isCsv: boolean;
  readonly given: Parameters<typeof planImport>[1];
}

/**
 * {@link planImport} in a thread of its own: 734 concepts as CSV took the main process 20 to 80 ms, and a file may have
 * forty times as many.
 */
export function planImportAside(question: ImportQuestion): Promise<ImportPlan> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerUrl('plan-import-worker', import.meta.url), { workerData: question });
    worker.once('message', (plan: ImportPlan) => resolve(plan));
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the thread that reads a vocabulary ended with ${code}`)));
  });
}
