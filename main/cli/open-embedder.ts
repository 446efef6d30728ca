import path from 'node:path';
import { createEmbedder } from '../embedder/host.ts';
import type { Model } from '../models/model.ts';
import { forkNode } from '../util/fork-node.ts';
import { type CommonOptions, coresToUse } from './open.ts';

/** The embedder process for single files, without a library. On the CPU: trying out a GPU takes longer than one picture. */
export function openEmbedder(model: Model, modelFolder: string, options: CommonOptions) {
  const cores = coresToUse();
  const embedder = createEmbedder({
    fork: forkNode,
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
    /** @returns unit length, dim of the model @throws Failure with the reason */
    async vectorOf(file: string): Promise<Float32Array> {
      const { vector } = await embedder.embed(path.resolve(file), () => false);
      if (vector === undefined) throw new Error(`${file} was embedded without a vector`);
      return vector;
    },
    stop: embedder.stop,
  };
}
