import { z } from 'zod';
import { call } from './call.ts';
import { guestState, modelChange } from './engine.ts';
import { engine } from './work.ts';

/** Changing from one model to another while the first one answers; engines and how much of the machine they may take. */
export const engineCalls = {
  /**
   * Begins to fill the vectors of a model whose files are ready on the disk, newest photos first; the present model
   * answers until then. The model that was being left can be chosen too: then nothing needs to be made again. Choosing
   * the present model ends a change that is under way and keeps what was made of it.
   */
  'engine.switchTo': call(z.object({ modelId: z.string() }), modelChange),
  'engine.switchState': call(z.undefined(), modelChange),
  'engine.pauseSwitch': call(z.object({ isPaused: z.boolean() }), modelChange),
  /** Does not wait for the photos that are still missing: they are found again as they are embedded. */
  'engine.switchNow': call(z.undefined(), modelChange),
  /** The former model answers again, with the vectors it had. */
  'engine.rollBack': call(z.undefined(), modelChange),
  /** Lets go of the vectors of every model but the present one. */
  'engine.dropOld': call(z.undefined(), modelChange),
  /** Tries every execution provider of this machine again and measures it: up to some minutes for a large model. */
  'engine.measure': call(z.undefined(), engine),
  'engine.guest': call(z.undefined(), guestState),
  /** Power, idleness and the share of cores do not matter until the work is done. */
  'engine.fullSpeed': call(z.object({ isOn: z.boolean() }), guestState),
} as const;
