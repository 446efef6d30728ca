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
import { findMotion } from '../pipeline/find-motion.ts';
import { lookOfJpeg } from '../pipeline/small-look.ts';
import { tonesOf } from '../pipeline/tones.ts';
import { endOnRejection } from '../util/end-on-rejection.ts';
import { reportOf } from '../util/failure.ts';
import { forbidTelemetry } from '../util/no-telemetry.ts';
import { loadSharp } from '../util/load-sharp.ts';
import { parentPort } from '../util/port.ts';
import { answerBy, type Answering, respond } from '../util/respond.ts';
import { type Batcher, createBatcher } from './batcher.ts';
import { heatOf } from './heat-of.ts';
import { createGovernor } from './governor.ts';
import { turnJpeg } from '../formats/turn.ts';
import { embedFile, embedRegion } from './embed-file.ts';
import { createFilmPage } from './frames/film-page.ts';
import { pageOpener } from './frames/open-page.ts';
import type {
  EmbedderAnswers,
  EmbedderRequest,
  EmbedderSetup,
  FromEmbedder,
  KnownPicture,
  ToEmbedder,
} from './messages.ts';
import { lookInto, openToShow } from './open-file.ts';
import { openSessions } from './sessions.ts';

forbidTelemetry();
// Below everything else: with 100,000 photos, a question while indexing took 28 ms (p50) instead of 92-127, and indexing
// lost nothing that could be told from noise (21.9 photos/s against 12.5-23.5).
os.setPriority(10);

endOnRejection('embedder');
const port = parentPort();
const page = createFilmPage(pageOpener(port));
const verdicts = new Map<number, (verdict: KnownPicture) => void>();
const remembered = new Map<Provider, () => void>();
let ready: Promise<Ready> | undefined;

interface Ready {
  readonly model: Model;
  readonly batcher: Batcher;
  readonly engine: Engine & { readonly provider: Provider };
  /** Resolves when there are cores to spare for a file or a batch. */
  readonly mayBegin: () => Promise<void>;
}

/** The film page is where frames of films are decoded; the model's pictures go through its batcher. */
const answering: Answering<EmbedderRequest, EmbedderAnswers> = {
  async embed({ path, wants }, id) {
    const { model, batcher, mayBegin } = await modelAtWork();
    await mayBegin();
    const isKnown = (content: Uint8Array) =>
      new Promise<KnownPicture>((resolve) => {
        verdicts.set(id, resolve);
        say({ is: 'identified', id, content });
      });
    const embedded = await embedFile(path, { model, batcher, page, wants, isKnown });
    say({ is: 'size', rssBytes: process.memoryUsage.rss() });
    return embedded;
  },
  'be-there': async () => (await modelAtWork()).engine,
  async region({ path, region, atMs, turn }) {
    const { model, batcher } = await modelAtWork();
    return embedRegion(path, region, { model, batcher, page, atMs, turn });
  },
  async heat({ path, vector, atMs, turn }) {
    const { model, batcher } = await modelAtWork();
    return heatOf(path, vector, { model, batcher, page, atMs, turn });
  },
  preview: async ({ path, as, turn }) => renderPreview(await openToShow(path, page, turn), as),
  tones: async ({ path }) => tonesOf(await openToShow(path, page)),
  turn: ({ jpeg, turn }) => turnJpeg(jpeg, turn),
  look: ({ jpeg }) => lookOfJpeg(jpeg),
  async animation({ path }) {
    const opened = await lookInto(path);
    return opened.is === 'picture' && opened.format.isAnimated?.(opened.file.bytes) === true;
  },
  motion: ({ path }) => findMotion(path),
};

// Both ends are of one build: messages are not parsed again.
port.onMessage((message) => take(message as ToEmbedder));

function take(message: ToEmbedder): void {
  switch (message.is) {
    case 'setup':
      ready = setUp(message.setup);
      ready.catch((error: unknown) => say({ is: 'unusable', error: reportOf(error) }));
      break;
    case 'remembered':
      remembered.get(message.provider)?.();
      break;
    case 'verdict':
      verdicts.get(message.id)?.(message);
      verdicts.delete(message.id);
      break;
    case 'probe':
      void probeFolder(message.folder, message).then(
        (model) => say({ is: 'probed', model }),
        (error: unknown) => say({ is: 'unfit', error: reportOf(error) }),
      );
      break;
    case 'ask': {
      const { id, request } = message;
      void respond(
        (answer) => port.post(answer),
        id,
        () => answerBy(answering, request, id),
      );
      break;
    }
  }
}

async function setUp(setup: EmbedderSetup): Promise<Ready> {
  const model = modelById(setup.modelId, setup.modelFolder);
  // Before any file is in it: one that crashes here blames none. What is missing is said by each file.
  await loadSharp().catch(() => undefined);
  say({ is: 'decoder-loaded' });
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
        say({ is: 'provider-failed', provider, why: reportOf(error).message });
        return await new Promise<never>(() => undefined);
      }
    },
  });
  say({ is: 'ready', engine });
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
        say({ is: 'remember', provider, verdict });
      }),
  };
}

async function modelAtWork(): Promise<Ready> {
  if (ready === undefined) throw new Error('work came before the setup');
  return ready;
}

function say(message: FromEmbedder): void {
  port.post(message);
}
