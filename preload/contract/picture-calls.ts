import { z } from 'zod';
import { call } from './call.ts';
import { photoId } from './photo.ts';

const levels = z.array(z.int()).length(256);

/** How often each level from dark to light is in a picture. */
export const tones = z.object({
  ...{ red: levels, green: levels, blue: levels, luminance: levels },
  /** It brings a gain map along: `shown` where the window is given its original, which has it; `kept` in the file alone. */
  hdr: z.enum(['shown', 'kept']).optional(),
});
export type Tones = z.infer<typeof tones>;

/** Everything that a file says of itself, as ExifTool reads it. */
export const fileSheet = z.object({
  path: z.string(),
  /** By where in the file it stands: `EXIF:ExifIFD`, `XMP:XMP-dc`, `IPTC`... */
  groups: z.array(z.object({ name: z.string(), tags: z.array(z.object({ name: z.string(), value: z.string() })) })),
  /** There is more than is listed. */
  isCut: z.boolean(),
});
export type FileSheet = z.infer<typeof fileSheet>;

/** What a photo's file is made of: read anew when it is asked for, and never kept. */
export const pictureCalls = {
  /** Counted from the pixels. */
  'photos.tones': call(z.object({ id: photoId }), tones),
  /** Its original moves by itself where it is shown. */
  'photos.isAnimated': call(z.object({ id: photoId }), z.boolean()),
  'photos.fileSheet': call(z.object({ id: photoId }), fileSheet),
} as const;
