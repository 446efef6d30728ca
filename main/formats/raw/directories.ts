/** @file Runs in the embedder process: the bytes are not trusted. */
import { mostTags } from '../limits.ts';
import type { Source } from './source.ts';

/** A structure of TIFF's: directories whose offsets count from the beginning of `source`. */
export interface Tiff {
  readonly source: Source;
  readonly isLittle: boolean;
  /** 64-bit offsets (BigTIFF; DNG 1.6 and later may have them). */
  readonly isBig: boolean;
  readonly firstAt: number;
  /** What stands where TIFF has 42: cameras have their own numbers there. */
  readonly version: number;
}

export interface Entry {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  /** Where the value lies in the source, and how long it is. */
  readonly at: number;
  readonly bytes: number;
}

export interface Directory {
  readonly tiff: Tiff;
  readonly at: number;
  readonly entries: ReadonlyMap<number, Entry>;
  /** Where the next one of the chain is said to be; 0: nowhere. */
  readonly next: number;
}

const bytesOfType: Readonly<Record<number, number>> = {
  1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8,
}; // prettier-ignore
/** A list of directories, of strips, of tiles that is read: makers write up to four, one, and some thousand of which one is needed. */
const mostNumbers = 64;

/** 42, and what Panasonic (0x55), Olympus (`RO`, `RS`) and BigTIFF (43) write in its place. */
const versions: ReadonlySet<number> = new Set([42, 43, 0x55, 0x4f52, 0x5352]);

/** @returns undefined where the bytes begin with nothing like it */
export async function openTiff(source: Source): Promise<Tiff | undefined> {
  const head = await source.read(0, 16);
  const order = head.toString('latin1', 0, 2);
  if (head.length < 8 || (order !== 'II' && order !== 'MM')) return undefined;
  const isLittle = order === 'II';
  const version = isLittle ? head.readUInt16LE(2) : head.readUInt16BE(2);
  if (!versions.has(version)) return undefined;
  const isBig = version === 43;
  if (isBig && head.length < 16) return undefined;
  const firstAt = isBig ? bigAt(head, 8, isLittle) : longAt(head, 4, isLittle);
  return { source, isLittle, isBig, firstAt, version };
}

/** @returns undefined for one that does not lie whole in the source */
export async function readDirectory(tiff: Tiff, at: number): Promise<Directory | undefined> {
  const { source, isLittle, isBig } = tiff;
  const [countBytes, entryBytes, valueAt, pointerBytes] = isBig ? [8, 20, 12, 8] : [2, 12, 8, 4];
  if (!Number.isSafeInteger(at) || at < 0 || at + countBytes > source.size) return undefined;
  const head = await source.read(at, countBytes);
  if (head.length < countBytes) return undefined;
  const count = isBig ? bigAt(head, 0, isLittle) : shortAt(head, 0, isLittle);
  if (count === 0 || count > mostTags) return undefined;
  const bytes = await source.read(at + countBytes, count * entryBytes + pointerBytes);
  if (bytes.length < count * entryBytes) return undefined;
  const entries = new Map<number, Entry>();
  for (let entry = 0; entry < count * entryBytes; entry += entryBytes) {
    const tag = shortAt(bytes, entry, isLittle);
    const type = shortAt(bytes, entry + 2, isLittle);
    const unit = bytesOfType[type];
    if (unit === undefined || entries.has(tag)) continue;
    const values = isBig ? bigAt(bytes, entry + 4, isLittle) : longAt(bytes, entry + 4, isLittle);
    const isInside = values * unit <= pointerBytes;
    const offset = isBig ? bigAt(bytes, entry + valueAt, isLittle) : longAt(bytes, entry + valueAt, isLittle);
    const valuesAt = isInside ? at + countBytes + entry + valueAt : offset;
    entries.set(tag, { tag, type, count: values, at: valuesAt, bytes: values * unit });
  }
  const nextAt = count * entryBytes;
  const hasNext = bytes.length >= nextAt + pointerBytes;
  const next = !hasNext ? 0 : isBig ? bigAt(bytes, nextAt, isLittle) : longAt(bytes, nextAt, isLittle);
  return { tiff, at, entries, next };
}

/** The first numbers of an entry; none where it lies outside the file. */
export async function numbersOf({ tiff, entries }: Directory, tag: number): Promise<number[]> {
  const entry = entries.get(tag);
  const unit = bytesOfType[entry?.type ?? 0];
  if (entry === undefined || unit === undefined || entry.type === 2) return [];
  const count = Math.min(entry.count, mostNumbers);
  const bytes = await tiff.source.read(entry.at, count * unit);
  if (bytes.length < count * unit) return [];
  return Array.from({ length: count }, (_, i) => numberAt(bytes, entry.type, i * unit, tiff.isLittle));
}

export async function numberOf(directory: Directory, tag: number): Promise<number | undefined> {
  const [first] = await numbersOf(directory, tag);
  return first !== undefined && Number.isFinite(first) ? first : undefined;
}

/** @param most bytes that are read of it */
export async function textOf({ tiff, entries }: Directory, tag: number, most = 256): Promise<string> {
  const entry = entries.get(tag);
  if (entry === undefined) return '';
  const bytes = await tiff.source.read(entry.at, Math.min(entry.bytes, most));
  const end = bytes.indexOf(0);
  return bytes.toString('latin1', 0, end === -1 ? bytes.length : end).trim();
}

function numberAt(bytes: Buffer, type: number, at: number, isLittle: boolean): number {
  switch (type) {
    case 1:
    case 7:
      return bytes[at] ?? 0;
    case 3:
      return shortAt(bytes, at, isLittle);
    case 5:
      return longAt(bytes, at, isLittle) / longAt(bytes, at + 4, isLittle);
    case 6:
      return bytes.readInt8(at);
    case 8:
      return isLittle ? bytes.readInt16LE(at) : bytes.readInt16BE(at);
    case 9:
      return isLittle ? bytes.readInt32LE(at) : bytes.readInt32BE(at);
    case 10:
      return (
        (isLittle ? bytes.readInt32LE(at) : bytes.readInt32BE(at)) /
        (isLittle ? bytes.readInt32LE(at + 4) : bytes.readInt32BE(at + 4))
      );
    case 11:
      return isLittle ? bytes.readFloatLE(at) : bytes.readFloatBE(at);
    case 12:
      return isLittle ? bytes.readDoubleLE(at) : bytes.readDoubleBE(at);
    case 16:
    case 17:
    case 18:
      return bigAt(bytes, at, isLittle);
    default:
      return longAt(bytes, at, isLittle);
  }
}

function shortAt(bytes: Buffer, at: number, isLittle: boolean): number {
  return isLittle ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at);
}

function longAt(bytes: Buffer, at: number, isLittle: boolean): number {
  return isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
}

function bigAt(bytes: Buffer, at: number, isLittle: boolean): number {
  return Number(isLittle ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
}
