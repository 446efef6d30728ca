/** @file Runs in the embedder process: the bytes are not trusted. */
import { tiffPages } from './tiff-pages.ts';

type ByteRange = readonly [start: number, end: number];

/**
 * Tags without which the pixels of a page would be others (TIFF 6.0; the profile: ICC.1 annex B): sizes, samples, how they
 * are packed and turned, colours.
 */
const pictureTags = new Set([
  ...[254, 255, 256, 257, 258, 259, 262, 266, 274, 277, 278, 284, 292, 293, 301, 317, 318, 319, 320, 322, 323],
  ...[332, 336, 338, 339, 340, 341, 342, 347, 529, 530, 531, 532, 34675],
]);
const tag = { strips: 273, stripSizes: 279, tiles: 324, tileSizes: 325 } as const;
/** The first JPEG in TIFF has its parts anywhere. */
const isOldJpeg = (value: number) => value === 6;
const bytesOfType = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];
const mostRanges = 1_000_000;

/**
 * Of each page in the chain what makes it that picture, and its strips or tiles: programs that write words put all of it
 * elsewhere.
 * @returns undefined for BigTIFF and what can't be followed: such a file counts as a whole
 */
export function tiffRanges(bytes: Buffer): ByteRange[] | undefined {
  const isLittle = bytes[0] === 0x49;
  const short = (at: number) => (isLittle ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const long = (at: number) => (isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  if (bytes.length < 16 || short(2) !== 42) return undefined;
  const ranges: ByteRange[] = [];
  for (const { offset } of tiffPages(bytes)) {
    const values = new Map<number, { range: ByteRange; size: number; count: number }>();
    for (let entry = offset + 2; entry < offset + 2 + short(offset) * 12; entry += 12) {
      const size = bytesOfType[short(entry + 2)] ?? 0;
      const length = size * long(entry + 4);
      const at = length <= 4 ? entry + 8 : long(entry + 8);
      if (at + length > bytes.length) return undefined;
      const range = [at, at + length] as const;
      values.set(short(entry), { range, size, count: long(entry + 4) });
      if (short(entry) === 259 && isOldJpeg(short(at))) return undefined;
      if (pictureTags.has(short(entry))) ranges.push([entry, entry + 8], range);
    }
    const numbers = (name: number) => {
      const { range, size, count } = values.get(name) ?? { range: [0, 0], size: 0, count: 0 };
      if (count > mostRanges || (size !== 2 && size !== 4)) return [];
      return Array.from({ length: count }, (_, i) => (size === 2 ? short(range[0] + i * 2) : long(range[0] + i * 4)));
    };
    const [starts, sizes] = values.has(tag.tiles)
      ? [numbers(tag.tiles), numbers(tag.tileSizes)]
      : [numbers(tag.strips), numbers(tag.stripSizes)];
    if (starts.length === 0 || starts.length !== sizes.length) return undefined;
    for (const [i, start] of starts.entries()) {
      const end = start + (sizes[i] ?? 0);
      if (end > bytes.length || ranges.length > mostRanges) return undefined;
      ranges.push([start, end]);
    }
  }
  return ranges.length > 0 ? ranges : undefined;
}
