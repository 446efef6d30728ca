import fs from 'node:fs';
import path from 'node:path';
import { createEmbedder } from '../../../main/embedder/host.ts';
import type { EmbedderSetup } from '../../../main/embedder/messages.ts';
import { starter } from '../../../main/models/starter.ts';
import { forkNode } from '../../../main/util/fork-node.ts';
import type { Engine } from '../../../preload/contract/work.ts';
import { cores, embedderEnv, starterFolder } from '../shared/model.ts';
import { measured, notMeasured } from '../shared/report.ts';
import type { Bench } from '../shared/scale.ts';
import { writeVitModel } from './vit-model.ts';

/**
 * What this machine can run two image towers on: the starter's and one of the size of SigLIP 2 base/16. The same
 * measuring that the app does, in the same process: photos a second of one session, at its best number of photos in a
 * pass, and the ratio to the CPU's.
 */
export const enginesBench: Bench = async ({ folder, say }, tell) => {
  const vitFolder = path.join(folder, 'vit-base');
  fs.mkdirSync(vitFolder, { recursive: true });
  const vit = writeVitModel(vitFolder);
  const towers = [
    { name: 'starter', modelId: starter.id, modelFolder: starterFolder },
    { name: vit.name, modelId: vit.id, modelFolder: vitFolder },
  ];
  for (const { name, ...model } of towers) {
    say(`measuring ${name}`);
    const { candidates } = await measuredEngine(model, say);
    const cpu = fastest(candidates.find(({ provider }) => provider === 'cpu'));
    for (const candidate of candidates) {
      const speed = fastest(candidate);
      const on = `${name} on ${candidate.provider}`;
      if (speed === undefined) {
        const why = candidate.verdict === 'not-tried' ? 'no graphics card is to be seen here' : candidate.verdict;
        tell(notMeasured(on, candidate.note ?? why));
        continue;
      }
      const half = candidate.isHalf === true ? ', half precision' : '';
      const agreement = candidate.agreement?.toFixed(6) ?? '';
      tell(measured(on, speed.photosPerSecond, 'photos/s', `${speed.size} in a pass${half}, cosine ${agreement}`));
      if (candidate.provider !== 'cpu' && cpu !== undefined)
        tell(measured(`${on}, to the CPU`, speed.photosPerSecond / cpu.photosPerSecond, 'x'));
    }
  }
};

type Candidate = Engine['candidates'][number];

function fastest({ batches = [] }: Candidate = { provider: '', verdict: 'absent' }) {
  return batches.toSorted((a, b) => b.photosPerSecond - a.photosPerSecond)[0];
}

async function measuredEngine(
  model: Pick<EmbedderSetup, 'modelId' | 'modelFolder'>,
  say: (line: string) => void,
): Promise<Engine> {
  const verdicts: Record<string, EmbedderSetup['verdicts'][keyof EmbedderSetup['verdicts']]> = {};
  const embedder = createEmbedder({
    fork: forkNode,
    env: embedderEnv,
    setup: () => ({ ...model, provider: hasGraphics() ? 'auto' : 'cpu', verdicts, cores, isMeasuring: true }),
    remember(provider, verdict) {
      verdicts[provider] = verdict;
    },
    onEngine: () => undefined,
    log: say,
  });
  try {
    return await embedder.engine();
  } finally {
    await embedder.stop();
  }
}

/** Software that plays a GPU takes minutes for a tower of this size, and says nothing about any GPU. */
function hasGraphics(): boolean {
  return process.platform !== 'linux' || ['/dev/dri', '/dev/nvidia0', '/dev/dxg'].some((it) => fs.existsSync(it));
}
