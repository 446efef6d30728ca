import type { Format } from './format.ts';
import { fileMetadata } from './metadata.ts';
import { decodeWithSharp } from './with-sharp.ts';
import { bufferOf } from '../util/buffer-of.ts';

/** GIF 87a and 89a: the first frame. XMP is in an application extension (XMP specification part 3, 1.1.2). */
export const gif: Format = {
  id: 'gif',
  extensions: ['gif'],
  kind: 'image',
  isShownAsIs: true,
  matches: (head) => ['GIF87a', 'GIF89a'].includes(String.fromCharCode(...head.subarray(0, 6))),
  identity: (bytes) => identityRanges(bufferOf(bytes)),
  isAnimated: (bytes) => [...blocksIn(bytes)].filter((block) => block?.is === 'picture').length > 1,
  decode: (file, wanted, signal) => decodeWithSharp(file, wanted, { name: 'GIF', isCutShort }, signal),
  metadata: (file) => fileMetadata(file, (bytes) => ({ xmp: xmpOf(bytes) })),
};

const trailer = 0x3b;
const isCutShort = (bytes: Buffer) => bytes.lastIndexOf(trailer) < Math.max(0, bytes.length - 64);

interface Block {
  readonly is: 'picture' | 'xmp' | 'comment' | 'other';
  readonly start: number;
  readonly end: number;
}

/** Behind the header and its colour table, up to the trailer; undefined after the last where the file ends before it. */
function* blocksIn(bytes: Buffer): Generator<Block | undefined> {
  let at = afterHeader(bytes);
  while (bytes[at] !== trailer) {
    const start = at;
    const [introducer, label] = [bytes[at], bytes[at + 1]];
    if (introducer === 0x2c) at = afterSubBlocks(bytes, at + 11 + tableBytes(bytes[at + 9] ?? 0));
    else if (introducer === 0x21) at = afterSubBlocks(bytes, at + 2);
    if (at === start || at > bytes.length) {
      yield undefined;
      return;
    }
    const isXmp = label === 0xff && bytes.toString('latin1', start + 3, start + 14) === 'XMP DataXMP';
    const is = introducer === 0x2c ? 'picture' : isXmp ? 'xmp' : label === 0xfe ? 'comment' : 'other';
    yield { is, start, end: at };
  }
}

function xmpOf(bytes: Buffer): Uint8Array | undefined {
  for (const block of blocksIn(bytes))
    if (block?.is === 'xmp') return packetIn(bytes.subarray(block.start + 14, block.end));
  return undefined;
}

/** All but XMP, comments and the version, which a program that writes XMP raises. */
function identityRanges(bytes: Buffer): [number, number][] | undefined {
  const ranges: [number, number][] = [[6, afterHeader(bytes)]];
  for (const block of blocksIn(bytes)) {
    if (block === undefined) return undefined;
    if (block.is !== 'xmp' && block.is !== 'comment') ranges.push([block.start, block.end]);
  }
  return ranges.length > 1 ? ranges : undefined;
}

function afterHeader(bytes: Buffer): number {
  return 13 + tableBytes(bytes[10] ?? 0);
}

function tableBytes(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 << ((flags & 7) + 1);
}

/** The packet stands as it is; 258 bytes behind it lead any reader of sub-blocks out. Some programs write sub-blocks. */
function packetIn(content: Buffer): Uint8Array {
  const trailer = content.indexOf(Buffer.of(0x01, 0xff, 0xfe, 0xfd));
  if (trailer !== -1) return content.subarray(0, trailer);
  const parts: Buffer[] = [];
  for (let at = 0; at < content.length; at += (content[at] ?? 0) + 1)
    parts.push(content.subarray(at + 1, at + 1 + (content[at] ?? 0)));
  return Buffer.concat(parts);
}

function afterSubBlocks(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== 0) at += (bytes[at] ?? 0) + 1;
  return at + 1;
}
