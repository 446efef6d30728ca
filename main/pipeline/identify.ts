import { createHash } from 'node:crypto';
import type { Format, OpenFile } from '../formats/format.ts';
import { numberOf, readExif } from '../formats/metadata/exif.ts';

/**
 * What makes a file this picture: SHA-256 over its bytes without the parts that only describe it, and over the way it
 * is turned, since turning a picture by its EXIF orientation changes what one sees. [Note: Why content, not paths]
 * @param orientation as if it were turned so; absent: as it is
 * @returns 32 bytes
 */
export function identify(
  format: Format,
  { bytes, taken }: Pick<OpenFile, 'bytes' | 'taken'>,
  orientation?: number,
): Uint8Array {
  if (taken !== undefined) return taken.content;
  const hash = createHash('sha256');
  const ranges = pictureRangesOf(format, bytes);
  if (ranges === undefined) return hash.update(bytes).digest();
  for (const [start, end] of ranges) hash.update(bytes.subarray(start, end));
  hash.update(Uint8Array.of(orientation ?? orientationOf(format, bytes)));
  return hash.digest();
}

/**
 * The bytes that make a file its picture; undefined where all of them do.
 * Ranges that name the same bytes again and again are an attack: 100,000 of a file of 50 MB would be hashed for hours.
 */
export function pictureRangesOf(format: Format, bytes: Buffer): ReturnType<NonNullable<Format['identity']>> {
  const ranges = format.identity?.(bytes);
  const total = ranges?.reduce((sum, [start, end]) => sum + end - start, 0) ?? 0;
  return total > 2 * bytes.length ? undefined : ranges;
}

/** EXIF orientation, 1 when there is none or it can't be read. */
function orientationOf(format: Format, bytes: Buffer): number {
  const block = format.exifBlock?.(bytes);
  const value = block && numberOf(readExif(block).image.get(0x0112));
  return value !== undefined && value >= 1 && value <= 8 ? value : 1;
}
