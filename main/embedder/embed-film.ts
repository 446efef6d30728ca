/** @file Runs in the embedder process. */
import type { Metadata } from '../../preload/contract/photo.ts';
import type { Container } from '../formats/video/containers.ts';
import { filmMetadata } from '../formats/video/film-metadata.ts';
import type { Film } from '../formats/video/film.ts';
import { openFilm } from '../formats/video/open-film.ts';
import { identifyFilm } from '../pipeline/identify-film.ts';
import { wantedFor } from '../pipeline/preprocess.ts';
import { readFingerprint } from '../pipeline/fingerprint.ts';
import { makeThumbnail } from '../pipeline/thumbnail.ts';
import type { Embedding } from './embed-file.ts';
import { embedMoment } from './embed-moment.ts';
import { type Moment, momentsOf } from './frames/moments.ts';
import type { Embedded, EmbeddedFilm } from './messages.ts';
import { drawClosedFilm } from '../pipeline/closed-film.ts';

/**
 * identify -> open -> frames -> moments -> embed. A film whose frames nothing here decodes becomes a photo all the same,
 * with a picture that says so: it is dated, placed and found by its name.
 * @throws Failure with the true reason why it can't become one
 */
export async function embedFilm(
  file: { readonly path: string; readonly modifiedAtMs: number },
  container: Container,
  { model, batcher, page, wants, isKnown }: Embedding,
): Promise<Embedded> {
  const readAtMs = Date.now();
  const content = await identifyFilm(file.path, container);
  const fingerprint = (await readFingerprint(file.path)) ?? new Uint8Array(16);
  const about = { content, fingerprint, readAtMs, kind: 'video', format: container.id } as const;
  const alone = { ...about, size: undefined, parts: undefined, thumbnail: undefined };
  const { isKnown: isThere } = await isKnown(content);
  if (isThere && wants === 'vector') return { ...alone, metadata: nothingSaid };
  const film = await openFilm(file.path, container);
  try {
    const metadata = wants === 'vector' ? nothingSaid : await filmMetadata(file, container, film.tags);
    if (isThere) return { ...alone, metadata, film: factsOf(film) };
    const frames = await momentsOf(film, page, wantedFor(model.image.preprocess));
    const facts = { ...factsOf(film), ...(frames.length === 0 && { isClosed: true }) };
    const size = { width: film.width || 1280, height: film.height || 720 };
    if (frames.length === 0) {
      const thumbnail = await drawClosedFilm(size);
      // Nothing was seen of it: it is like nothing.
      const parts = [{ vector: new Float32Array(model.dim), atMs: 0 }];
      return { ...about, size, film: facts, metadata, parts, thumbnail };
    }
    const isPictured = wants === 'everything' && frames.length > 1;
    const parts = await Promise.all(frames.map((moment) => embedMoment(moment, size, isPictured, { model, batcher })));
    if (wants === 'vector') return { ...alone, metadata, parts };
    const [first] = frames;
    return { ...about, size, film: facts, metadata, parts, thumbnail: await makeThumbnail((first as Moment).pixels) }; // there is one
  } finally {
    await film.close();
  }
}

const nothingSaid: Metadata = { keywords: [] };

function factsOf({ durationMs, frameRate, codecName, isCutShort }: Film): EmbeddedFilm {
  return {
    durationMs,
    codec: codecName,
    ...(isCutShort && { isCutShort }),
    ...(frameRate !== undefined && { frameRate: Math.round(frameRate * 1000) / 1000 }),
  };
}
