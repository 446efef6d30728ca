import { extendedXmp } from './extended-xmp.ts';
import type { Format } from './format.ts';
import { fileMetadata } from './metadata.ts';
import { decodeWithSharp } from './with-sharp.ts';

export const jpeg: Format = {
  id: 'jpeg',
  extensions: ['jpg', 'jpeg', 'jpe', 'jfif', 'jif', 'mpo'],
  kind: 'image',
  isShownAsIs: true,
  matches: (head) => head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff,
  identity: (bytes) => identityRanges(bytes),
  exifBlock: (bytes) => {
    const segment = scan(bytes).segments.find(
      ({ marker, start }) => marker === 0xe1 && startsWith(bytes, start + 4, 'Exif\0\0'),
    );
    return segment && bytes.subarray(segment.start + 4, segment.end);
  },
  decode: (file, wanted, signal) => decodeWithSharp(file, wanted, { name: 'JPEG', isCutShort }, signal),
  metadata: (file) => fileMetadata(file, (bytes) => ({ xmpMore: (id) => extendedXmp(bytes, id) })),
};

/** A file that ends with the end marker is all there, however broken it is before. */
export const isCutShort = (bytes: Buffer) =>
  scan(bytes).end === undefined && bytes.lastIndexOf(endOfImage) < Math.max(0, bytes.length - 16);
const endOfImage = Buffer.of(0xff, 0xd9);

/**
 * From start to end of the image (ITU-T T.81, annex B) without what other programs write: comments and all application
 * segments but JFIF (APP0), the ICC profile (APP2) and Adobe's colour transform (APP14), which decide the colours.
 * What follows the end (a second view, a short film, junk) is not this picture.
 */
function identityRanges(bytes: Uint8Array): [number, number][] | undefined {
  const { segments, end } = scan(bytes);
  if (end === undefined) return undefined;
  const ranges: [number, number][] = [];
  let start = 0;
  for (const segment of segments) {
    if (!isMetadata(bytes, segment)) continue;
    if (segment.start > start) ranges.push([start, segment.start]);
    start = segment.end;
  }
  ranges.push([start, end]);
  return ranges;
}

interface Segment {
  readonly marker: number;
  readonly start: number;
  readonly end: number;
}

function isMetadata(bytes: Uint8Array, { marker, start }: Segment): boolean {
  if (marker === 0xfe) return true;
  if (marker < 0xe1 || marker > 0xef) return false;
  if (marker === 0xe2) return !startsWith(bytes, start + 4, 'ICC_PROFILE\0');
  if (marker === 0xee) return !startsWith(bytes, start + 4, 'Adobe');
  return true;
}

/** Marker segments in order, and where the image ends; no end if it is cut short or broken. */
function scan(bytes: Uint8Array): { segments: Segment[]; end?: number } {
  const segments: Segment[] = [];
  let at = 2;
  while (at + 1 < bytes.length) {
    if (bytes[at] !== 0xff) return { segments };
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at++; // fill byte
      continue;
    }
    if (marker === 0xd9) return { segments, end: at + 2 };
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += 2; // no length
      continue;
    }
    const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
    if (length < 2) return { segments };
    segments.push({ marker, start: at, end: at + 2 + length });
    at += 2 + length;
    if (marker === 0xda) at = endOfScan(bytes, at);
  }
  return { segments };
}

/** Compressed data has no marker in it but FF 00 (a stuffed byte) and the restart markers. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  return bytes.length;
}

function startsWith(bytes: Uint8Array, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}
