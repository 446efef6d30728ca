import type { Format } from './format.ts';
import { fileMetadata } from './metadata.ts';
import { decodeWithSharp } from './with-sharp.ts';

/** TIFF and BigTIFF: the first page. */
export const tiff: Format = {
  id: 'tiff',
  extensions: ['tif', 'tiff'],
  kind: 'image',
  isShownAsIs: false,
  matches: (head) => {
    const order = String.fromCharCode(head[0] ?? 0, head[1] ?? 0);
    const version = order === 'II' ? head[2] : order === 'MM' ? head[3] : undefined;
    const zero = order === 'II' ? head[3] : head[2];
    return zero === 0 && (version === 42 || version === 43);
  },
  decode: (file, wanted, signal) => decodeWithSharp(file, wanted, { name: 'TIFF', isCutShort: () => false }, signal),
  metadata: fileMetadata,
};
