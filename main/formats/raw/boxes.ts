/** @file Boxes of ISO base media files (ISO/IEC 14496-12), in a file that is read piece by piece. */
import type { Source } from './source.ts';

export interface PlacedBox {
  readonly type: string;
  /** Of a `uuid` box, hexadecimal. */
  readonly uuid: string;
  /** Of its content: from, and behind. */
  readonly at: number;
  readonly end: number;
}

const mostBoxes = 1_000;

/** Those that lie side by side. What comes behind a broken one is not met; one that is cut short ends where the file does. */
export async function boxesAt(source: Source, start: number, end: number): Promise<PlacedBox[]> {
  const boxes: PlacedBox[] = [];
  for (let at = start; at + 8 <= end && boxes.length < mostBoxes;) {
    const head = await source.read(at, 32);
    if (head.length < 8) break;
    const type = head.toString('latin1', 4, 8);
    let size = head.readUInt32BE(0);
    let headBytes = 8;
    if (size === 1 && head.length >= 16) {
      size = Number(head.readBigUInt64BE(8));
      headBytes = 16;
    } else if (size === 0) size = end - at;
    if (size < headBytes) break;
    const uuid = type === 'uuid' ? head.toString('hex', headBytes, headBytes + 16) : '';
    if (type === 'uuid') headBytes += 16;
    boxes.push({ type, uuid, at: at + headBytes, end: Math.max(at + headBytes, Math.min(at + size, end)) });
    at += size;
  }
  return boxes;
}
