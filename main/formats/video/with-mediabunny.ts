/** @file Runs in the embedder process: the bytes are not trusted. */
import fs from 'node:fs/promises';
import type { EncodedPacket, EncodedPacketSink, Input, InputVideoTrack } from 'mediabunny';
import { Failure } from '../../util/failure.ts';
import { refusals } from '../refusals.ts';
import { checkAnnounced } from './announced.ts';
import { boundedSource } from './bounded-source.ts';
import { codecName, nameOfFourcc } from './codec-names.ts';
import type { Container } from './containers.ts';
import { closedBook } from './closed-book.ts';
import type { Film, FilmCodec, FilmPacket, Stretch } from './film.ts';
import { type MatroskaHead, readMatroskaHead } from './matroska-head.ts';
import { reasonOf } from './reason-of.ts';

/** Frames looked at to tell how many there are in a second. */
const countedFrames = 30;

/**
 * MP4, QuickTime, 3GP, Matroska, WebM and MPEG-TS, read by mediabunny: a parser in TypeScript, so that what is made to
 * break it can do no more than throw.
 * @throws Failure where there is no film in it
 */
export async function openWithMediabunny(path: string, container: Container, stretch?: Stretch): Promise<Film> {
  const isCutShort = container.reads === 'boxes' && (await checkAnnounced(path, stretch)).isCutShort;
  const { Input, MATROSKA, MP4, MPEG_TS, QTFF, WEBM } = await import('mediabunny');
  const input = new Input({
    source: await boundedSource(path, stretch),
    formats: [MP4, QTFF, MATROSKA, WEBM, MPEG_TS],
  });
  try {
    return { ...(await filmOf(input, container, path)), isCutShort };
  } catch (error) {
    input.dispose();
    // Of half a copy the index is the half that is missing.
    if (isCutShort) throw refusals.truncated((await fs.stat(path)).size);
    throw error;
  }
}

async function filmOf(input: Input, container: Container, path: string): Promise<Omit<Film, 'isCutShort'>> {
  const { EncodedPacketSink } = await import('mediabunny');
  const head = container.reads === 'elements' ? await readMatroskaHead(path) : undefined;
  const track = await input.getPrimaryVideoTrack();
  if (track === null) {
    // Of a transport stream only tracks that it knows are told: the old codec of discs and broadcasts is not among them.
    if (container.reads === 'packets') return closedBook('MPEG-2', () => input.dispose());
    if (head?.hasEncryptedPictures === true) return closedBook(nameOfFourcc('encv').name, () => input.dispose());
    const hasSound = (await input.getPrimaryAudioTrack()) !== null;
    throw hasSound ? refusals.notAPicture('a sound file') : refusals.noPictures(container.name);
  }
  const sink = new EncodedPacketSink(track);
  // Transport streams begin at any time, and players count from there.
  const startS = container.reads === 'packets' ? await track.getFirstTimestamp() : 0;
  const { codec, name } = await codecOf(track, sink, head);
  const endS = Math.max(await track.computeDuration().catch(() => 0), 0) - startS;
  return {
    codec,
    codecName: name,
    width: await track.getDisplayWidth(),
    height: await track.getDisplayHeight(),
    codedWidth: await track.getCodedWidth(),
    codedHeight: await track.getCodedHeight(),
    rotation: await track.getRotation(),
    durationMs: Number.isFinite(endS) ? Math.max(0, Math.round(endS * 1000)) : 0,
    frameRate: await frameRateOf(track),
    tags: await tagsOf(input, head),
    ...packetsOf(sink, startS, container),
    close: () => Promise.resolve(input.dispose()),
  };
}

function packetsOf(
  sink: EncodedPacketSink,
  startS: number,
  container: Container,
): Pick<Film, 'keyAt' | 'nextKey' | 'next'> {
  const known = new WeakMap<FilmPacket, EncodedPacket>();
  const wrapped = async (read: () => Promise<EncodedPacket | null>): Promise<FilmPacket | undefined> => {
    const packet = await read().catch((error: unknown) => {
      throw damaged(container, error);
    });
    if (packet === null) return undefined;
    const film: FilmPacket = {
      atS: packet.timestamp - startS,
      isKey: packet.type === 'key',
      sizeBytes: packet.byteLength,
      data: () => Promise.resolve(packet.data),
    };
    known.set(film, packet);
    return film;
  };
  const own = (packet: FilmPacket): EncodedPacket => {
    const found = known.get(packet);
    if (found === undefined) throw new Error('a packet of another film');
    return found;
  };
  return {
    keyAt: (atS) => wrapped(async () => (await sink.getKeyPacket(atS + startS)) ?? (await sink.getFirstKeyPacket())),
    nextKey: (packet) => wrapped(() => sink.getNextKeyPacket(own(packet))),
    next: (packet) => wrapped(() => sink.getNextPacket(own(packet))),
  };
}

/** Where the index is whole, and what it says of a frame is not true. */
function damaged({ name }: Container, error: unknown): Failure {
  if (error instanceof Failure) return error;
  return refusals.corrupt(name, reasonOf(error), error);
}

async function codecOf(
  track: InputVideoTrack,
  sink: EncodedPacketSink,
  head: MatroskaHead | undefined,
): Promise<{ codec: FilmCodec; name: string }> {
  const codec = await track.getCodec();
  const id = await track.getInternalCodecId();
  // What is encrypted names its codec too, and its frames are noise (ISO/IEC 14496-12, 8.12).
  if (codec === null || id === 'encv') {
    const { name, isJpeg } = nameOfFourcc(head?.fourcc ?? (typeof id === 'string' ? id : ''));
    if (id !== 'mp4v') return { codec: { is: isJpeg ? 'jpeg' : 'none' }, name };
    // One name for three kinds of pictures (ISO/IEC 14496-1, 7.2.6.6): the first tells.
    const first = await sink.getFirstPacket().catch(() => null);
    return mp4vOf(first?.data ?? new Uint8Array(0), name);
  }
  const config = await track.getDecoderConfig();
  const name = codecName(codec);
  if (config === null || (await track.isLive())) return { codec: { is: 'none' }, name };
  // The DOM's name for its type is not known in Node.
  const { codec: full, description } = config as { codec: string; description?: ArrayBufferView | ArrayBuffer };
  return { codec: { is: 'window', codec: full, description: bytesOf(description) }, name };
}

function mp4vOf([a, b, c, d]: Uint8Array, name: string): { codec: FilmCodec; name: string } {
  if (a === 0xff && b === 0xd8 && c === 0xff) return { codec: { is: 'jpeg' }, name: 'Motion JPEG' };
  const isMpeg2 = a === 0 && b === 0 && c === 1 && d === 0xb3;
  return { codec: { is: 'none' }, name: isMpeg2 ? 'MPEG-2' : name };
}

function bytesOf(source: ArrayBufferView | ArrayBufferLike | undefined): Uint8Array | undefined {
  if (source === undefined) return undefined;
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
}

async function frameRateOf(track: InputVideoTrack): Promise<number | undefined> {
  const { averagePacketRate, packetCount } = await track.computePacketStats(countedFrames);
  return packetCount > 1 && Number.isFinite(averagePacketRate) ? averagePacketRate : undefined;
}

/** Tags whose values are text, as the container names them. */
async function tagsOf(input: Input, head: MatroskaHead | undefined): Promise<ReadonlyMap<string, string>> {
  const { raw = {} } = await input.getMetadataTags().catch(() => ({ raw: {} }));
  return new Map([
    ...(head?.createdAt === undefined ? [] : [['CREATION_TIME', head.createdAt] as const]),
    ...(head?.title === undefined ? [] : [['TITLE', head.title] as const]),
    ...Object.entries(raw).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value] as const] : [])),
  ]);
}
