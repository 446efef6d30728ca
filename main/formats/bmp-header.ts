import { maxPixels, refusals } from './refusals.ts';

export interface BmpHeader {
  readonly width: number;
  readonly height: number;
  readonly isTopDown: boolean;
  readonly bitsPerPixel: 1 | 2 | 4 | 8 | 16 | 24 | 32;
  readonly packing: 'plain' | 'rle4' | 'rle8';
  /** RGB triples; empty above 8 bits. */
  readonly palette: Uint8Array;
  /** Where red, green, blue and alpha are in a pixel of 16 or 32 bits. */
  readonly masks: readonly [red: number, green: number, blue: number, alpha: number];
  readonly pixelsAt: number;
}

const sizes: readonly number[] = [1, 2, 4, 8, 16, 24, 32];
const fileHeaderBytes = 14;
const rle8 = 1;
const rle4 = 2;
const bitFields = 3;
const alphaBitFields = 6;

/**
 * All headers in use: OS/2 1 (12 bytes) and 2 (16 to 64), Windows 3 (40), and those after it (52 to 124).
 * @throws Failure
 */
export function readBmpHeader(bytes: Buffer): BmpHeader {
  if (bytes.length < fileHeaderBytes + 12) throw refusals.truncated(bytes.length);
  const headerBytes = bytes.readUInt32LE(fileHeaderBytes);
  if (bytes.length < fileHeaderBytes + headerBytes) throw refusals.truncated(bytes.length);
  const isOld = headerBytes === 12;
  if (!isOld && (headerBytes < 16 || headerBytes > 4096)) throw corrupt(`a header of ${headerBytes} bytes`);
  const field = (at: number) => (at + 4 <= headerBytes ? bytes.readUInt32LE(fileHeaderBytes + at) : 0);

  const width = isOld ? bytes.readUInt16LE(18) : bytes.readInt32LE(18);
  const signedHeight = isOld ? bytes.readUInt16LE(20) : bytes.readInt32LE(22);
  const height = Math.abs(signedHeight);
  const depth = bytes.readUInt16LE(isOld ? 24 : 28);
  const compression = isOld ? 0 : field(16);

  if (width < 1 || height < 1) throw corrupt(`${width} x ${height} pixels`);
  if (!isDepth(depth)) throw corrupt(`${depth} bits per pixel`);
  if (width * height > maxPixels) throw refusals.tooManyPixels(width, height);
  // In OS/2 2 headers 3 and 4 mean fax and 24-bit run lengths; later ones may embed a JPEG (4) or a PNG (5).
  const hasMasks = (compression === bitFields && headerBytes !== 64) || compression === alphaBitFields;
  if (compression > rle4 && !hasMasks) throw refusals.unsupported(`BMP files with compression ${compression}`);
  if (
    (compression === rle8 && depth !== 8) ||
    (compression === rle4 && depth !== 4) ||
    (hasMasks && depth !== 16 && depth !== 32)
  )
    throw corrupt(`compression ${compression} with ${depth} bits per pixel`);

  // Masks are part of the header from 52 bytes on, and follow it in the 40-byte one.
  const masksAfter = hasMasks && headerBytes < 52 ? (compression === alphaBitFields ? 16 : 12) : 0;
  const paletteAt = fileHeaderBytes + headerBytes + masksAfter;
  if (bytes.length < paletteAt) throw refusals.truncated(bytes.length);
  const mask = (at: number) => (at < 52 + masksAfter + 4 ? bytes.readUInt32LE(fileHeaderBytes + at) : 0);
  const hasAlpha = headerBytes >= 56 || compression === alphaBitFields;
  const masks: BmpHeader['masks'] = hasMasks
    ? [mask(40), mask(44), mask(48), hasAlpha ? mask(52) : 0]
    : depth === 16
      ? [0x7c00, 0x03e0, 0x001f, 0]
      : [0xff0000, 0x00ff00, 0x0000ff, 0];

  return {
    width,
    height,
    isTopDown: signedHeight < 0,
    bitsPerPixel: depth,
    packing: compression === rle8 ? 'rle8' : compression === rle4 ? 'rle4' : 'plain',
    palette:
      depth <= 8 ? readPalette(bytes, paletteAt, isOld ? 3 : 4, depth, isOld ? 0 : field(32)) : new Uint8Array(0),
    masks,
    pixelsAt: bytes.readUInt32LE(10),
  };
}

function readPalette(bytes: Buffer, at: number, entryBytes: 3 | 4, depth: number, used: number): Uint8Array {
  // More entries than the depth can name are a known oddity up to 256; beyond that the header is nonsense.
  if (used > 256) throw corrupt(`a palette of ${used} colours`);
  const stored = used === 0 ? 2 ** depth : used;
  const palette = new Uint8Array(256 * 3);
  for (let i = 0; i < stored && at + (i + 1) * entryBytes <= bytes.length; i++)
    for (let channel = 0; channel < 3; channel++)
      palette[i * 3 + channel] = bytes[at + i * entryBytes + 2 - channel] ?? 0;
  return palette;
}

function isDepth(depth: number): depth is BmpHeader['bitsPerPixel'] {
  return sizes.includes(depth);
}

function corrupt(what: string) {
  return refusals.corrupt('BMP', `its header says ${what}`);
}
