/** @file HEIC and AVIF are both ISO base media files (ISO/IEC 14496-12): boxes of size, type, content. */

/** Major and compatible brands of the `ftyp` box, or none if the file does not begin with one. */
export function brandsOf(head: Uint8Array): string[] {
  if (text(head, 4) !== 'ftyp') return [];
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const end = Math.min(view.getUint32(0), head.length);
  const brands = [text(head, 8)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(text(head, at));
  return brands;
}

/** A box reaches beyond the end of the file. */
export function isCutShort(bytes: Buffer): boolean {
  return shareThatIsThere(bytes) < 1;
}

/** Part of the bytes that the boxes announce, 0..1; broken boxes announce nothing. */
export function shareThatIsThere(bytes: Buffer): number {
  let at = 0;
  while (at + 8 <= bytes.length) {
    let size = bytes.readUInt32BE(at);
    if (size === 1 && at + 16 <= bytes.length) size = Number(bytes.readBigUInt64BE(at + 8));
    if (size < 8) return 1; // 0: to the end of the file; less than its own head: broken, not short
    at += size;
  }
  return at > bytes.length ? bytes.length / at : 1;
}

/** The boxes that lie side by side in these bytes; `code` is the type as a number. What comes behind a broken one is not met. */
export function boxesIn(bytes: Buffer): { type: string; code: number; content: Buffer }[] {
  const boxes: { type: string; code: number; content: Buffer }[] = [];
  for (let at = 0; at + 8 <= bytes.length && boxes.length < 10_000;) {
    let size = bytes.readUInt32BE(at);
    let head = 8;
    if (size === 1 && at + 16 <= bytes.length) {
      size = Number(bytes.readBigUInt64BE(at + 8));
      head = 16;
    } else if (size === 0) size = bytes.length - at;
    if (size < head) break;
    boxes.push({
      type: bytes.toString('latin1', at + 4, at + 8),
      code: bytes.readUInt32BE(at + 4),
      content: bytes.subarray(at + head, at + size),
    });
    at += size;
  }
  return boxes;
}

function text(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}
