import { z } from 'zod';
import { call } from './call.ts';
import { updatesState } from './updates.ts';

/** Newer versions of the app. Nobody is asked for one before the person said yes (`settings.updates`). */
export const updatesCalls = {
  'updates.state': call(z.undefined(), updatesState),
  /** The person's answer, here or in the settings: yes looks at once. */
  'updates.answer': call(z.object({ isYes: z.boolean() }), updatesState),
  /** Looks now. Refused while the person has not said yes. */
  'updates.look': call(z.undefined(), updatesState),
  /** Downloads what was found, checks it, installs it and starts it. */
  'updates.install': call(z.undefined(), updatesState),
};
