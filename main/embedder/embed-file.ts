import type { Stats } from 'node:fs';
import fs from 'node:fs/promises';
import type { Metadata } from '../../preload/contract/photo.ts';
import type { Region } from '../../preload/contract/query.ts';
import type { Format, OpenFile, Pixels } from '../formats/format.ts';
import { formatOf } from '../formats/index.ts';
import { whyNotAPicture } from '../formats/not-a-picture.ts';
import type { Model, Preprocess } from '../models/model.ts';
import { identify } from '../pipeline/identify.ts';
import { preprocess, wantedFor } from '../pipeline/preprocess.ts';
import { makeThumbnail } from '../pipeline/thumbnail.ts';
import { Failure } from '../util/failure.ts';
import type { Batcher } from './batcher.ts';
import type { EmbedJob, Embedded } from './messages.ts';

export interface Embedding {
  readonly model: Model;
  readonly batcher: Batcher;
  readonly wants: EmbedJob['wants'];
  /** Asks whether the library has this picture's vector and thumbnail already. */
  isKnown(content: Uint8Array): Promise<boolean>;
}

/** Larger files are refused: they would be held in memory whole. */
const mostBytes = 1_000_000_000;

/**
 * identify -> decode -> preprocess -> embed, one file; many run at once.
 * @throws Failure with the true reason why it can't become a photo
 */
export async function embedFile(filePath: string, { model, batcher, wants, isKnown }: Embedding): Promise<Embedded> {
  const arrived = batcher.expect();
  try {
    const { file, format } = await openFile(filePath);
    const content = await identify(format, file.bytes);
    const about = { content, kind: format.kind, format: format.id };
    const alone = { ...about, size: undefined, vector: undefined, thumbnail: undefined };
    if (await isKnown(content))
      return { ...alone, metadata: wants === 'vector' ? nothingSaid : await format.metadata(file) };
    const spec = model.image.preprocess;
    const { pixels, width, height } = await format.decode(file, wantedFor(spec));
    const vector = batcher.add(
      (memory, offset) => preprocess(pixels, spec, inputAt(memory, offset, spec), { width, height }),
      arrived,
    );
    if (wants === 'vector') return { ...alone, metadata: nothingSaid, vector: await vector };
    const [thumbnail, metadata] = await Promise.all([makeThumbnail(pixels), format.metadata(file), vector]);
    return { ...about, size: { width, height }, metadata, vector: await vector, thumbnail };
  } finally {
    arrived();
  }
}

const nothingSaid: Metadata = { keywords: [] };

/**
 * A part of a picture as if it were a picture of its own.
 * @throws Failure with the true reason
 */
export async function embedRegion(
  filePath: string,
  region: Region,
  model: Model,
  batcher: Batcher,
): Promise<Float32Array> {
  const arrived = batcher.expect();
  try {
    const { file, format } = await openFile(filePath);
    const spec = model.image.preprocess;
    // Enough pixels that the part alone fills the model's input, but never the whole of a huge picture.
    const enough = Math.min(4096, Math.ceil(spec.resizeTo / Math.max(0.02, Math.min(region.w, region.h))));
    const { pixels } = await format.decode(file, { longEdge: enough, shortEdge: enough });
    const part = cut(pixels, region);
    return await batcher.add((memory, offset) => preprocess(part, spec, inputAt(memory, offset, spec)), arrived);
  } finally {
    arrived();
  }
}

/** The place of one picture in a batch, typed as the image tower takes it. */
function inputAt(memory: SharedArrayBuffer, byteOffset: number, { size, layout }: Preprocess) {
  const values = size * size * 3;
  return layout.is === 'uint8-nhwc'
    ? new Uint8Array(memory, byteOffset, values)
    : new Float32Array(memory, byteOffset, values);
}

function cut({ data, width, height }: Pixels, { x, y, w, h }: Region): Pixels {
  const left = Math.min(width - 1, Math.round(x * width));
  const top = Math.min(height - 1, Math.round(y * height));
  const right = Math.min(width, Math.max(left + 1, Math.round((x + w) * width)));
  const bottom = Math.min(height, Math.max(top + 1, Math.round((y + h) * height)));
  const part = { width: right - left, height: bottom - top, data: new Uint8Array((right - left) * (bottom - top) * 3) };
  for (let row = top; row < bottom; row++)
    part.data.set(data.subarray((row * width + left) * 3, (row * width + right) * 3), (row - top) * part.width * 3);
  return part;
}

/** @throws Failure 'gone', 'no-permission', 'locked', 'io', 'empty', 'too-large', 'not-a-picture' or 'unsupported' */
export async function openFile(filePath: string): Promise<{ file: OpenFile; format: Format }> {
  let stats: Stats;
  let bytes: Buffer;
  try {
    stats = await fs.stat(filePath);
    // Reading a pipe or a device would never end.
    if (!stats.isFile()) throw new Failure('not-a-picture', 'This is not a file but a folder, a pipe or a device.');
    if (stats.size > mostBytes) throw tooLarge(stats.size);
    bytes = await fs.readFile(filePath);
  } catch (error) {
    throw error instanceof Failure ? error : readFailure(error);
  }
  const format = formatOf(bytes.subarray(0, 4096));
  if (format === undefined) throw whyNotAPicture(bytes);
  return { file: { path: filePath, bytes, modifiedAtMs: stats.mtimeMs }, format };
}

function tooLarge(sizeBytes: number): Failure {
  const gigabytes = (sizeBytes / 1e9).toFixed(1);
  return new Failure('too-large', `The file has ${gigabytes} GB; Lumisift reads up to 1 GB.`, {
    details: { gigabytes },
  });
}

function readFailure(error: unknown): Failure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const options = { details: { code }, cause: error };
  if (code === 'ENOENT') return new Failure('gone', 'The file is no longer there.', options);
  if (code === 'EACCES' || code === 'EPERM')
    return new Failure('no-permission', 'The file may not be read: check its permissions.', options);
  if (code === 'EBUSY' || code === 'EAGAIN')
    return new Failure('locked', 'The file is in use by another program: close that one and try again.', options);
  return new Failure('io', `The file could not be read from its disk (${code || String(error)}).`, options);
}
