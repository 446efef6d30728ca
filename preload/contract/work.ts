import { z } from 'zod';

/** Honest progress: done of total, what failed, how fast, how long still. */
export const progress = z.object({
  state: z.enum(['idle', 'scanning', 'working', 'paused']),
  /** Work waits by itself, until the machine has power again or until the person is away from it. */
  waitsFor: z.enum(['power', 'idle']).optional(),
  /** Files that are done (embedded or failed) since this round of work began, and all of that round. */
  done: z.int(),
  total: z.int(),
  failed: z.int(),
  /** Over the last seconds; absent until there is something to measure. */
  photosPerSecond: z.number().optional(),
  secondsLeft: z.number().optional(),
  /** In the whole library. */
  photoCount: z.int(),
  embeddedCount: z.int(),
  failedCount: z.int(),
});
export type Progress = z.infer<typeof progress>;

export const engine = z.object({
  modelId: z.string(),
  modelName: z.string(),
  /** Execution provider that runs the image tower now, e.g. `cpu`, `webgpu`, `coreml`, `dml`, `cuda`. */
  provider: z.string(),
  /** Why this provider and not a faster one, in a sentence. */
  why: z.string(),
  candidates: z.array(
    z.object({
      provider: z.string(),
      verdict: z.enum(['used', 'right', 'wrong', 'failed', 'absent', 'not-tried']),
      /** Cosine with the CPU's answer on the test picture. */
      agreement: z.number().optional(),
      note: z.string().optional(),
      /** What `note` says, where it is one of these: for the window, which says it in the person's language. */
      reason: z.enum(['no-runtime', 'no-graphics', 'no-library', 'ended-process']).optional(),
      /** Measured speed by the number of pictures in a pass, and how many MB the process grew by; empty until measured. */
      batches: z.array(z.object({ size: z.int(), photosPerSecond: z.number(), megabytes: z.number() })).optional(),
      /** The number that is used: the smallest that is within 5 % of the fastest. */
      batchSize: z.int().optional(),
      /** Half precision, where the model has such a file and the provider is right with it. */
      isHalf: z.boolean().optional(),
    }),
  ),
});
export type Engine = z.infer<typeof engine>;
