import { z } from 'zod';
import { failureReport } from './failure.ts';

/** What is there of a model's files. */
export const modelFiles = z.discriminatedUnion('is', [
  /** `partBytes` came in an earlier download that did not end; it goes on there. */
  z.object({ is: z.literal('absent'), partBytes: z.number() }),
  z.object({
    is: z.literal('downloading'),
    doneBytes: z.number(),
    bytesPerSecond: z.number().optional(),
    secondsLeft: z.number().optional(),
  }),
  /** Files of the person's are being tried and copied. */
  z.object({ is: z.literal('taking') }),
  z.object({ is: z.literal('ready') }),
  z.object({ is: z.literal('broken'), why: failureReport }),
]);

/** A model that can be chosen, with what a person needs to choose. */
export const modelChoice = z.object({
  id: z.string(),
  name: z.string(),
  licence: z.string(),
  /** BCP 47; `mul` for many, `und` for nobody knows. */
  languages: z.array(z.string()),
  dim: z.int(),
  sizeBytes: z.number(),
  goodFor: z.enum(['start', 'everyday', 'exact', 'large', 'english', 'english-open', 'own']),
  /** Address of its card. */
  card: z.string().optional(),
  isRecommended: z.boolean(),
  /** It answers now, or is being changed to, or can be gone back to. */
  isInUse: z.boolean(),
  /** It came with the app and stays. */
  isBundled: z.boolean(),
  files: modelFiles,
  /** Why the last download ended. */
  trouble: failureReport.optional(),
});
export type ModelChoice = z.infer<typeof modelChoice>;
