import { createHash } from 'node:crypto';
import exifr from 'exifr';
import type { Format } from '../formats/format.ts';

/**
 * What makes a file this picture: SHA-256 over its bytes without the parts that only describe it, and over the way it
 * is turned, since turning a picture by its EXIF orientation changes what one sees. [Note: Why content, not paths]
 * @returns 32 bytes
 */
export async function identify(format: Format, bytes: Buffer): Promise<Uint8Array> {
  const hash = createHash('sha256');
  const ranges = format.identity?.(bytes);
  if (ranges === undefined) return hash.update(bytes).digest();
  for (const [start, end] of ranges) hash.update(bytes.subarray(start, end));
  hash.update(Uint8Array.of(await orientationOf(bytes)));
  return hash.digest();
}

/** EXIF orientation, 1 when there is none or it can't be read. */
async function orientationOf(bytes: Buffer): Promise<number> {
  try {
    const value: unknown = await exifr.orientation(bytes);
    return typeof value === 'number' && value >= 1 && value <= 8 ? value : 1;
  } catch {
    return 1; // damaged metadata says nothing about the way the picture is turned
  }
}
