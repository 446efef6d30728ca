/** @file Runs in the embedder process: the bytes are not trusted. */
import type { Container } from '../../formats/video/containers.ts';
import type { Stretch } from '../../formats/video/film.ts';
import { openFilm } from '../../formats/video/open-film.ts';
import { refusals } from '../../formats/refusals.ts';
import { encodeJpeg } from '../../pipeline/thumbnail.ts';
import { framesAt } from './film-frames.ts';
import type { FilmPage } from './film-page.ts';

const longEdge = 1_920;

/**
 * One frame of a film as a JPEG.
 * @param atMs of the key frame at or before it
 * @param stretch of the file that is the film; absent: all of it
 * @throws Failure 'past-end' where the film has ended by then, 'unseen-film' where nothing here decodes it, and others
 */
export async function stillOf(
  path: string,
  container: Container,
  page: FilmPage,
  atMs: number,
  stretch?: Stretch,
): Promise<Buffer> {
  const film = await openFilm(path, container, stretch);
  try {
    if (film.durationMs > 0 && atMs > film.durationMs) throw refusals.pastEnd(film.durationMs);
    const key = await film.keyAt(atMs / 1_000 + 0.001); // times are kept in whole milliseconds
    const wanted = { longEdge, shortEdge: 1 };
    const [frame] =
      key === undefined ? [] : await framesAt(film, page, wanted, { key, wantedS: [Math.max(key.atS, atMs / 1_000)] });
    if (frame === undefined) throw refusals.unseenFilm(film.codecName);
    return await encodeJpeg(frame.pixels, { longEdge, quality: 90 });
  } finally {
    await film.close();
  }
}
