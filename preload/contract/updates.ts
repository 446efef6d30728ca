import { z } from 'zod';
import { failureReport } from './failure.ts';

/** How far looking for a newer version is. */
export const updatesState = z.object({
  /** Whether this installation can be updated by itself at all; not from the sources, and not by a package of someone else's. */
  isPossible: z.boolean(),
  /** The person has not said yet whether they want it, and it is time to ask. */
  isAsking: z.boolean(),
  step: z.discriminatedUnion('is', [
    z.object({ is: z.literal('resting'), lookedAtMs: z.number().optional() }),
    z.object({ is: z.literal('looking') }),
    z.object({ is: z.literal('found'), version: z.string(), notes: z.string() }),
    z.object({ is: z.literal('loading'), version: z.string(), notes: z.string(), percent: z.number() }),
    z.object({ is: z.literal('installing'), version: z.string() }),
    z.object({ is: z.literal('failed'), why: failureReport }),
  ]),
});
export type UpdatesState = z.infer<typeof updatesState>;
