import type { z } from 'zod';

/** A call of the window: what goes in, what comes out. */
export function call<I extends z.ZodType, O extends z.ZodType>(input: I, output: O) {
  return { input, output };
}
