/** @file Runs in the embedder process: the bytes are not trusted. */
import type { FilmCodec } from './film.ts';
import { nalHeaders } from './nal-headers.ts';

/** A slice of a picture before which a decoder forgets all (ITU-T H.264, table 7-1). */
const instantSlice = 5;

/**
 * Whether a decoder may begin with this key frame. Camcorders and broadcasts have one at the beginning that it may, and then
 * pictures that stand alone but are none ("open" groups): WebCodecs takes those only behind one of the first kind. Other codecs
 * than H.264 are not asked.
 */
export function isInstant(codec: Extract<FilmCodec, { is: 'window' }>, frame: Uint8Array): boolean {
  if (!codec.codec.startsWith('avc')) return true;
  for (const header of nalHeaders(codec, frame)) if ((header & 0x1f) === instantSlice) return true;
  return false;
}
