/** @file Runs in the embedder process: the bytes are not trusted. */
import type { FileHandle } from 'node:fs/promises';
import fs from 'node:fs/promises';
import { refusals } from '../refusals.ts';
import { mostFrames, mostIndexBytes } from '../limits.ts';
import { nameOfFourcc } from './codec-names.ts';
import type { Film, FilmCodec, FilmPacket } from './film.ts';

/** One frame: where its bytes lie. */
interface Entry {
  readonly at: number;
  readonly size: number;
  readonly isKey: boolean;
}

interface Header {
  readonly stream: number;
  readonly fourcc: string;
  readonly width: number;
  readonly height: number;
  readonly secondsPerFrame: number;
  /** What the codec wants to know before, behind the BITMAPINFOHEADER. */
  readonly extra: Uint8Array;
}

/**
 * AVI (Microsoft's "AVI RIFF File Reference"): a list of chunks, and an index of them at the end. Cameras and scanners of
 * twenty years wrote them, most with Motion JPEG in it, and no parser on npm reads them.
 * @throws Failure
 */
export async function openAvi(path: string): Promise<Film> {
  const handle = await fs.open(path);
  try {
    const { size } = await handle.stat();
    const { header, movie, index, tags, isCutShort, more } = await readLists(handle, size);
    const entries = index === undefined ? await walkFrames(handle, movie, header) : readIndex(index, movie, header);
    for (const part of more)
      if (entries.length < mostFrames)
        for (const entry of await walkFrames(handle, part, header, false)) entries.push(entry);
    const { codec, name } = codecOf(header);
    return {
      codec,
      codecName: name,
      width: header.width,
      height: header.height,
      codedWidth: header.width,
      codedHeight: header.height,
      rotation: 0,
      durationMs: Math.round(entries.length * header.secondsPerFrame * 1000),
      isCutShort,
      frameRate: 1 / header.secondsPerFrame,
      tags,
      ...packetsOf(handle, entries, header.secondsPerFrame),
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function codecOf({ fourcc, extra }: Header): { codec: FilmCodec; name: string } {
  // H.264 in AVI comes as a byte stream with its parameter sets in it, and a decoder takes it so without a description. Programs
  // that copy it out of an MP4 leave it as it was, and lay its AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3.1) beside it.
  if (/^(h264|x264|avc1)$/i.test(fourcc)) {
    const description = extra[0] === 1 && extra.length >= 7 ? extra : undefined;
    return { codec: { is: 'window', codec: 'avc1.640033', description }, name: 'H.264' };
  }
  const { name, isJpeg } = nameOfFourcc(fourcc);
  return { codec: { is: isJpeg ? 'jpeg' : 'none' }, name };
}

function packetsOf(
  handle: FileHandle,
  entries: readonly Entry[],
  secondsPerFrame: number,
): Pick<Film, 'keyAt' | 'nextKey' | 'next'> {
  const numbers = new WeakMap<FilmPacket, number>();
  const packet = (number: number): FilmPacket | undefined => {
    const entry = entries[number];
    if (entry === undefined) return undefined;
    const { at, size, isKey } = entry;
    const made: FilmPacket = {
      ...{ atS: number * secondsPerFrame, isKey, sizeBytes: size },
      data: async () => {
        const { bytesRead, buffer } = await handle.read(Buffer.alloc(size), 0, size, at);
        return buffer.subarray(0, bytesRead);
      },
    };
    numbers.set(made, number);
    return made;
  };
  const keyFrom = (from: number, step: 1 | -1) => {
    for (let at = from; at >= 0 && at < entries.length; at += step) if (entries[at]?.isKey === true) return packet(at);
    return undefined;
  };
  const after = (of: FilmPacket) => (numbers.get(of) ?? -1) + 1;
  return {
    keyAt: async (atS) => {
      const from = Math.min(entries.length - 1, Math.floor(atS / secondsPerFrame));
      return keyFrom(from, -1) ?? keyFrom(Math.max(0, from), 1);
    },
    nextKey: async (of) => keyFrom(after(of), 1),
    next: async (of) => packet(after(of)),
  };
}

/** A list of chunks within the file: [start, end). */
interface Part {
  readonly start: number;
  readonly end: number;
}

async function readLists(handle: FileHandle, fileSize: number) {
  let header: Header | undefined;
  let movie: Part | undefined;
  let index: Buffer | undefined;
  let isCutShort = false;
  const more: Part[] = [];
  const tags = new Map<string, string>();
  for await (const { id, kind, start, end, isCut } of chunksIn(handle, 12, fileSize)) {
    isCutShort ||= isCut;
    if (id === 'LIST' && kind === 'hdrl') header = headerIn(await bytesOf(handle, start, end));
    else if (id === 'LIST' && kind === 'INFO') readInfo(await bytesOf(handle, start, end), tags);
    else if (id === 'LIST' && kind === 'movi') movie = { start, end };
    else if (id === 'RIFF' && kind === 'AVIX') more.push(...(await moviesIn(handle, start, end)));
    else if (id === 'idx1') index = await bytesOf(handle, start, end);
    // Cameras write when it was taken where the stream begins.
    else if (id === 'IDIT') tags.set('IDIT', textOf(await bytesOf(handle, start, Math.min(end, start + 64))));
  }
  if (header === undefined || movie === undefined) throw refusals.noPictures('AVI');
  return { header, movie, index, tags, isCutShort, more };
}

/** Frames past the first gigabyte (OpenDML AVI File Format Extensions, 1.02): `idx1` says nothing of them. */
async function moviesIn(handle: FileHandle, from: number, to: number): Promise<Part[]> {
  const found: Part[] = [];
  for await (const { id, kind, start, end } of chunksIn(handle, from, to))
    if (id === 'LIST' && kind === 'movi') found.push({ start, end });
  return found;
}

interface Chunk extends Part {
  readonly id: string;
  /** Of a list: what it is a list of. */
  readonly kind: string;
  /** Its length reaches beyond the end. */
  readonly isCut: boolean;
}

/** The chunks side by side; a length that reaches beyond the end is cut. */
async function* chunksIn(handle: FileHandle, from: number, to: number): AsyncGenerator<Chunk> {
  for (let at = from, count = 0; at + 8 <= to && count < mostFrames; count++) {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(12), 0, 12, at);
    if (bytesRead < 8) return;
    const id = buffer.toString('latin1', 0, 4);
    const size = buffer.readUInt32LE(4);
    const isList = id === 'LIST' || id === 'RIFF';
    const kind = isList ? buffer.toString('latin1', 8, 12) : '';
    const end = Math.min(to, at + 8 + size);
    yield { id, kind, start: at + 8 + (isList ? 4 : 0), end, isCut: at + 8 + size > to };
    at += 8 + size + (size % 2);
  }
}

async function bytesOf(handle: FileHandle, start: number, end: number): Promise<Buffer> {
  const length = Math.max(0, Math.min(end - start, mostIndexBytes));
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, start);
  return buffer.subarray(0, bytesRead);
}

/** The first stream of pictures: `strh` has its rate, `strf` a BITMAPINFOHEADER. */
function headerIn(bytes: Buffer): Header | undefined {
  let stream = -1;
  let rate: number | undefined;
  let fourcc = '';
  for (const { id, content } of smallChunks(bytes)) {
    if (id === 'strh') {
      stream += 1;
      const isVideo = content.toString('latin1', 0, 4) === 'vids' && content.length >= 28;
      rate = isVideo ? content.readUInt32LE(20) / content.readUInt32LE(24) : undefined;
      fourcc = content.toString('latin1', 4, 8);
    } else if (id === 'strf' && rate !== undefined && content.length >= 20) {
      const named = content.toString('latin1', 16, 20);
      return {
        stream,
        fourcc: /^[\x20-\x7e]{4}$/.test(named) ? named : fourcc,
        width: Math.abs(content.readInt32LE(4)),
        height: Math.abs(content.readInt32LE(8)),
        secondsPerFrame: rate > 0.001 && rate < 10 ? rate : 0.04,
        extra: content.subarray(40),
      };
    }
  }
  return undefined;
}

function readInfo(bytes: Buffer, tags: Map<string, string>): void {
  for (const { id, content } of smallChunks(bytes)) tags.set(id, textOf(content));
}

/** Chunks in memory, those in lists of streams too. */
function* smallChunks(bytes: Buffer): Generator<{ id: string; content: Buffer }> {
  for (let at = 0, count = 0; at + 8 <= bytes.length && count < 10_000; count++) {
    const id = bytes.toString('latin1', at, at + 4);
    const size = bytes.readUInt32LE(at + 4);
    if (id === 'LIST') {
      at += 12;
      continue;
    }
    yield { id, content: bytes.subarray(at + 8, at + 8 + size) };
    at += 8 + size + (size % 2);
  }
}

function textOf(bytes: Buffer): string {
  return bytes.toString('latin1').replace(/\0.*$/s, '').trim();
}

/** `idx1`: 16 bytes a chunk. Its places count from `movi` or from the beginning of the file: the first entry tells. */
function readIndex(index: Buffer, movie: Part, { stream }: Header): Entry[] {
  const entries: Entry[] = [];
  const first = index.length >= 16 ? index.readUInt32LE(8) : 0;
  const base = first < movie.start ? movie.start - 4 : 0;
  for (let at = 0; at + 16 <= index.length && entries.length < mostFrames; at += 16) {
    if (!isFrameOf(index.toString('latin1', at, at + 4), stream)) continue;
    const flags = index.readUInt32LE(at + 4);
    const size = index.readUInt32LE(at + 12);
    // A frame of no bytes is the one before it once more.
    const isKey = (flags & 0x10) !== 0 && size > 0;
    entries.push({ at: base + index.readUInt32LE(at + 8) + 8, size: Math.min(size, mostIndexBytes), isKey });
  }
  return entries;
}

/**
 * A film that was cut off has no index: its frames are met one by one, and each may be a key.
 * @param isBeginning of the film: what stands there needs no frame before it
 */
async function walkFrames(
  handle: FileHandle,
  movie: Part,
  { stream, fourcc }: Header,
  isBeginning = true,
): Promise<Entry[]> {
  const entries: Entry[] = [];
  const { isJpeg } = nameOfFourcc(fourcc);
  for await (const { id, start, end } of chunksIn(handle, movie.start, movie.end)) {
    if (!isFrameOf(id, stream)) continue;
    entries.push({
      at: start,
      size: Math.min(end - start, mostIndexBytes),
      isKey: isJpeg || (isBeginning && entries.length === 0),
    });
  }
  return entries;
}

/** `00dc` and `00db`: a frame of stream 0. */
function isFrameOf(id: string, stream: number): boolean {
  return Number(id.slice(0, 2)) === stream && /^\d\dd[bc]$/.test(id);
}
