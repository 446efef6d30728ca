/** @file Runs in the embedder process. */
import { createDecodePool } from './decode-pool.ts';
import type { HeicAnswer, HeicRequest } from './heic-messages.ts';

/** 12 MP take 0.7 s of computing, 48 MP about 3 s. */
export const decodeInWorker: (request: HeicRequest, signal?: AbortSignal) => Promise<HeicAnswer> = createDecodePool({
  worker: 'heic-worker',
  timeLimitS: 15,
});
