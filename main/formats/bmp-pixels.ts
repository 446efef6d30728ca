import type { BmpHeader } from './bmp-header.ts';
import { refusals } from './refusals.ts';
import { minimumShare } from './with-sharp.ts';

export interface BmpPixels {
  /** Top row first; RGB, or RGBA where the file has an alpha channel that is not all zero. */
  readonly data: Uint8Array;
  readonly channels: 3 | 4;
  /** Part of the rows that the file holds, 0..1. */
  readonly share: number;
}

/** Run lengths can name any size in a few bytes; no real file of this kind comes near this. */
const maxRunLengthPixels = 64 * 2 ** 20;

/** @throws Failure */
export function readBmpPixels(bytes: Buffer, header: BmpHeader): BmpPixels {
  const { width, height, bitsPerPixel } = header;
  if (header.packing !== 'plain') return readRunLengths(bytes, header);
  const rowBytes = Math.ceil((width * bitsPerPixel) / 32) * 4;
  // The padding of the last row is often left out.
  const lastRowBytes = Math.ceil((width * bitsPerPixel) / 8);
  const available = Math.max(0, bytes.length - header.pixelsAt);
  const rows = Math.min(height, Math.floor((available + rowBytes - lastRowBytes) / rowBytes));
  const share = rows / height;
  // Before anything is allocated: the pixels of a plain file are all there, or it is cut short.
  if (share < minimumShare) throw refusals.truncated(bytes.length, Math.round(share * 100));

  const hasAlpha = header.masks[3] !== 0 && bitsPerPixel >= 16;
  const channels = hasAlpha ? 4 : 3;
  const data = new Uint8Array(width * height * channels);
  const readRow = rowReader(bytes, header, channels);
  for (let row = 0; row < rows; row++) {
    const y = header.isTopDown ? row : height - 1 - row;
    readRow(header.pixelsAt + row * rowBytes, data, y * width * channels);
  }
  // Many programs leave the alpha bytes at zero and mean an opaque picture.
  if (hasAlpha && isAllTransparent(data)) for (let at = 3; at < data.length; at += 4) data[at] = 255;
  return { data, channels, share };
}

type RowReader = (from: number, to: Uint8Array, at: number) => void;

function rowReader(bytes: Buffer, header: BmpHeader, channels: 3 | 4): RowReader {
  const { width, bitsPerPixel, palette } = header;
  if (bitsPerPixel === 24)
    return (from, to, at) => {
      for (let x = 0; x < width; x++, from += 3, at += 3) {
        to[at] = bytes[from + 2] ?? 0;
        to[at + 1] = bytes[from + 1] ?? 0;
        to[at + 2] = bytes[from] ?? 0;
      }
    };
  if (bitsPerPixel === 16 || bitsPerPixel === 32) {
    const scales = header.masks.slice(0, channels).map(scaleOf);
    const step = bitsPerPixel / 8;
    return (from, to, at) => {
      for (let x = 0; x < width; x++, from += step, at += channels) {
        const value = step === 2 ? bytes.readUInt16LE(from) : bytes.readUInt32LE(from);
        for (let channel = 0; channel < channels; channel++) to[at + channel] = scales[channel]?.(value) ?? 0;
      }
    };
  }
  const perByte = 8 / bitsPerPixel;
  const mask = 2 ** bitsPerPixel - 1;
  return (from, to, at) => {
    for (let x = 0; x < width; x++, at += 3) {
      const packed = bytes[from + Math.floor(x / perByte)] ?? 0;
      const index = (packed >> (8 - bitsPerPixel * ((x % perByte) + 1))) & mask;
      to.set(palette.subarray(index * 3, index * 3 + 3), at);
    }
  };
}

/** From the bits under a mask to 0..255. */
function scaleOf(mask: number): (value: number) => number {
  if (mask === 0) return () => 0;
  const shift = 31 - Math.clz32(mask & -mask);
  const max = mask >>> shift;
  return (value) => Math.round((((value & mask) >>> shift) * 255) / max);
}

/** RLE8 and RLE4 as Windows defines them: runs, literal runs, end of line, end of bitmap, and a jump. */
function readRunLengths(bytes: Buffer, header: BmpHeader): BmpPixels {
  const { width, height, palette } = header;
  if (width * height > maxRunLengthPixels)
    throw refusals.unsupported(`run-length BMP files of ${width} x ${height} pixels`);
  const isNibbles = header.packing === 'rle4';
  const indexes = new Uint8Array(width * height);
  let at = header.pixelsAt;
  let x = 0;
  let row = 0;
  let isComplete = false;
  const put = (index: number) => {
    if (x < width) indexes[row * width + x] = index;
    x++;
  };
  while (at + 1 < bytes.length && row < height) {
    const count = bytes[at] ?? 0;
    const value = bytes[at + 1] ?? 0;
    at += 2;
    if (count > 0) {
      for (let i = 0; i < count; i++) put(isNibbles ? (i % 2 === 0 ? value >> 4 : value & 15) : value);
    } else if (value === 0) {
      x = 0;
      row++;
    } else if (value === 1) {
      isComplete = true;
      break;
    } else if (value === 2) {
      x += bytes[at] ?? 0;
      row += bytes[at + 1] ?? 0;
      at += 2;
    } else {
      for (let i = 0; i < value; i++) {
        const packed = bytes[at + (isNibbles ? i >> 1 : i)] ?? 0;
        put(isNibbles ? (i % 2 === 0 ? packed >> 4 : packed & 15) : packed);
      }
      // Literals fill whole 16-bit words.
      at += Math.ceil((isNibbles ? Math.ceil(value / 2) : value) / 2) * 2;
    }
  }
  const share = isComplete || row >= height ? 1 : row / height;
  if (share < minimumShare) throw refusals.truncated(bytes.length, Math.round(share * 100));
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const from = (header.isTopDown ? y : height - 1 - y) * width;
    for (let column = 0; column < width; column++) {
      const index = indexes[from + column] ?? 0;
      data.set(palette.subarray(index * 3, index * 3 + 3), (y * width + column) * 3);
    }
  }
  return { data, channels: 3, share };
}

function isAllTransparent(data: Uint8Array): boolean {
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 0) return false;
  return true;
}
