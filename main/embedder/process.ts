/** @file Runs in the embedder process: bytes that nobody trusts are decoded here, and the image tower runs here. */
import os from 'node:os';
import type { Engine } from '../../preload/contract/work.ts';
import { chooseProvider, type ProviderMemory } from '../models/choose-provider.ts';
import { modelById } from '../models/index.ts';
import type { Model } from '../models/model.ts';
import type { Provider } from '../models/open-image-tower.ts';
import { probeFolder } from '../models/probe-folder.ts';
import { verifyModel } from '../models/verify.ts';
import { renderPreview } from '../pipeline/decode.ts';
import { reportOf } from '../util/failure.ts';
import { parentPort } from '../util/port.ts';
import { type Batcher, createBatcher } from './batcher.ts';
import { heatOf } from './heat-of.ts';
import { createGovernor } from './governor.ts';
import { embedFile, embedRegion, openFile } from './embed-file.ts';
import type { EmbedderSetup, EmbedJob, FromEmbedder, ToEmbedder } from './messages.ts';
import { openSessions } from './sessions.ts';

// Below everything else: with 100,000 photos, a question while indexing took 28 ms (p50) instead of 92-127, and indexing
// lost nothing that could be told from noise (21.9 photos/s against 12.5-23.5).
os.setPriority(10);

const port = parentPort();
const verdicts = new Map<number, (isKnown: boolean) => void>();
const remembered = new Map<Provider, () => void>();
let batcher: Promise<Ready> | undefined;

interface Ready {
  readonly model: Model;
  readonly batcher: Batcher;
  readonly engine: Engine & { readonly provider: Provider };
  /** Resolves when there are cores to spare for a file or a batch. */
  readonly mayBegin: () => Promise<void>;
}

// Both ends are of one build: messages are not parsed again.
port.onMessage((message) => take(message as ToEmbedder));

function take(message: ToEmbedder): void {
  switch (message.is) {
    case 'setup':
      batcher = setUp(message.setup);
      batcher.catch((error: unknown) => post({ is: 'unusable', error: reportOf(error) }));
      break;
    case 'remembered':
      remembered.get(message.provider)?.();
      break;
    case 'verdict':
      verdicts.get(message.id)?.(message.isKnown);
      verdicts.delete(message.id);
      break;
    case 'job':
      void embed(message.job);
      break;
    case 'be-there':
      void withModel(message.id, (_model, _ready, engine) => Promise.resolve({ is: 'there', id: message.id, engine }));
      break;
    case 'probe':
      void probeFolder(message.folder, message).then(
        (model) => post({ is: 'probed', model }),
        (error: unknown) => post({ is: 'unfit', error: reportOf(error) }),
      );
      break;
    case 'preview':
      void preview(message.id, message.path, message.longEdge);
      break;
    case 'region':
      void withModel(message.id, async (model, ready) => ({
        is: 'vector',
        id: message.id,
        vector: await embedRegion(message.path, message.region, model, ready),
      }));
      break;
    case 'heat':
      void withModel(message.id, async (model, ready) => ({
        is: 'heated',
        id: message.id,
        heat: await heatOf(message.path, message.vector, model, ready),
      }));
      break;
  }
}

async function setUp(setup: EmbedderSetup): Promise<Ready> {
  const model = modelById(setup.modelId, setup.modelFolder);
  await verifyModel(model, setup.modelFolder);
  const { batchSize, isHalf, ...engine } = await chooseProvider({
    model,
    folder: setup.modelFolder,
    wanted: setup.provider,
    threads: setup.cores,
    memory: memoryOf(setup),
    isMeasuring: setup.isMeasuring === true,
    log: () => undefined, // the verdicts themselves are told to the host, which logs them
  });
  const { provider } = engine;
  const onCpu = provider === 'cpu';
  // Past eight sessions the weights in memory cost more than they bring; the cores are shared among them.
  const count = onCpu ? Math.min(setup.cores, 8) : 1;
  const threads = onCpu ? Math.max(1, Math.round(setup.cores / count)) : 1;
  const sessions = await openSessions(
    { modelId: model.id, modelFolder: setup.modelFolder, provider, threads, batchSize, isHalf },
    count,
  );
  const mayBegin = setup.isShare === true ? governed(setup.cores) : () => Promise.resolve();
  const { size, layout } = model.image.preprocess;
  const made = createBatcher({
    batchSize,
    bytesPerPicture: size * size * 3 * (layout.is === 'uint8-nhwc' ? 1 : 4),
    slotCount: 2 * count + 1,
    dim: model.dim,
    async infer(slot) {
      await mayBegin();
      try {
        return await sessions.run(slot.memory);
      } catch (error) {
        if (onCpu) throw error;
        // A driver that is gone after the machine slept, or answers NaN: the host ends this process and does its files
        // again on the next best provider, so whoever waits for this batch is not answered.
        post({ is: 'provider-failed', provider, why: reportOf(error).message });
        return await new Promise<never>(() => undefined);
      }
    },
  });
  post({ is: 'ready', engine });
  return { batcher: made, model, engine, mayBegin };
}

function governed(cores: number): () => Promise<void> {
  return createGovernor({
    cores,
    cpuMs: () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    },
    nowMs: () => performance.now(),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  });
}

function memoryOf(setup: EmbedderSetup): ProviderMemory {
  return {
    recall: (provider) => setup.verdicts[provider],
    remember: (provider, verdict) =>
      new Promise((resolve) => {
        remembered.set(provider, resolve);
        post({ is: 'remember', provider, verdict });
      }),
  };
}

async function embed({ id, path, wants }: EmbedJob): Promise<void> {
  try {
    if (batcher === undefined) throw new Error('a job came before the setup');
    const ready = await batcher;
    await ready.mayBegin();
    const embedded = await embedFile(path, {
      model: ready.model,
      batcher: ready.batcher,
      wants,
      isKnown: (content) =>
        new Promise((resolve) => {
          verdicts.set(id, resolve);
          post({ is: 'identified', id, content });
        }),
    });
    post({ is: 'done', id, embedded, rssBytes: process.memoryUsage.rss() });
  } catch (error) {
    post({ is: 'failed', id, error: reportOf(error) });
  }
}

async function withModel(
  id: number,
  work: (model: Model, ready: Batcher, engine: Engine) => Promise<FromEmbedder>,
): Promise<void> {
  try {
    if (batcher === undefined) throw new Error('work came before the setup');
    const ready = await batcher;
    post(await work(ready.model, ready.batcher, ready.engine));
  } catch (error) {
    post({ is: 'failed', id, error: reportOf(error) });
  }
}

async function preview(id: number, path: string, longEdge: number): Promise<void> {
  try {
    const { file } = await openFile(path);
    post({ is: 'previewed', id, jpeg: await renderPreview(file, longEdge) });
  } catch (error) {
    post({ is: 'failed', id, error: reportOf(error) });
  }
}

function post(message: FromEmbedder): void {
  port.post(message);
}
