import type { Format } from './format.ts';
import { fileMetadata } from './metadata.ts';
import { decodeWithSharp } from './with-sharp.ts';

/** PNG, and the first frame of an APNG. */
export const png: Format = {
  id: 'png',
  extensions: ['png', 'apng'],
  kind: 'image',
  isShownAsIs: true,
  matches: (head) => signature.every((byte, at) => head[at] === byte),
  identity: (bytes) => identityRanges(bytes),
  decode: (file, wanted, signal) => decodeWithSharp(file, wanted, { name: 'PNG', isCutShort }, signal),
  metadata: fileMetadata,
};

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const metadataChunks = new Set(['tEXt', 'zTXt', 'iTXt', 'eXIf', 'tIME']);

const isCutShort = (bytes: Buffer) => !bytes.includes('IEND', Math.max(0, bytes.length - 65_536), 'latin1');

/** All chunks up to IEND but those that hold only words and dates (PNG specification 3, 11.3). */
function identityRanges(bytes: Uint8Array): [number, number][] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const ranges: [number, number][] = [];
  let start = 0;
  let at = signature.length;
  while (at + 12 <= bytes.length) {
    const end = at + 12 + view.getUint32(at);
    if (end > bytes.length) return undefined;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (type === 'IEND') {
      ranges.push([start, end]);
      return ranges;
    }
    if (metadataChunks.has(type)) {
      if (at > start) ranges.push([start, at]);
      start = end;
    }
    at = end;
  }
  return undefined;
}
