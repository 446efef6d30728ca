import type { Metadata } from '../../preload/contract/photo.ts';
import type { Region } from '../../preload/contract/region.ts';
import type { Pixels } from '../formats/format.ts';
import { type Turn, turnedFormat } from '../formats/turn.ts';
import type { Model } from '../models/model.ts';
import { fingerprintOf, readFingerprint } from '../pipeline/fingerprint.ts';
import { identify } from '../pipeline/identify.ts';
import { preprocess, wantedFor } from '../pipeline/preprocess.ts';
import { smallLook } from '../pipeline/small-look.ts';
import { makeThumbnail } from '../pipeline/thumbnail.ts';
import type { Batcher } from './batcher.ts';
import { embedFilm } from './embed-film.ts';
import { partPicture } from './embed-moment.ts';
import { embedMotion } from './embed-motion.ts';
import type { FilmPage } from './frames/film-page.ts';
import { inputAt } from './input-at.ts';
import type { Embedded, EmbedderRequest, KnownPicture } from './messages.ts';
import { lookInto, openFile } from './open-file.ts';

export interface Embedding {
  readonly model: Model;
  readonly batcher: Batcher;
  /** Where films are decoded. */
  readonly page: FilmPage;
  readonly wants: Extract<EmbedderRequest, { is: 'embed' }>['wants'];
  /** Asks whether the library has this picture's vector and thumbnail already. */
  isKnown(content: Uint8Array): Promise<KnownPicture>;
}

/**
 * identify -> decode -> preprocess -> embed, one file; many run at once.
 * @throws Failure with the true reason why it can't become a photo
 */
export async function embedFile(filePath: string, embedding: Embedding): Promise<Embedded> {
  const { model, batcher, wants, isKnown } = embedding;
  const arrived = batcher.expect();
  try {
    const readAtMs = Date.now();
    const opened = await lookInto(filePath);
    if (opened.is === 'film') {
      // Its moments come one after the other, and no photo waits for them.
      arrived();
      return await embedFilm(opened.file, opened.container, embedding);
    }
    const { file, format } = opened;
    const content = identify(format, file);
    const fingerprint = (file.taken && (await readFingerprint(filePath))) ?? fingerprintOf(file.bytes);
    const about = { content, fingerprint, readAtMs, kind: format.kind, format: format.id };
    const alone = { ...about, size: undefined, parts: undefined, thumbnail: undefined };
    const known = await isKnown(content);
    if (known.isKnown) return { ...alone, metadata: wants === 'vector' ? nothingSaid : await format.metadata(file) };
    const spec = model.image.preprocess;
    const { pixels, width, height } = await turnedFormat(format, known.turn).decode(file, wantedFor(spec));
    const vector = batcher.add(
      (memory, offset) => preprocess(pixels, spec, inputAt(memory, offset, spec), { width, height }),
      arrived,
    );
    const metadata = wants === 'vector' ? nothingSaid : await format.metadata(file);
    const mayMove = file.taken === undefined && (wants === 'vector' || metadata.shot?.hasMotion === true);
    const moments = mayMove ? embedMotion(filePath, pixels, known.turn, embedding) : Promise.resolve([]);
    moments.catch(() => undefined); // awaited below
    if (wants === 'vector') return { ...alone, metadata, parts: [{ vector: await vector }, ...(await moments)] };
    const [thumbnail, look] = await Promise.all([makeThumbnail(pixels), smallLook(pixels), vector]);
    const others = await moments;
    const own = { vector: await vector, ...(others.length > 0 && { picture: await partPicture(pixels) }) };
    return { ...about, size: { width, height }, metadata, parts: [own, ...others], thumbnail, look };
  } finally {
    arrived();
  }
}

const nothingSaid: Metadata = { keywords: [] };

/** What is asked of a picture as the person sees it. */
export interface OfShown extends Pick<Embedding, 'model' | 'batcher' | 'page'> {
  /** Of a film, or of the film that was taken with it. */
  readonly atMs?: number | undefined;
  readonly turn?: Turn | undefined;
}

/**
 * A part of a picture as if it were a picture of its own.
 * @throws Failure with the true reason
 */
export async function embedRegion(
  filePath: string,
  region: Region,
  { model, batcher, page, atMs, turn }: OfShown,
): Promise<Float32Array> {
  const arrived = batcher.expect();
  try {
    const { file, format } = await openFile(filePath, page, atMs, turn);
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
