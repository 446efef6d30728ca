/** @file Runs in the embedder process: the bytes are not trusted. */
import type { FilmCodec } from './film.ts';

/** The first byte of each NAL unit in a frame of H.264 (ITU-T H.264, 7.3.1), as its container keeps them. */
export function nalHeaders(
  { description }: Extract<FilmCodec, { is: 'window' }>,
  frame: Uint8Array,
): Generator<number> {
  return description === undefined ? afterStartCodes(frame) : afterLengths(frame, description);
}

/** @param description AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3.1): its fifth byte says how long lengths are */
function* afterLengths(frame: Uint8Array, description: Uint8Array): Generator<number> {
  const lengthBytes = ((description[4] ?? 3) & 3) + 1;
  for (let at = 0; at + lengthBytes < frame.length;) {
    let length = 0;
    for (let i = 0; i < lengthBytes; i++) length = length * 256 + (frame[at + i] ?? 0);
    yield frame[at + lengthBytes] ?? 0;
    at += lengthBytes + length;
  }
}

/** Annex B, as in transport streams. */
function* afterStartCodes(frame: Uint8Array): Generator<number> {
  const bytes = Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength);
  for (let at = bytes.indexOf(startCode); at >= 0 && at + 3 < bytes.length; at = bytes.indexOf(startCode, at + 3))
    yield bytes[at + 3] ?? 0;
}

const startCode = Buffer.from([0, 0, 1]);
