/** @file Runs in the embedder process. */
import type { Metadata } from '../../preload/contract/photo.ts';
import type { Decoded, Format, OpenFile, WantedSize } from '../formats/format.ts';
import { formatIn } from '../formats/index.ts';
import { whyNotAPicture } from '../formats/not-a-picture.ts';
import { sourceOf } from '../formats/raw/source.ts';
import { encode, type Encoding } from './thumbnail.ts';

export interface DecodedFile {
  readonly format: Format;
  readonly decoded: Decoded;
  readonly metadata: Metadata;
}

/**
 * The picture of a file, upright, sRGB and on white, at the smallest size that is enough, and what the file says of it.
 * @throws Failure with the true reason why it is not a photo
 */
export async function decodeFile(file: OpenFile, wanted: WantedSize, signal?: AbortSignal): Promise<DecodedFile> {
  const format = await formatIn(sourceOf(file.bytes));
  if (!format) throw whyNotAPicture(file.bytes);
  const [decoded, metadata] = await Promise.all([format.decode(file, wanted, signal), format.metadata(file)]);
  return { format, decoded, metadata };
}

/**
 * A picture made anew: a JPEG for the viewer, where the window cannot show the original by itself, and what is exported.
 * @throws Failure
 */
export async function renderPreview(
  { file, format }: { readonly file: OpenFile; readonly format: Format },
  as: Encoding,
  signal?: AbortSignal,
): Promise<Buffer> {
  // What is left of it has to have the size that is asked for.
  const share = as.crop ? Math.min(as.crop.w, as.crop.h) : 1;
  const { pixels } = await format.decode(file, { longEdge: Math.ceil(as.longEdge / share), shortEdge: 1 }, signal);
  return encode(pixels, as);
}
