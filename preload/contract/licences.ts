import { z } from 'zod';

/** Somebody's work that is part of the app, and what it is used under. */
export const notice = z.object({
  name: z.string(),
  version: z.string().optional(),
  /** SPDX, as far as it has a name for it. */
  licence: z.string(),
  /** Where it comes from. */
  from: z.string().optional(),
  /** Positions in `texts`. */
  texts: z.array(z.int()),
});

/** dist/licences.json: written by the build, read by "About". */
export const licences = z.object({ notices: z.array(notice), texts: z.array(z.string()) });
export type Licences = z.infer<typeof licences>;
