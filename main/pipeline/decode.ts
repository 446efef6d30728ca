/** @file Runs in the embedder process. */
import type { Metadata } from '../../preload/contract/photo.ts';
import type { Decoded, Format, OpenFile, WantedSize } from '../formats/format.ts';
import { formatOf } from '../formats/index.ts';
import { whyNotAPicture } from '../formats/not-a-picture.ts';
import { encodeJpeg } from './thumbnail.ts';

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
  const format = formatOf(file.bytes.subarray(0, 4096));
  if (!format) throw whyNotAPicture(file.bytes);
  const [decoded, metadata] = await Promise.all([format.decode(file, wanted, signal), format.metadata(file)]);
  return { format, decoded, metadata };
}

/**
 * The original as a JPEG for the viewer, where the window cannot show it by itself.
 * @param longEdge px, at most; never enlarged
 * @throws Failure
 */
export async function renderPreview(file: OpenFile, longEdge: number, signal?: AbortSignal): Promise<Buffer> {
  const format = formatOf(file.bytes.subarray(0, 4096));
  if (!format) throw whyNotAPicture(file.bytes);
  const { pixels } = await format.decode(file, { longEdge, shortEdge: 1 }, signal);
  return encodeJpeg(pixels, { longEdge, quality: 90 });
}
