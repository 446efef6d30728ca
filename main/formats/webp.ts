import type { Format } from './format.ts';
import { fileMetadata, type OwnBlocks } from './metadata.ts';
import { decodeWithSharp } from './with-sharp.ts';

/** WebP, lossy and lossless, and the first frame of an animation. */
export const webp: Format = {
  id: 'webp',
  extensions: ['webp'],
  kind: 'image',
  isShownAsIs: true,
  matches: (head) => tag(head, 0) === 'RIFF' && tag(head, 8) === 'WEBP',
  identity: (bytes) => identityRanges(bytes),
  // RFC 9649, 2.7.1: the flag A of the first chunk.
  isAnimated: (bytes) => tag(bytes, 12) === 'VP8X' && ((bytes[20] ?? 0) & 0x02) !== 0,
  decode: (file, wanted, signal) => decodeWithSharp(file, wanted, { name: 'WebP', isCutShort }, signal),
  metadata: (file) => fileMetadata(file, ownBlocks),
};

const isCutShort = (bytes: Buffer) => bytes.length < 12 || bytes.readUInt32LE(4) + 8 > bytes.length;

/**
 * The chunks without EXIF, XMP and VP8X (RFC 9649, 2.7): whoever writes keywords into a simple file must add VP8X and
 * change the size in the RIFF header. Of VP8X only the canvas of an animation matters: its frames do not tell it.
 */
function identityRanges(bytes: Uint8Array): [number, number][] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12) return undefined;
  const fileEnd = view.getUint32(4, true) + 8;
  if (fileEnd > bytes.length) return undefined;
  const ranges: [number, number][] = [];
  let canvas: [number, number] | undefined;
  let at = 12;
  while (at + 8 <= fileEnd) {
    const type = tag(bytes, at);
    const size = view.getUint32(at + 4, true);
    const end = at + 8 + size;
    if (end > fileEnd) return undefined;
    if (type === 'VP8X') canvas = size >= 10 ? [at + 12, at + 18] : undefined;
    else if (type === 'ANIM' && canvas) ranges.push(canvas, [at, end]);
    else if (type !== 'EXIF' && type !== 'XMP ') ranges.push([at, end]);
    at = end + (size % 2);
  }
  return ranges.length > 0 ? ranges : undefined;
}

function tag(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

/** Of files whose VP8X does not say that they have them. */
function ownBlocks(bytes: Uint8Array): OwnBlocks {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found: { exif?: Uint8Array; xmp?: Uint8Array } = {};
  for (let at = 12; at + 8 <= bytes.length;) {
    const size = view.getUint32(at + 4, true);
    const content = bytes.subarray(at + 8, at + 8 + size);
    const type = tag(bytes, at);
    if (type === 'EXIF') found.exif ??= content;
    if (type === 'XMP ' || type === 'XMP\0') found.xmp ??= content;
    at += 8 + size + (size % 2);
  }
  return found;
}
