/** @file Runs in the embedder process: the bytes are not trusted. */
import { mostTagBytes, mostTags } from '../limits.ts';
import { decodeText } from './text.ts';

/** Tags by number, of the three directories that say something of a photo. */
export interface Exif {
  readonly image: Directory;
  readonly photo: Directory;
  readonly gps: Directory;
  /** The order of its bytes. */
  readonly isLittle: boolean;
}

/** Of a file that has none. */
export const noExif: Exif = { image: new Map(), photo: new Map(), gps: new Map(), isLittle: true };

export type Directory = ReadonlyMap<number, TagValue>;

export type TagValue =
  | { readonly is: 'text'; readonly text: string; readonly bytes: Uint8Array }
  | { readonly is: 'bytes'; readonly bytes: Uint8Array }
  | { readonly is: 'numbers'; readonly numbers: readonly number[] };

const photoPointer = 0x8769;
const gpsPointer = 0x8825;

/**
 * Reads the directories of a TIFF structure (TIFF 6.0; Exif 3.0, 4.6). A tag that is broken is left out, the others
 * are read: of the files of old cameras and editors many have one.
 * @param imageAt where the directory of the picture lies, if that is not the first: what it lacks, the first may have
 * @param block with or without the `Exif\0\0` that precedes it in a JPEG; a whole TIFF file is one too
 */
export function readExif(block: Uint8Array, imageAt?: number): Exif {
  const start = startsWithExif(block) ? 6 : 0;
  const bytes = block.subarray(start);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8) return noExif;
  const order = view.getUint16(0);
  if (order !== 0x4949 && order !== 0x4d4d) return noExif;
  const reader = { bytes, view, isLittle: order === 0x4949, left: mostTagBytes };
  const first = readDirectory(reader, view.getUint32(4, reader.isLittle));
  const image = imageAt === undefined ? first : new Map([...first, ...readDirectory(reader, imageAt)]);
  const follow = (pointer: number) => readDirectory(reader, numberOf(image.get(pointer)) ?? 0);
  return { image, photo: follow(photoPointer), gps: follow(gpsPointer), isLittle: reader.isLittle };
}

/** The first number of a tag. */
export function numberOf(value: TagValue | undefined): number | undefined {
  const first = value?.is === 'numbers' ? value.numbers[0] : undefined;
  return first !== undefined && Number.isFinite(first) ? first : undefined;
}

export function textOf(value: TagValue | undefined): string | undefined {
  return value?.is === 'text' && value.text !== '' ? value.text : undefined;
}

interface Reader {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly isLittle: boolean;
  /** Bytes of text that are still read: 65,535 entries may all point at the same 64 kB. */
  left: number;
}

const bytesOfType: Readonly<Record<number, number>> = {
  1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4,
}; // prettier-ignore
/** The longest list of numbers that means something here is a position: three. */
const maxNumbers = 16;
const maxBytes = 65_536;

function readDirectory(reader: Reader, at: number): Map<number, TagValue> {
  const tags = new Map<number, TagValue>();
  const { view, isLittle } = reader;
  if (at < 8 || at + 2 > view.byteLength) return tags;
  const count = view.getUint16(at, isLittle);
  for (let i = 0; i < Math.min(count, mostTags); i++) {
    const entry = at + 2 + i * 12;
    if (entry + 12 > view.byteLength) break;
    const value = readValue(reader, entry);
    if (value) tags.set(view.getUint16(entry, isLittle), value);
  }
  return tags;
}

function readValue(reader: Reader, entry: number): TagValue | undefined {
  const { bytes, view, isLittle } = reader;
  const type = view.getUint16(entry + 2, isLittle);
  const count = view.getUint32(entry + 4, isLittle);
  const unit = bytesOfType[type];
  if (unit === undefined || count === 0) return undefined;
  const at = unit * count <= 4 ? entry + 8 : view.getUint32(entry + 8, isLittle);
  if (type === 1 || type === 2 || type === 7) {
    if (at > bytes.length) return undefined;
    // A length that reaches beyond the end is cut, not refused.
    const content = bytes.subarray(at, Math.min(bytes.length, at + Math.min(count, maxBytes)));
    if (type === 2) {
      reader.left -= content.length;
      return reader.left < 0 ? undefined : { is: 'text', text: decodeText(untilNul(content)), bytes: content };
    }
    if (type === 7 || count > 1) return { is: 'bytes', bytes: content };
  }
  if (at + unit * Math.min(count, maxNumbers) > bytes.length) return undefined;
  const numbers = Array.from({ length: Math.min(count, maxNumbers) }, (_, i) =>
    readNumber(view, type, at + i * unit, isLittle),
  );
  return { is: 'numbers', numbers };
}

function readNumber(view: DataView, type: number, at: number, isLittle: boolean): number {
  switch (type) {
    case 1:
      return view.getUint8(at);
    case 3:
      return view.getUint16(at, isLittle);
    case 5:
      return view.getUint32(at, isLittle) / view.getUint32(at + 4, isLittle);
    case 6:
      return view.getInt8(at);
    case 8:
      return view.getInt16(at, isLittle);
    case 9:
      return view.getInt32(at, isLittle);
    case 10:
      return view.getInt32(at, isLittle) / view.getInt32(at + 4, isLittle);
    case 11:
      return view.getFloat32(at, isLittle);
    case 12:
      return view.getFloat64(at, isLittle);
    default:
      return view.getUint32(at, isLittle);
  }
}

function untilNul(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(0);
  return end === -1 ? bytes : bytes.subarray(0, end);
}

function startsWithExif(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(0, 6)) === 'Exif\0\0';
}
