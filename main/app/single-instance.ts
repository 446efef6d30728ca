import { app } from 'electron';
import { z } from 'zod';

const message = z.object({ add: z.array(z.string()) });
export type SecondStart = z.infer<typeof message>;

/**
 * One instance for each library. A second start hands over what it was asked to do and ends.
 * @returns whether this is the first
 */
export function isFirstInstance(
  asked: { readonly add: readonly string[] },
  onSecond: (asked: SecondStart) => void,
): boolean {
  if (!app.requestSingleInstanceLock({ add: [...asked.add] })) return false;
  app.on('second-instance', (_event, _argv, _workingFolder, data) => {
    const parsed = message.safeParse(data);
    onSecond(parsed.success ? parsed.data : { add: [] });
  });
  return true;
}
