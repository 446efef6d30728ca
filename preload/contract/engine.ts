import { z } from 'zod';
import { failureReport } from './failure.ts';

/** A model by what settings call it and by what people call it. */
export const modelName = z.object({ id: z.string(), name: z.string() });

/**
 * The change from one model to another. The old one answers every search until the new one holds every photo; then the
 * new one answers, and the old one's vectors stay until the person lets them go.
 */
export const modelChange = z.discriminatedUnion('is', [
  /** One model, and nothing of another is kept. */
  z.object({ is: z.literal('none'), model: modelName }),
  z.object({
    is: z.literal('filling'),
    /** Answers now. */
    from: modelName,
    to: modelName,
    /** Photos that have a vector of the new model, and those that it could not be made for; both count as through. */
    done: z.int(),
    failed: z.int(),
    /** Photos that only lie on drives that are away: the change waits for them, or is made without them (`engine.switchNow`). */
    outOfReach: z.int(),
    total: z.int(),
    isPaused: z.boolean(),
    photosPerSecond: z.number().optional(),
    secondsLeft: z.number().optional(),
    /** Why the new model can't work, e.g. a damaged file: nothing goes on until `engine.pauseSwitch` resumes it. */
    trouble: failureReport.optional(),
  }),
  /** Every photo is through: the new model's search is being loaded, a second or two. */
  z.object({ is: z.literal('switching'), from: modelName, to: modelName }),
  z.object({
    is: z.literal('kept'),
    model: modelName,
    /** The one before: its vectors are kept, so that it can be gone back to at once. */
    former: modelName,
    /** How many vectors of it are kept, and how many MB they take. */
    formerCount: z.int(),
    formerMegabytes: z.number(),
  }),
  /** Vectors of models that are not used any more are being deleted. */
  z.object({ is: z.literal('dropping'), model: modelName, left: z.int() }),
]);
export type ModelChange = z.infer<typeof modelChange>;

/** What Lumisift may take of the machine at this moment, and why work waits. */
export const guestState = z.object({
  /** Work waits until the machine has power again, or until the person is away from it. */
  waitsFor: z.enum(['power', 'idle']).optional(),
  /** Cores that work may use now. */
  cores: z.int(),
  /** The person asked for full speed: until the work is done, or until they take it back. */
  isFullSpeed: z.boolean(),
});
export type GuestState = z.infer<typeof guestState>;
