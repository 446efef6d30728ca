import { z } from 'zod';
import { call } from './call.ts';
import { folder } from './folder.ts';
import { opened, openedId } from './opened.ts';

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
const one = z.object({ id: openedId });

/** What the app was opened with. */
export const openedCalls = {
  /** What was opened since this was asked last, oldest first. */
  'opened.take': call(z.undefined(), z.array(opened)),
  /** A picture from outside the library, rendered: JPEG, upright, long edge up to 2,560 px. */
  'opened.picture': call(one, z.object({ jpeg: bytes })),
  /** It becomes a term of a question, as if it had been dropped on the window. */
  'opened.ask': call(one, z.object({ pictureId: z.int(), name: z.string(), thumbnail: bytes })),
  /** The folder, or the one that the picture is in, becomes part of the library. */
  'opened.addFolder': call(one, z.array(folder)),
};
