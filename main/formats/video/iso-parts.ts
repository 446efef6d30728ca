/** @file Runs in the embedder process, and where films are identified: the bytes are not trusted. */
import type { FileHandle } from 'node:fs/promises';
import { mostIndexBytes } from '../limits.ts';

/** [start, end) in the file. */
export type Range = readonly [start: number, end: number];

export interface IsoParts {
  /** The `moov` box with its head, if it is no larger than an index may be. */
  readonly movie: Buffer | undefined;
  /** What is in the `mdat` boxes: the frames and the sound. */
  readonly media: readonly Range[];
  /** XMP in a box of its own (XMP specification part 3, 1.1.6). */
  readonly xmp: Buffer | undefined;
  /** A box reaches beyond the end. */
  readonly isCutShort: boolean;
}

const xmpId = Buffer.from('be7acfcb97a942e89c71999491e3afac', 'hex');
/** A fragmented film has two for every second or so. */
const mostBoxes = 200_000;

/** The boxes of the outermost level (ISO/IEC 14496-12, 4.2): their heads are read, and of their contents only the index. */
export async function isoParts(handle: FileHandle, fileSize: number): Promise<IsoParts> {
  const media: Range[] = [];
  let movie: Buffer | undefined;
  let xmp: Buffer | undefined;
  let at = 0;
  for (let count = 0; at + 8 <= fileSize && count < mostBoxes; count++) {
    const head = await read(handle, at, 32);
    const { type, headBytes, size } = boxAt(head, fileSize - at);
    if (size < headBytes) break;
    const end = Math.min(fileSize, at + size);
    if (type === 'mdat') media.push([at + headBytes, end]);
    if (type === 'moov' && movie === undefined && end - at <= mostIndexBytes) movie = await read(handle, at, end - at);
    if (type === 'uuid' && head.subarray(headBytes, headBytes + 16).equals(xmpId) && end - at <= mostIndexBytes)
      xmp = await read(handle, at + headBytes + 16, end - at - headBytes - 16);
    at += size;
  }
  return { movie, media, xmp, isCutShort: at > fileSize };
}

function boxAt(head: Buffer, left: number): { type: string; headBytes: number; size: number } {
  const size = head.readUInt32BE(0);
  const type = head.toString('latin1', 4, 8);
  if (size === 1 && head.length >= 16) return { type, headBytes: 16, size: Number(head.readBigUInt64BE(8)) };
  return { type, headBytes: 8, size: size === 0 ? left : size };
}

async function read(handle: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, at);
  return buffer.subarray(0, bytesRead);
}
