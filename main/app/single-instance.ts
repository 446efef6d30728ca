import { app } from 'electron';
import { z } from 'zod';
import type { Asked } from './paths.ts';

const message = z.object({ add: z.array(z.string()), open: z.array(z.string()) });
export type SecondStart = z.infer<typeof message>;

/**
 * One instance for each library. A second start hands over what it was asked to do and ends.
 * @returns whether this is the first
 */
export function isFirstInstance(asked: Pick<Asked, 'add' | 'open'>, onSecond: (asked: SecondStart) => void): boolean {
  if (!app.requestSingleInstanceLock({ add: [...asked.add], open: [...asked.open] })) return false;
  app.on('second-instance', (_event, _argv, _workingFolder, data) => {
    const parsed = message.safeParse(data);
    onSecond(parsed.success ? parsed.data : { add: [], open: [] });
  });
  return true;
}
