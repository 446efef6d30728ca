import { createEmbedder } from '../embedder/host.ts';
import { refusals } from '../formats/refusals.ts';
import type { Model } from '../models/model.ts';
import { commandFork } from '../util/command-fork.ts';
import { meanDirection } from '../util/mean-direction.ts';
import { type CommonOptions, coresToUse } from './open.ts';
import { thereAt } from './real-path.ts';

/** The embedder process for single files, without a library. On the CPU: trying out a GPU takes longer than one picture. */
export function openEmbedder(model: Model, modelFolder: string, options: CommonOptions) {
  const cores = coresToUse();
  const embedder = createEmbedder({
    fork: commandFork,
    setup: () => ({
      modelId: model.id,
      modelFolder,
      provider: 'cpu',
      verdicts: {},
      cores,
    }),
    env: { UV_THREADPOOL_SIZE: String(cores + 2) },
    remember: () => undefined,
    onEngine: () => undefined,
    log: (line) => {
      if (options.verbose === true) console.error(line);
    },
  });
  return {
    /**
     * @param atMs of a film; absent: all of it, the mean of its moments
     * @returns unit length, dim of the model
     * @throws Failure with the reason
     */
    async vectorOf(file: string, atMs?: number): Promise<Float32Array> {
      const at = thereAt(file);
      if (atMs !== undefined) return embedder.embedRegion(at, { x: 0, y: 0, w: 1, h: 1 }, atMs);
      const { parts = [], kind, film } = await embedder.embed(at, () => false);
      if (film?.isClosed === true) throw refusals.unseenFilm(film.codec);
      const vectors = parts.map(({ vector }) => vector);
      const [first] = vectors;
      if (first === undefined) throw new Error(`${file} was embedded without a vector`);
      // Of a picture that was taken with a film, the picture.
      return kind === 'video' ? meanDirection(vectors) : first;
    },
    stop: embedder.stop,
  };
}
