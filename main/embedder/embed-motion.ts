/** @file Runs in the embedder process: the bytes are not trusted. */
import type { Pixels } from '../formats/format.ts';
import type { Turn } from '../formats/turn.ts';
import { openFilm } from '../formats/video/open-film.ts';
import { wantedFor } from '../pipeline/preprocess.ts';
import { Failure } from '../util/failure.ts';
import type { Embedding } from './embed-file.ts';
import { embedMoment } from './embed-moment.ts';
import { type Moment, momentsOf } from './frames/moments.ts';
import { findMotionFilm } from './frames/motion-film.ts';
import type { EmbeddedPart } from './messages.ts';
import { isOfSystem } from './open-file.ts';

/**
 * What the film of a picture shows beside the picture: its moments, three at most, in their order. The picture is what
 * counts: of a film that can't be read, or whose frames nothing here decodes, there are none.
 * @param shown the picture, as the person turned it
 */
export async function embedMotion(
  filePath: string,
  shown: Pixels,
  turn: Turn | undefined,
  embedding: Embedding,
): Promise<EmbeddedPart[]> {
  const moments = await momentsBeside(filePath, shown, turn, embedding);
  const isPictured = embedding.wants === 'everything';
  return Promise.all(moments.map((moment) => embedMoment(moment, moment.pixels, isPictured, embedding)));
}

async function momentsBeside(
  filePath: string,
  shown: Pixels,
  turn: Turn | undefined,
  { model, page }: Pick<Embedding, 'model' | 'page'>,
): Promise<Moment[]> {
  try {
    const motion = await findMotionFilm(filePath);
    if (motion === undefined) return [];
    const film = await openFilm(motion.path, motion.container, motion);
    try {
      const beside = { shown, turn };
      return await momentsOf(film, page, wantedFor(model.image.preprocess), beside);
    } finally {
      await film.close();
    }
  } catch (error) {
    if (error instanceof Failure || isOfSystem(error)) return [];
    throw error;
  }
}
