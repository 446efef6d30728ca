/** @file Runs in the embedder process: the bytes are not trusted. JPEG XL (ISO/IEC 18181-1 and -2). */
import { brotliDecompressSync } from 'node:zlib';
import { mostTextBytes } from './limits.ts';

const container = [0, 0, 0, 0x0c, 0x4a, 0x58, 0x4c, 0x20, 0x0d, 0x0a, 0x87, 0x0a];

export function isJxl(head: Uint8Array): boolean {
  return isCodestream(head) || isContainer(head);
}

export function isCodestream(head: Uint8Array): boolean {
  return head[0] === 0xff && head[1] === 0x0a;
}

function isContainer(head: Uint8Array): boolean {
  return container.every((byte, at) => head[at] === byte);
}

export interface JxlBox {
  readonly type: string;
  /** Of its content: from, and behind. */
  readonly start: number;
  readonly end: number;
}

const mostBoxes = 10_000;

/** Boxes of the container (18181-2, 4); not whole when the file ends before the last of them does. */
export function jxlBoxes(bytes: Buffer): { readonly boxes: readonly JxlBox[]; readonly isWhole: boolean } {
  const boxes: JxlBox[] = [];
  let at = 0;
  while (at + 8 <= bytes.length && boxes.length < mostBoxes) {
    const said = bytes.readUInt32BE(at);
    const isLong = said === 1 && at + 16 <= bytes.length;
    const size = isLong ? Number(bytes.readBigUInt64BE(at + 8)) : said === 0 ? bytes.length - at : said;
    const start = at + (isLong ? 16 : 8);
    if (size < start - at) return { boxes, isWhole: false };
    const type = bytes.toString('latin1', at + 4, at + 8);
    boxes.push({ type, start, end: Math.min(bytes.length, at + size) });
    at += size;
  }
  return { boxes, isWhole: at === bytes.length };
}

/** What of the file is the picture: the codestream, whole or in parts (each with four bytes of its number in front). */
export function codestreamRanges(bytes: Buffer): (readonly [start: number, end: number])[] {
  if (isCodestream(bytes)) return [[0, bytes.length]];
  return jxlBoxes(bytes).boxes.flatMap(({ type, start, end }): (readonly [number, number])[] =>
    type === 'jxlc' ? [[start, end]] : type === 'jxlp' ? [[Math.min(start + 4, end), end]] : [],
  );
}

/** Exif and XMP, as they are or packed with Brotli (`brob`). */
export function jxlBlocks(bytes: Buffer): { exif?: Buffer; xmp?: Buffer } {
  const found: { exif?: Buffer; xmp?: Buffer } = {};
  if (!isContainer(bytes)) return found;
  for (const { type, start, end } of jxlBoxes(bytes).boxes) {
    const kind = type === 'brob' ? bytes.toString('latin1', start, Math.min(start + 4, end)) : type;
    if (kind !== 'Exif' && kind !== 'xml ') continue;
    const content =
      type === 'brob' ? unpacked(bytes.subarray(Math.min(start + 4, end), end)) : bytes.subarray(start, end);
    if (content === undefined) continue;
    if (kind === 'xml ') found.xmp ??= content;
    // Where in it the TIFF structure begins is said first.
    else if (content.length > 8) found.exif ??= content.subarray(Math.min(content.length, 4 + content.readUInt32BE(0)));
  }
  return found;
}

/** @returns undefined for what is no Brotli, and for what would be larger than any metadata is */
function unpacked(packed: Buffer): Buffer | undefined {
  try {
    return brotliDecompressSync(packed, { maxOutputLength: mostTextBytes });
  } catch {
    return undefined;
  }
}

/** As wide as high, and so on (18181-1, table D.1). */
const ratios = [undefined, [1, 1], [12, 10], [4, 3], [3, 2], [16, 9], [5, 4], [2, 1]] as const;

/** The size that the codestream says, before it is turned (18181-1, D.2). */
export function jxlSize(bytes: Buffer): { readonly width: number; readonly height: number } | undefined {
  const [first] = codestreamRanges(bytes);
  const head = first && bytes.subarray(first[0], Math.min(first[1], first[0] + 16));
  if (head === undefined || head.length < 12 || !isCodestream(head)) return undefined;
  let at = 16;
  const bits = (count: number) => {
    let value = 0;
    for (let i = 0; i < count; i++, at++) value += (((head[at >> 3] ?? 0) >> (at & 7)) & 1) * 2 ** i;
    return value;
  };
  const isSmall = bits(1) === 1;
  const length = () => (isSmall ? (bits(5) + 1) * 8 : bits([9, 13, 18, 30][bits(2)] ?? 9) + 1);
  const height = length();
  const ratio = ratios[bits(3)];
  return { height, width: ratio === undefined ? length() : Math.floor((height * ratio[0]) / ratio[1]) };
}
