/** @file Runs in the embedder process: the bytes are not trusted. */
import type { Metadata as SharpHeader, SharpOptions } from 'sharp';
import { Failure } from '../util/failure.ts';
import { loadSharp } from '../util/load-sharp.ts';
import { cicpOf } from './cicp.ts';
import type { Decoded, OpenFile, Pixels, WantedSize } from './format.ts';
import { asLibvipsSays } from './libvips-says.ts';
import { withinCpu } from './limit-cpu.ts';
import { maxPixels, refusals } from './refusals.ts';
import { signature } from './png-chunks.ts';
import { tamePng } from './tame-png.ts';
import { targetSize } from './target-size.ts';
import { isForeign, toSrgb } from './tone-map.ts';

/** What {@link decodeWithSharp} must know of a format. */
export interface SharpFormat {
  /** As a person writes it: `JPEG`. */
  readonly name: string;
  /** The bytes end before the picture does. Asked only when decoding failed. */
  isCutShort(bytes: Buffer): boolean;
  /** Which of several pictures in the file is meant; the first, if absent. */
  pageOf?(bytes: Buffer): number;
}

/** 12 MP take 30 ms, 268 MP of PNG about 4 s: this is for pictures made to keep a decoder busy. */
const timeLimitS = 15;
/** By the clock on the wall, however busy the machine is. */
const longestS = 300;

/**
 * A damaged picture is shown if at least this much of its height is there: a quarter is enough to recognise a photo,
 * and what other viewers show. Below that the file is listed as truncated or corrupt instead of being indexed as
 * mostly grey. A progressive JPEG that ends early is there to the bottom, only coarser.
 */
export const minimumShare = 0.25;

/**
 * One pass over the file: shrink on load (JPEG by 2, 4, 8; WebP), resize, upright, sRGB, on white, 8 bits.
 * @throws Failure
 */
export async function decodeWithSharp(
  file: OpenFile,
  wanted: WantedSize,
  format: SharpFormat,
  signal?: AbortSignal,
): Promise<Decoded> {
  signal?.throwIfAborted();
  const page = format.pageOf?.(file.bytes) ?? 0;
  const header = await headerOf(file, page).catch((error: unknown) => {
    throw refusalOf(error, file, format);
  });
  const { width, height } = header.autoOrient;
  if (width * height > maxPixels) throw refusals.tooManyPixels(width, height);
  const target = targetSize(width, height, wanted);
  const cicp = cicpOf(file.bytes, header.icc);
  const meaning = { page, isDeep: isDeep(header), ...(isForeign(cicp) && { ignoreIcc: true }) };
  const shown = (pixels: Pixels) => ({ pixels: isForeign(cicp) ? toSrgb(pixels, cicp) : pixels, width, height });
  try {
    // `truncated` and not sharp's default `warning`: junk after the end, odd markers and wrong checksums of metadata
    // are what half of all real archives are made of, and every viewer shows those pictures.
    return shown(await toPixels(tamed(file.bytes), target, { ...meaning, failOn: 'truncated' }));
  } catch (error) {
    signal?.throwIfAborted();
    return shown(await salvage(file, target, format, error, meaning));
  }
}

const tamedFiles = new WeakMap<Buffer, Buffer>();

/** What a decoder is given of a file: all of it, but for what was made to fill its memory. */
export function tamed(bytes: Buffer): Buffer {
  const known = tamedFiles.get(bytes);
  if (known !== undefined) return known;
  const isPng = signature.every((byte, at) => bytes[at] === byte);
  const safe = isPng ? tamePng(bytes) : bytes;
  tamedFiles.set(bytes, safe);
  return safe;
}

const headers = new WeakMap<Buffer, Map<number, Promise<SharpHeader>>>();

/** Size, orientation and metadata blocks, read without decoding; once per file and page. Rejects with sharp's own error. */
export function headerOf(file: Pick<OpenFile, 'bytes'>, page = 0): Promise<SharpHeader> {
  const ofFile = headers.get(file.bytes) ?? new Map<number, Promise<SharpHeader>>();
  headers.set(file.bytes, ofFile);
  let header = ofFile.get(page);
  if (!header) {
    header = asLibvipsSays(async () => {
      const { sharp } = await loadSharp();
      // No limit here, so that a picture that is too large can be told how large it is. Nothing is decoded.
      return await sharp(tamed(file.bytes), {
        limitInputPixels: false,
        failOn: 'none',
        ...(page > 0 && { page }),
      }).metadata();
    });
    ofFile.set(page, header);
  }
  return header;
}

/** RGB of 16 bits with a profile: sharp works on it in Display P3, and leaves those numbers unless a profile is asked for. */
function isDeep({ space, icc }: SharpHeader): boolean {
  return space === 'rgb16' && icc !== undefined;
}

/** How the numbers of a file are to be read. */
interface Meaning extends SharpOptions {
  readonly isDeep?: boolean;
}

/**
 * @param bytes a file, or with `options.raw` pixels in sRGB
 * @param target exact size of the answer, upright
 */
export function toPixels(
  bytes: Uint8Array,
  target: { width: number; height: number },
  meaning: Meaning,
): Promise<Pixels> {
  return asLibvipsSays(() => readPixels(bytes, target, meaning));
}

async function readPixels(
  bytes: Uint8Array,
  target: { width: number; height: number },
  { isDeep: hasDeepProfile = false, page, ...options }: Meaning,
): Promise<Pixels> {
  const { sharp } = await loadSharp();
  const picture = sharp(bytes, {
    limitInputPixels: maxPixels,
    sequentialRead: true,
    autoOrient: true,
    ...(page !== undefined && page > 0 && { page }),
    ...options,
  })
    .resize({ ...target, fit: 'fill', kernel: 'cubic' })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb');
  const { data, info } = await withinCpu(
    timeLimitS,
    (hasDeepProfile && options.ignoreIcc !== true ? picture.withIccProfile('srgb') : picture)
      // Nobody can end it from outside: what is given up goes on for so long at most.
      .timeout({ seconds: longestS })
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true }),
    () => refusals.timedOut(timeLimitS),
  );
  if (info.channels !== 3) throw new Error(`expected 3 channels, got ${info.channels}`);
  return { data, width: info.width, height: info.height };
}

/** What is there of a damaged picture, if that is enough to be worth showing. */
async function salvage(
  file: OpenFile,
  target: { width: number; height: number },
  format: SharpFormat,
  error: unknown,
  meaning: Meaning,
): Promise<Pixels> {
  const reason = refusalOf(error, file, format);
  if (reason.kind !== 'truncated' && reason.kind !== 'corrupt') throw reason;
  let share: number;
  try {
    share = await shareThatIsThere(file, meaning);
    if (share >= minimumShare) return await toPixels(tamed(file.bytes), target, { ...meaning, failOn: 'none' });
  } catch {
    // Not even a part of it can be decoded; the first error says more than this one.
    throw reason;
  }
  throw reason.kind === 'truncated' ? refusals.truncated(file.bytes.length, Math.round(share * 100)) : reason;
}

/** Decoders leave what is missing in one colour (JPEG grey, PNG black): those rows are counted from below. */
async function shareThatIsThere(file: OpenFile, meaning: Meaning): Promise<number> {
  const { data, width, height } = await toPixels(
    tamed(file.bytes),
    { width: 32, height: 128 },
    { ...meaning, failOn: 'none', autoOrient: false },
  );
  const last = data.subarray(data.length - 3);
  let rows = height;
  for (; rows > 0; rows--) {
    const row = data.subarray((rows - 1) * width * 3, rows * width * 3);
    // One level of tolerance for the rounding of colour transforms.
    if (row.some((level, at) => Math.abs(level - (last[at % 3] ?? 0)) > 1)) break;
  }
  return rows / height;
}

function refusalOf(error: unknown, file: OpenFile, format: SharpFormat): Failure {
  if (error instanceof Failure) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (/pixel limit/i.test(message)) return refusals.tooManyPixelsUnknown();
  if (/^timeout/i.test(message)) return refusals.timedOut(timeLimitS);
  if (/out of memory|unable to allocate|bad_alloc/i.test(message)) return refusals.outOfMemory(message);
  if (/not supported|unsupported (?!image format)|not implemented/i.test(message))
    return refusals.unsupported(`this kind of ${format.name} file`, message);
  if (format.isCutShort(file.bytes)) return refusals.truncated(file.bytes.length);
  return refusals.corrupt(format.name, message, error);
}
