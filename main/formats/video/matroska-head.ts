/** @file Runs in the embedder process: the bytes are not trusted. */
import fs from 'node:fs/promises';

/** Tracks are told before the frames, by every program that writes Matroska. */
const headBytes = 1024 * 1024;
/** Elements of Matroska (RFC 9559) that lead to what is asked. */
const [segment, info, tracks, track, trackType] = [0x18538067, 0x1549a966, 0x1654ae6b, 0xae, 0x83];
const [encodings, encoding, encryption] = [0x6d80, 0x6240, 0x5035];
const [dateUtc, title, codecId, codecPrivate] = [0x4461, 0x7ba9, 0x86, 0x63a2];
const video = 1;
/** From where DateUTC counts, in nanoseconds. */
const epochMs = Date.UTC(2001, 0, 1);

export interface MatroskaHead {
  /** RFC 9559, 5.1.4.1.31: parsers pass such a track over. */
  readonly hasEncryptedPictures: boolean;
  /** When it was made, ISO 8601 in UTC. */
  readonly createdAt: string | undefined;
  readonly title: string | undefined;
  /** Of pictures as AVI has them (`V_MS/VFW/FOURCC`): their four letters. */
  readonly fourcc: string | undefined;
}

/** What Matroska tells of itself before its frames and mediabunny does not pass on. */
export async function readMatroskaHead(path: string): Promise<MatroskaHead> {
  const handle = await fs.open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    const bytes = buffer.subarray(0, bytesRead);
    const pictures = within(bytes, [segment, tracks, track]).filter((it) =>
      within(it, [trackType]).some((type) => type.at(-1) === video),
    );
    const [date] = within(bytes, [segment, info, dateUtc]);
    const [named] = within(bytes, [segment, info, title]);
    const ofWindows = pictures.find(
      (it) => within(it, [codecId])[0]?.toString('latin1').startsWith('V_MS/VFW') === true,
    );
    const [header] = ofWindows === undefined ? [] : within(ofWindows, [codecPrivate]);
    return {
      hasEncryptedPictures: pictures.some((it) => within(it, [encodings, encoding, encryption]).length > 0),
      createdAt: date?.length === 8 ? isoOf(date.readBigInt64BE()) : undefined,
      title: named?.toString('utf8').replaceAll('\0', '').trim() || undefined,
      // BITMAPINFOHEADER, biCompression
      fourcc: header !== undefined && header.length >= 20 ? header.toString('latin1', 16, 20) : undefined,
    };
  } finally {
    await handle.close();
  }
}

function isoOf(nanoseconds: bigint): string | undefined {
  const date = new Date(epochMs + Number(nanoseconds / 1_000_000n));
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** What is in the elements of these names, one within the other. */
function within(bytes: Buffer, [id, ...inner]: readonly number[]): Buffer[] {
  const found = elementsOf(bytes).flatMap((it) => (it.id === id ? [it.content] : []));
  return inner.length === 0 ? found : found.flatMap((it) => within(it, inner));
}

/** As far as they are there: what is cut short ends with the bytes. */
function elementsOf(bytes: Buffer): { id: number; content: Buffer }[] {
  const found: { id: number; content: Buffer }[] = [];
  for (let at = 0; at < bytes.length;) {
    const idLength = Math.clz32(bytes[at] ?? 0) - 23;
    if (idLength > 4 || at + idLength >= bytes.length) break;
    const id = bytes.readUIntBE(at, idLength);
    const sizeAt = at + idLength;
    const sizeLength = Math.clz32(bytes[sizeAt] ?? 0) - 23;
    if (sizeLength > 8 || sizeAt + sizeLength > bytes.length) break;
    const from = sizeAt + sizeLength;
    const size = sizeOf(bytes.subarray(sizeAt, from));
    found.push({ id, content: bytes.subarray(from, Math.min(bytes.length, from + size)) });
    at = from + size;
  }
  return found;
}

/** All ones are a size that is not known: up to the end. */
function sizeOf(bytes: Buffer): number {
  const first = (bytes[0] ?? 0) & ((1 << (8 - bytes.length)) - 1);
  const isUnknown = first === (1 << (8 - bytes.length)) - 1 && bytes.subarray(1).every((byte) => byte === 0xff);
  return isUnknown ? Infinity : [...bytes.subarray(1)].reduce((sum, byte) => sum * 256 + byte, first);
}
