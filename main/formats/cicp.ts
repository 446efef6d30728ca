/** @file Runs in the embedder process: the bytes are not trusted. */
import { boxesIn } from './iso-boxes.ts';
import { bufferOf } from '../util/buffer-of.ts';

/** Coding-independent code points (ITU-T H.273): which colours the numbers of a picture mean. */
export interface Cicp {
  /** 1: BT.709 and sRGB, 9: BT.2020, 11 and 12: P3. */
  readonly primaries: number;
  /** 16: PQ, 18: HLG (ITU-R BT.2100); 1, 6, 13, 14, 15: curves of pictures that are not HDR. */
  readonly transfer: number;
}

export const transferOf = { pq: 16, hlg: 18 } as const;

/** Brighter than what a plain screen shows: the numbers mean nothing without these code points. */
export function isHdr(cicp: Cicp | undefined): boolean {
  return cicp?.transfer === transferOf.pq || cicp?.transfer === transferOf.hlg;
}

/**
 * What a picture says of its colours beside a profile, or inside one.
 * @param icc its profile, whose tag `cicp` counts too (ICC.1:2022, 9.2.17)
 */
export function cicpOf(bytes: Buffer, icc: Uint8Array | undefined): Cicp | undefined {
  if (bytes.toString('latin1', 4, 8) === 'ftyp') return inBoxes(bytes) ?? inProfile(icc);
  if (bytes.toString('latin1', 1, 4) === 'PNG') return inPng(bytes) ?? inProfile(icc);
  return inProfile(icc);
}

/** `nclx` of the item that stands for the file (ISO/IEC 23008-12, 6.5.5; 14496-12, 12.1.5), and of no other, as a gain map. */
function inBoxes(bytes: Buffer): Cicp | undefined {
  const inside = (boxes: readonly { type: string; content: Buffer }[], type: string) =>
    boxes.find((box) => box.type === type)?.content;
  const meta = boxesIn(inside(boxesIn(bytes), 'meta')?.subarray(4) ?? Buffer.alloc(0));
  const primary = inside(meta, 'pitm');
  const properties = boxesIn(inside(meta, 'iprp') ?? Buffer.alloc(0));
  const container = boxesIn(inside(properties, 'ipco') ?? Buffer.alloc(0));
  if (primary === undefined || primary.length < 6) return undefined;
  const item = primary[0] === 0 ? primary.readUInt16BE(4) : primary.length < 8 ? -1 : primary.readUInt32BE(4);
  const places = properties.filter(({ type }) => type === 'ipma').flatMap(({ content }) => propertiesOf(content, item));
  const colours = places
    .map((place) => container[place - 1])
    .find((box) => box?.type === 'colr' && box.content.toString('latin1', 0, 4) === 'nclx')?.content;
  if (colours === undefined || colours.length < 8) return undefined;
  return { primaries: colours.readUInt16BE(4), transfer: colours.readUInt16BE(6) };
}

/** Numbers of an item's properties in `ipma` (ISO/IEC 23008-12, 9.3.1): counted from 1, without the bit of what is essential. */
function propertiesOf(content: Buffer, item: number): number[] {
  const isLong = content[0] !== 0;
  const isWide = ((content[3] ?? 0) & 1) === 1;
  let at = 8;
  while (at + (isLong ? 5 : 3) <= content.length) {
    const id = isLong ? content.readUInt32BE(at) : content.readUInt16BE(at);
    at += isLong ? 4 : 2;
    const count = content[at++] ?? 0;
    const size = isWide ? 2 : 1;
    if (at + count * size > content.length) return [];
    if (id === item)
      return Array.from({ length: count }, (_, i) =>
        isWide ? content.readUInt16BE(at + i * 2) & 0x7fff : (content[at + i] ?? 0) & 0x7f,
      );
    at += count * size;
  }
  return [];
}

/** `cICP` (PNG specification 3, 11.3.2.6) stands before the picture's data. */
function inPng(bytes: Buffer): Cicp | undefined {
  for (let at = 8; at + 12 <= bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (type === 'IDAT') return undefined;
    if (type === 'cICP') return { primaries: bytes[at + 8] ?? 0, transfer: bytes[at + 9] ?? 0 };
  }
  return undefined;
}

function inProfile(icc: Uint8Array | undefined): Cicp | undefined {
  if (icc === undefined || icc.length < 132) return undefined;
  const profile = bufferOf(icc);
  const count = Math.min(100, profile.readUInt32BE(128));
  for (let at = 132; at + 12 <= profile.length && at < 132 + count * 12; at += 12) {
    if (profile.toString('latin1', at, at + 4) !== 'cicp') continue;
    const content = profile.readUInt32BE(at + 4);
    return { primaries: profile[content + 8] ?? 0, transfer: profile[content + 9] ?? 0 };
  }
  return undefined;
}
