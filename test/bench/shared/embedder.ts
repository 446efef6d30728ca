import { createEmbedder, type Embedder } from '../../../main/embedder/host.ts';
import { starter } from '../../../main/models/starter.ts';
import { forkNode } from '../../../main/util/fork-node.ts';
import { cores, embedderEnv, starterFolder } from './model.ts';

/** The real embedder process on the CPU, as the library starts it. */
export function startEmbedder(say: (line: string) => void): Embedder {
  return createEmbedder({
    fork: forkNode,
    env: embedderEnv,
    setup: () => ({ modelId: starter.id, modelFolder: starterFolder, provider: 'cpu', verdicts: {}, cores }),
    remember: () => undefined,
    onEngine: () => undefined,
    log: say,
  });
}
