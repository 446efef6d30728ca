import type { Format } from './format.ts';
import { fileMetadata } from './metadata.ts';
import { pngBlocks } from './metadata/png-blocks.ts';
import { chunksOf, signature } from './png-chunks.ts';
import { decodeWithSharp } from './with-sharp.ts';

/** PNG, and the first frame of an APNG. */
export const png: Format = {
  id: 'png',
  extensions: ['png', 'apng'],
  kind: 'image',
  isShownAsIs: true,
  matches: (head) => signature.every((byte, at) => head[at] === byte),
  identity: (bytes) => identityRanges(bytes),
  exifBlock: (bytes) => {
    const chunk = chunksOf(bytes).chunks.find(({ type }) => type === 'eXIf');
    return chunk && bytes.subarray(chunk.start + 8, chunk.end - 4);
  },
  // PNG specification 3, 11.3.6.1: the number of frames.
  isAnimated: (bytes) => {
    const control = chunksOf(bytes).chunks.find(({ type }) => type === 'acTL');
    return control !== undefined && control.end - control.start === 20 && bytes.readUInt32BE(control.start + 8) > 1;
  },
  decode: (file, wanted, signal) => decodeWithSharp(file, wanted, { name: 'PNG', isCutShort }, signal),
  metadata: (file) => fileMetadata(file, pngBlocks),
};

const metadataChunks = new Set(['tEXt', 'zTXt', 'iTXt', 'eXIf', 'tIME', 'pHYs']);

const isCutShort = (bytes: Buffer) => !bytes.includes('IEND', Math.max(0, bytes.length - 65_536), 'latin1');

/** All chunks up to IEND but those that hold only words, dates and the size on paper (PNG specification 3, 11.3). */
function identityRanges(bytes: Uint8Array): [number, number][] | undefined {
  const { chunks, isWhole } = chunksOf(bytes);
  if (!isWhole) return undefined;
  const ranges: [number, number][] = [];
  let start = 0;
  for (const chunk of chunks) {
    if (!metadataChunks.has(chunk.type)) continue;
    if (chunk.start > start) ranges.push([start, chunk.start]);
    start = chunk.end;
  }
  ranges.push([start, chunks.at(-1)?.end ?? 0]);
  return ranges;
}
