/** @file Runs in the embedder process: the bytes are not trusted. */
import fs from 'node:fs/promises';
import type { Container } from './containers.ts';
import { nameOfFourcc } from './codec-names.ts';
import type { Film } from './film.ts';

/** What the beginning of a film tells that nothing here reads: 0 and '' where it does not. */
export type ClosedHead = Pick<Film, 'codecName' | 'width' | 'height' | 'durationMs' | 'tags'>;

const headBytes = 256 * 1024;

/** Of Windows Media, MPEG and Flash Video. MPEG's length is told by the clock at both ends. */
export async function readClosedHead(path: string, { id, name }: Pick<Container, 'id' | 'name'>): Promise<ClosedHead> {
  const handle = await fs.open(path);
  try {
    const { size } = await handle.stat();
    const read = async (at: number) => {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, at);
      return buffer.subarray(0, bytesRead);
    };
    const head = await read(0);
    const said =
      id === 'wmv'
        ? ofAsf(head)
        : id === 'flv'
          ? ofFlash(head)
          : ofMpeg(head, await read(Math.max(0, size - headBytes)));
    return { width: 0, height: 0, durationMs: 0, tags: new Map(), ...said, codecName: said.codecName ?? name };
  } finally {
    await handle.close();
  }
}

/** GUIDs of the Advanced Systems Format (Microsoft, 1.20.05), as they lie in the file. */
const asf = {
  fileProperties: 'a1dcab8c47a9cf118ee400c00c205365',
  streamProperties: '9107dcb7b7a9cf118ee600c00c205365',
  video: 'c0ef19bc4d5bcf11a8fd00805f5c442b',
} as const;
const asfObjectsAt = 30;
/** From 1601, in tenths of a microsecond, to 1970. */
const from1601Ms = 11_644_473_600_000;

function ofAsf(head: Buffer): Partial<ClosedHead> {
  let said: Partial<ClosedHead> = {};
  for (let at = asfObjectsAt; at + 24 <= head.length;) {
    const size = Number(head.readBigUInt64LE(at + 16));
    const object = head.subarray(at, at + size);
    const guid = head.toString('hex', at, at + 16);
    if (guid === asf.fileProperties && object.length >= 88) {
      const tenMillionths = (offset: number) => Number(object.readBigUInt64LE(offset)) / 10_000;
      const madeAt = new Date(tenMillionths(48) - from1601Ms);
      // Programs write the first moment of 1601 or 1970 where they know none.
      const isMade = madeAt.getTime() > Date.UTC(1980, 0, 1);
      said = {
        ...said,
        durationMs: lengthOf(tenMillionths(64) - Number(object.readBigUInt64LE(80))),
        ...(isMade && { tags: new Map([['CREATION_TIME', madeAt.toISOString()]]) }),
      };
    } else if (guid === asf.streamProperties && object.toString('hex', 24, 40) === asf.video && object.length >= 109)
      said = {
        ...said,
        codecName: nameOfFourcc(object.toString('latin1', 105, 109)).name,
        ...sizeOf(object.readUInt32LE(78), object.readUInt32LE(82)),
      };
    if (size < 24) break;
    at += size;
  }
  return said;
}

/** ISO/IEC 11172-2 and 13818-2, 6.2.2.1: a sequence's header; 13818-1, 2.5.3.3: the clock of a pack. */
const [packCode, sequenceCode, extensionCode] = [0xba, 0xb3, 0xb5];

function ofMpeg(head: Buffer, tail: Buffer): Partial<ClosedHead> {
  const at = head.indexOf(startCode(sequenceCode));
  const [first, last] = [
    clockAt(head, head.indexOf(startCode(packCode))),
    clockAt(tail, tail.lastIndexOf(startCode(packCode))),
  ];
  const durationMs = first === undefined || last === undefined ? 0 : lengthOf(last - first);
  if (at < 0 || at + 12 > head.length) return { durationMs };
  const width = head.readUInt16BE(at + 4) >> 4;
  const height = head.readUInt16BE(at + 5) & 0xfff;
  // The quantisation that may stand between has 128 bytes at most.
  const isMpeg2 = head.subarray(at, at + 160).includes(startCode(extensionCode));
  return { codecName: isMpeg2 ? 'MPEG-2' : 'MPEG-1', ...sizeOf(width, height), durationMs };
}

function startCode(code: number): Buffer {
  return Buffer.of(0, 0, 1, code);
}

/** @returns ms */
function clockAt(bytes: Buffer, at: number): number | undefined {
  if (at < 0 || at + 10 > bytes.length) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = bytes.subarray(at + 4, at + 9);
  // 33 bits of 1/90,000 s, with marks between, which stand elsewhere in MPEG-1.
  const ticks =
    a >> 6 === 1
      ? ((a >> 3) & 7) * 2 ** 30 +
        ((a & 3) << 28) +
        (b << 20) +
        ((c >> 3) << 15) +
        ((c & 3) << 13) +
        (d << 5) +
        (e >> 3)
      : ((a >> 1) & 7) * 2 ** 30 + (b << 22) + ((c >> 1) << 15) + (d << 7) + (e >> 1);
  return ticks / 90;
}

/** Adobe's "Video File Format Specification", 10: kinds of pictures, and what a script says of the film. */
const flashCodecs: Readonly<Record<number, string>> = {
  2: 'Sorenson Spark',
  4: 'VP6',
  5: 'VP6',
  7: 'H.264',
  12: 'HEVC',
};
const [flashVideo, flashHeaderBytes] = [9, 13];

function ofFlash(head: Buffer): Partial<ClosedHead> {
  const said = (name: string) => {
    const at = head.indexOf(`\0${String.fromCharCode(name.length)}${name}\0`, 0, 'latin1');
    const valueAt = at + 3 + name.length;
    return at < 0 || valueAt + 8 > head.length ? 0 : head.readDoubleBE(valueAt);
  };
  let codecName: string | undefined;
  for (
    let at = flashHeaderBytes;
    at + 12 <= head.length && codecName === undefined;
    at += 15 + head.readUIntBE(at + 1, 3)
  )
    if (head[at] === flashVideo) codecName = flashCodecs[(head[at + 11] ?? 0) & 15];
  return {
    ...(codecName !== undefined && { codecName }),
    ...sizeOf(said('width'), said('height')),
    durationMs: lengthOf(said('duration') * 1_000),
  };
}

const mostPx = 16_384;
const longestMs = 1_000 * 3_600_000;

function sizeOf(width: number, height: number): { width: number; height: number } {
  const isPossible = width > 0 && height > 0 && width <= mostPx && height <= mostPx;
  return isPossible ? { width: Math.round(width), height: Math.round(height) } : { width: 0, height: 0 };
}

function lengthOf(ms: number): number {
  return ms > 0 && ms < longestMs ? Math.round(ms) : 0;
}
