import { z } from 'zod';
import { call } from './call.ts';
import { photoId } from './photo.ts';

/** A moment of a film: its picture is at `photo://thumbnail/<id>/<part>`. */
export const moment = z.object({ part: z.int().min(0), atMs: z.number().min(0) });
export type Moment = z.infer<typeof moment>;

/** What is said in a film for a while: letters alone, lines parted by `\n`. */
export const cue = z.object({ startMs: z.number().min(0), endMs: z.number().min(0), text: z.string() });
export type Cue = z.infer<typeof cue>;

/** A file of subtitles beside a film. */
export const subtitles = z.object({
  name: z.string(),
  /** As its name has it: `en`, `pt-BR`; empty where it has none. */
  language: z.string(),
  cues: z.array(cue),
});
export type Subtitles = z.infer<typeof subtitles>;

export const filmCalls = {
  /** In the order of time. */
  'films.moments': call(z.object({ id: photoId }), z.array(moment)),
  /** Those that lie beside it now. */
  'films.subtitles': call(z.object({ id: photoId }), z.array(subtitles)),
  /** The film's own program: what plays it where the window can't. */
  'films.openOutside': call(z.object({ id: photoId }), z.undefined()),
} as const;
