import { z } from 'zod';
import { call } from './call.ts';
import { photoId } from './photo.ts';

/** What the person takes along to other programs and to paper. The page may reach neither clipboard nor printer by itself. */
export const clipboardCalls = {
  'clipboard.copyText': call(z.object({ text: z.string().min(1).max(20_000_000) }), z.undefined()),
  /** The picture itself, upright, 4,096 px at most. */
  'clipboard.copyPicture': call(z.object({ id: photoId }), z.undefined()),
  /** Files, to be pasted in a file manager, and their paths as text. Answers how many: photos that are away are left out. */
  'clipboard.copyFiles': call(z.object({ photoIds: z.array(photoId).min(1).max(1_000) }), z.int()),
  /** Opens the system's dialog for printing, each photo on a page of its own. */
  'files.print': call(z.object({ photoIds: z.array(photoId).min(1).max(50) }), z.undefined()),
} as const;
