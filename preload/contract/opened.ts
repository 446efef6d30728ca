import { z } from 'zod';
import { folderAt } from './folder.ts';
import { photoId } from './photo.ts';

export const openedId = z.int().positive();

/** What the person opened the app with: `lumisift PATH`, "Open with", or dropped on its icon. */
export const opened = z.discriminatedUnion('is', [
  /** A photo of the library. */
  z.object({ is: z.literal('photo'), photoId }),
  /** A folder of the library, or one that lies in one. */
  folderAt.extend({ is: z.literal('place') }),
  /** A picture from elsewhere, by a number: its path stays with the main process. */
  z.object({ is: z.literal('picture'), id: openedId, name: z.string(), folder: z.string() }),
  /** A folder that is not in the library. */
  z.object({ is: z.literal('folder'), id: openedId, path: z.string() }),
]);
export type Opened = z.infer<typeof opened>;
