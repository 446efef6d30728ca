/** @file Own decoder: sharp's build reads no BMP, and those on npm check neither sizes nor the ends of their data. */
import { readBmpHeader } from './bmp-header.ts';
import { readBmpPixels } from './bmp-pixels.ts';
import type { Format } from './format.ts';
import { fileMetadata } from './metadata.ts';
import { targetSize } from './target-size.ts';
import { toPixels } from './with-sharp.ts';

/** Windows and OS/2 bitmaps of 1 to 32 bits, run-length coded too. Colour profiles in them are not used by anyone. */
export const bmp: Format = {
  id: 'bmp',
  extensions: ['bmp', 'dib'],
  kind: 'image',
  isShownAsIs: true,
  matches: (head) => head[0] === 0x42 && head[1] === 0x4d && isHeaderSize(head[14] ?? 0, head[15] ?? 0),
  decode: async ({ bytes }, wanted, signal) => {
    signal?.throwIfAborted();
    const header = readBmpHeader(bytes);
    const { width, height } = header;
    const { data, channels } = readBmpPixels(bytes, header);
    const pixels = await toPixels(data, targetSize(width, height, wanted), { raw: { width, height, channels } });
    return { pixels, width, height };
  },
  metadata: fileMetadata,
};

/** Two letters are little to go by: a text may begin with BM too. */
function isHeaderSize(low: number, high: number): boolean {
  const size = low + high * 256;
  return size === 12 || (size >= 16 && size <= 4096 && size % 4 === 0);
}
