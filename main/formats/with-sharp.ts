/** @file Runs in the embedder process: the bytes are not trusted. */
import type { Metadata as SharpHeader, SharpOptions } from 'sharp';
import { loadSharp } from '../util/load-sharp.ts';
import { Failure } from '../util/failure.ts';
import type { Decoded, OpenFile, Pixels, WantedSize } from './format.ts';
import { maxPixels, refusals } from './refusals.ts';
import { targetSize } from './target-size.ts';

/** What {@link decodeWithSharp} must know of a format. */
export interface SharpFormat {
  /** As a person writes it: `JPEG`. */
  readonly name: string;
  /** The bytes end before the picture does. Asked only when decoding failed. */
  isCutShort(bytes: Buffer): boolean;
}

/** 12 MP take 30 ms, 268 MP of PNG about 4 s: this is for pictures made to keep a decoder busy. */
const timeLimitS = 15;

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
  const header = await headerOf(file).catch((error: unknown) => {
    throw refusalOf(error, file, format);
  });
  const { width, height } = header.autoOrient;
  if (width * height > maxPixels) throw refusals.tooManyPixels(width, height);
  const target = targetSize(width, height, wanted);
  try {
    // `truncated` and not sharp's default `warning`: junk after the end, odd markers and wrong checksums of metadata
    // are what half of all real archives are made of, and every viewer shows those pictures.
    const pixels = await toPixels(file.bytes, target, { failOn: 'truncated' });
    return { pixels, width, height };
  } catch (error) {
    signal?.throwIfAborted();
    const pixels = await salvage(file, target, format, error);
    return { pixels, width, height };
  }
}

const headers = new WeakMap<Buffer, Promise<SharpHeader>>();

/** Size, orientation and metadata blocks, read without decoding; once per file. Rejects with sharp's own error. */
export function headerOf(file: Pick<OpenFile, 'bytes'>): Promise<SharpHeader> {
  let header = headers.get(file.bytes);
  if (!header) {
    header = loadSharp().then(({ sharp }) =>
      // No limit here, so that a picture that is too large can be told how large it is. Nothing is decoded.
      sharp(file.bytes, { limitInputPixels: false, failOn: 'none' }).metadata(),
    );
    headers.set(file.bytes, header);
  }
  return header;
}

/**
 * @param bytes a file, or with `options.raw` pixels in sRGB
 * @param target exact size of the answer, upright
 */
export async function toPixels(
  bytes: Uint8Array,
  target: { width: number; height: number },
  options: SharpOptions,
): Promise<Pixels> {
  const { sharp } = await loadSharp();
  const { data, info } = await sharp(bytes, {
    limitInputPixels: maxPixels,
    sequentialRead: true,
    autoOrient: true,
    ...options,
  })
    .resize({ ...target, fit: 'fill', kernel: 'cubic' })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .timeout({ seconds: timeLimitS })
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new Error(`expected 3 channels, got ${info.channels}`);
  return { data, width: info.width, height: info.height };
}

/** What is there of a damaged picture, if that is enough to be worth showing. */
async function salvage(
  file: OpenFile,
  target: { width: number; height: number },
  format: SharpFormat,
  error: unknown,
): Promise<Pixels> {
  const reason = refusalOf(error, file, format);
  if (reason.kind !== 'truncated' && reason.kind !== 'corrupt') throw reason;
  let share: number;
  try {
    share = await shareThatIsThere(file);
    if (share >= minimumShare) return await toPixels(file.bytes, target, { failOn: 'none' });
  } catch {
    // Not even a part of it can be decoded; the first error says more than this one.
    throw reason;
  }
  throw reason.kind === 'truncated' ? refusals.truncated(file.bytes.length, Math.round(share * 100)) : reason;
}

/** Decoders leave what is missing in one colour (JPEG grey, PNG black): those rows are counted from below. */
async function shareThatIsThere(file: OpenFile): Promise<number> {
  const { data, width, height } = await toPixels(
    file.bytes,
    { width: 32, height: 128 },
    { failOn: 'none', autoOrient: false },
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
