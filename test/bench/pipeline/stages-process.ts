/** @file Runs in a process of its own, with the environment of the embedder: its stages, one without the other. */
import { createBatcher } from '../../../main/embedder/batcher.ts';
import { embedFile } from '../../../main/embedder/embed-file.ts';
import { createFilmPage } from '../../../main/embedder/frames/film-page.ts';
import { openHeadless } from '../../../main/embedder/frames/headless.ts';
import { openSessions } from '../../../main/embedder/sessions.ts';
import { starter } from '../../../main/models/starter.ts';
import { serve } from '../shared/helper-process.ts';
import { cores, depth, starterFolder } from '../shared/model.ts';
import { seededRandom } from '../shared/statistics.ts';
import { type Rate, steadyRate } from '../shared/steady.ts';

/** Without inference; or inference alone, on input that is ready. */
export interface StageQuestion {
  readonly is: 'decode' | 'inference';
  readonly warmUpMs: number;
  readonly windowMs: number;
}

/** As main/embedder/process.ts shares the cores among sessions on a CPU. */
const sessionCount = Math.min(cores, 8);
const { batchSize, preprocess } = starter.image;
const bytesPerPicture = preprocess.size * preprocess.size * 3;

serve(async ({ photos }: { photos: readonly string[] }) => {
  const vectors = new Float32Array(batchSize * starter.dim);
  const batcher = createBatcher({
    batchSize,
    bytesPerPicture,
    slotCount: 2 * sessionCount + 1,
    dim: starter.dim,
    infer: () => Promise.resolve(vectors),
  });
  const page = createFilmPage(openHeadless);
  const embedding = {
    model: starter,
    batcher,
    page,
    wants: 'everything' as const,
    isKnown: () => Promise.resolve({ isKnown: false }),
  };
  const decode = async (at: number) => {
    await embedFile(photos[at % photos.length]!, embedding);
    return 1;
  };

  const threads = Math.max(1, Math.round(cores / sessionCount));
  const sessions = await openSessions(
    { modelId: starter.id, modelFolder: starterFolder, provider: 'cpu', threads, batchSize, isHalf: false },
    sessionCount,
  );
  const random = seededRandom(1);
  const ready = Array.from({ length: 2 * sessionCount + 1 }, () => {
    const memory = new SharedArrayBuffer(batchSize * bytesPerPicture);
    new Uint8Array(memory).forEach((_, at, bytes) => (bytes[at] = 256 * random()));
    return memory;
  });
  const infer = async (at: number) => {
    await sessions.run(ready[at % ready.length]!);
    return batchSize;
  };

  return ({ is, ...window }: StageQuestion): Promise<Rate> =>
    is === 'decode' ? steadyRate({ depth, ...window }, decode) : steadyRate({ depth: ready.length, ...window }, infer);
});
