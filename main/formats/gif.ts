import type { Format } from './format.ts';
import { fileMetadata } from './metadata.ts';
import { decodeWithSharp } from './with-sharp.ts';

/** GIF 87a and 89a: the first frame. */
export const gif: Format = {
  id: 'gif',
  extensions: ['gif'],
  kind: 'image',
  isShownAsIs: true,
  matches: (head) => ['GIF87a', 'GIF89a'].includes(String.fromCharCode(...head.subarray(0, 6))),
  decode: (file, wanted, signal) => decodeWithSharp(file, wanted, { name: 'GIF', isCutShort }, signal),
  metadata: fileMetadata,
};

const trailer = 0x3b;
const isCutShort = (bytes: Buffer) => bytes.lastIndexOf(trailer) < Math.max(0, bytes.length - 64);
