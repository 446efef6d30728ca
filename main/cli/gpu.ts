import path from 'node:path';
import { Command } from 'commander';
import type { Engine } from '../../preload/contract/work.ts';
import { createEmbedder } from '../embedder/host.ts';
import type { Verdict } from '../models/choose-provider.ts';
import type { Provider } from '../models/open-image-tower.ts';
import { createModelStore } from '../models/store.ts';
import { describeGpu } from '../util/describe-gpu.ts';
import { commandFork } from '../util/command-fork.ts';
import { type CommonOptions, coresToUse, libraryFolderOf, modelsFolder } from './open.ts';
import { say } from './say-failure.ts';

interface Options extends CommonOptions {
  readonly model: string;
}

export function gpuCommand(): Command {
  return new Command('gpu')
    .description('try what can run the image tower on this machine: is it right, how fast, with how many pictures')
    .option('--model <id>', 'the model that it is tried with', 'starter')
    .action(async (_own: object, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const engine = await measured(options);
      const gpu = describeGpu();
      say(options, { ok: true, gpu, ...engine }, () => tableOf(engine).join('\n'));
    });
}

/** In a process of its own, which a driver may end: then what it was trying is left out. */
async function measured(options: Options): Promise<Engine> {
  const store = createModelStore({
    bundledFolder: modelsFolder(),
    folder: path.join(libraryFolderOf(options), 'models'),
  });
  const model = store.byId(options.model);
  const verdicts: Partial<Record<Provider, Verdict>> = {};
  const cores = coresToUse();
  const embedder = createEmbedder({
    fork: commandFork,
    setup: () => ({
      modelId: model.id,
      modelFolder: store.folderOf(model.id),
      provider: 'auto',
      verdicts,
      cores,
      isMeasuring: true,
    }),
    env: { UV_THREADPOOL_SIZE: String(cores + 2) },
    remember(provider, verdict) {
      verdicts[provider] = verdict;
    },
    onEngine: () => undefined,
    log(line) {
      if (options.verbose === true) console.error(line);
    },
  });
  try {
    return await embedder.engine();
  } finally {
    await embedder.stop();
  }
}

/** A line for each provider, and what is used and why. */
export function tableOf({ modelName, candidates, why }: Engine): string[] {
  const rows = candidates.map((it) => [
    it.provider,
    it.verdict,
    it.agreement?.toFixed(6) ?? '',
    it.batchSize === undefined ? '' : `${it.batchSize}${it.isHalf === true ? ', half' : ''}`,
    (it.batches ?? []).map(({ size, photosPerSecond }) => `${size}: ${photosPerSecond.toFixed(1)}`).join('  '),
    it.batches === undefined ? '' : `${Math.max(...it.batches.map(({ megabytes }) => megabytes))} MB`,
    it.note ?? '',
  ]);
  const head = ['provider', 'verdict', 'agreement', 'batch', 'photos/s with so many in a pass', 'memory', 'note'];
  const widths = head.map((name, at) => Math.max(name.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd();
  return [modelName, '', line(head), ...rows.map(line), '', why];
}
