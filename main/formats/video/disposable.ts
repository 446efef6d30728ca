/** @file Runs in the embedder process: the bytes are not trusted. */
import type { FilmCodec } from './film.ts';
import { nalHeaders } from './nal-headers.ts';

/** Coded slices of a picture (ITU-T H.264, table 7-1). */
const firstSlice = 1;
const lastSlice = 5;

/**
 * Whether no other frame is decoded from this one: where it is not wanted itself, it can be left out. Of H.264 its slices
 * say so (nal_ref_idc 0; ITU-T H.264, 7.4.1); encoders' defaults make half of all frames of this kind. Other codecs are
 * not asked.
 */
export function isDisposable(codec: Extract<FilmCodec, { is: 'window' }>, frame: Uint8Array): boolean {
  if (!codec.codec.startsWith('avc')) return false;
  let slices = 0;
  for (const header of nalHeaders(codec, frame)) {
    const type = header & 0x1f;
    if (type < firstSlice || type > lastSlice) continue;
    if ((header & 0x60) !== 0) return false;
    slices += 1;
  }
  return slices > 0;
}
