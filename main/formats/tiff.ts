import type { Format } from './format.ts';
import { fileMetadata, type OwnBlocks } from './metadata.ts';
import { tiffRanges } from './tiff-identity.ts';
import { pictureAmong, tiffPages } from './tiff-pages.ts';
import { decodeWithSharp } from './with-sharp.ts';
import { bufferOf } from '../util/buffer-of.ts';

/** TIFF and BigTIFF: the largest page that is a picture of its own. */
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
  identity: (bytes) => tiffRanges(bufferOf(bytes)),
  decode: (file, wanted, signal) =>
    decodeWithSharp(file, wanted, { name: 'TIFF', isCutShort: () => false, pageOf }, signal),
  metadata: (file) => fileMetadata(file, tiffBlocks, pageOf(file.bytes)),
};

const pageOf = (bytes: Buffer) => pictureAmong(tiffPages(bytes));

/** A TIFF file is itself a block of EXIF: what its picture's directory lacks, that of the first page may have. */
function tiffBlocks(bytes: Buffer): OwnBlocks {
  const pages = tiffPages(bytes);
  return { exif: bytes, exifAt: pages[pictureAmong(pages)]?.offset };
}
