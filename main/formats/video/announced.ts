/** @file Runs in the embedder process: the bytes are not trusted. */
import fs from 'node:fs/promises';
import { mostDepth, mostFrames, mostIndexBytes, PastLimit } from '../limits.ts';
import type { Stretch } from './film.ts';

/** Frames of one fragment: one that lasts an hour has 216,000 at 60 a second. */
const mostInFragment = 300_000;
/** A fragmented film has two boxes for every second or so. */
const mostBoxes = 200_000;

/** Boxes with boxes in them, as the parser walks them. */
const parents = new Set(
  'moov trak mdia minf stbl mvex moof traf udta meta sinf schi dinf edts mfra wave ilst'.split(' '),
);

/**
 * Whether what the boxes announce can be true, before a parser believes it: a run of four billion frames is written in
 * twenty bytes, and would be a list of four billion in memory.
 * @param stretch of the file that is looked at, where the film is not all of it
 * @returns whether a box reaches beyond its end
 * @throws PastLimit
 */
export async function checkAnnounced(path: string, stretch?: Stretch): Promise<{ readonly isCutShort: boolean }> {
  const handle = await fs.open(path);
  try {
    let at = stretch?.at ?? 0;
    const end = stretch === undefined ? (await handle.stat()).size : at + stretch.lengthBytes;
    for (let count = 0; at + 8 <= end; count++) {
      if (count >= mostBoxes) throw new PastLimit('it has too many parts');
      const head = Buffer.alloc(16);
      await handle.read(head, 0, 16, at);
      const { type, headBytes, size } = boxAt(head, 0, end - at);
      if (size < headBytes) break;
      if (parents.has(type)) {
        const length = Math.min(size, end - at);
        if (length > mostIndexBytes) throw new PastLimit(`its index has ${Math.round(length / 1e6)} megabytes`);
        const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, at);
        const most = type === 'moof' ? mostInFragment : mostFrames;
        check(buffer.subarray(0, bytesRead), 0, { left: most });
      }
      at += size;
    }
    return { isCutShort: at > end };
  } finally {
    await handle.close();
  }
}

/** What may still be announced, of all lists of a fragment or of the film together: they become one in memory. */
interface Frames {
  left: number;
}

function check(bytes: Buffer, depth: number, frames: Frames): void {
  if (depth > mostDepth) throw new PastLimit('it is nested too deep');
  for (let at = 0; at + 8 <= bytes.length;) {
    const { type, headBytes, size } = boxAt(bytes, at, bytes.length - at);
    if (size < headBytes) return;
    const content = bytes.subarray(at + headBytes, at + size);
    if (parents.has(type)) check(content, depth + 1, frames);
    else checkCount(type, content, frames);
    at += size;
  }
}

/** Lists whose entries need no bytes of their own: nothing but this stops them. */
function checkCount(type: string, content: Buffer, frames: Frames): void {
  const count = countIn(type, content);
  frames.left -= count;
  if (frames.left < 0) throw tooMany(count);
}

function countIn(type: string, content: Buffer): number {
  if (type === 'trun') return word(content, 4);
  if (type === 'saiz') return word(content, ((word(content, 0) & 1) !== 0 ? 12 : 4) + 1);
  // Frames of one size are one entry.
  if (type === 'stz2' || (type === 'stsz' && word(content, 4) === 0)) return word(content, 8);
  return 0;
}

function tooMany(count: number): PastLimit {
  return new PastLimit(`it claims ${count} frames`);
}

function boxAt(bytes: Buffer, at: number, left: number): { type: string; headBytes: number; size: number } {
  const size = bytes.readUInt32BE(at);
  const type = bytes.toString('latin1', at + 4, at + 8);
  if (size === 1) {
    const isThere = at + 16 <= bytes.length;
    return { type, headBytes: 16, size: isThere ? Number(bytes.readBigUInt64BE(at + 8)) : 0 };
  }
  return { type, headBytes: 8, size: size === 0 ? left : size };
}

function word(bytes: Buffer, at: number): number {
  return at + 4 <= bytes.length ? bytes.readUInt32BE(at) : 0;
}
