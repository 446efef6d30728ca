import type { Engine } from '../../preload/contract/work.ts';
import type { Settings } from '../../preload/contract/settings.ts';
import type { Db } from '../db/open.ts';
import type { Vectors } from '../db/vectors.ts';
import { createVerdicts, type Verdicts } from '../db/verdicts.ts';
import { createEmbedder, type Embedder } from '../embedder/host.ts';
import { vectorKey } from '../models/index.ts';
import type { Model } from '../models/model.ts';
import type { ModelStore } from '../models/store.ts';
import type { Fork } from '../util/port.ts';
import { version } from '../util/version.ts';
import type { Guest } from './guest.ts';

/** A model at work: its embedder process, its place in index.db, and what is known of its engines. */
export interface Side {
  readonly model: Model;
  readonly folder: string;
  /** In index.db. */
  readonly number: number;
  readonly embedder: Embedder;
  readonly verdicts: Verdicts;
  /** What it runs on; of its last start, until this one's is known. */
  engine(): Engine | undefined;
  /** How many files may be in its embedder: those in the decoders, and the batches that inference holds or waits for. */
  depth(): number;
  /** Tries every provider anew and measures it. @throws Failure when the model can't be run at all */
  measure(): Promise<Engine>;
}

export interface SideDeps {
  readonly db: Db;
  readonly fork: Fork;
  readonly vectors: Pick<Vectors, 'modelNumber'>;
  readonly models: Pick<ModelStore, 'byId' | 'folderOf'>;
  readonly settings: () => Settings;
  readonly guest: Pick<Guest, 'state'>;
  /** Of the machine. */
  readonly cores: number;
  /** What draws on this machine, and its driver: verdicts hold for it alone. */
  readonly gpu: Promise<string>;
  readonly embedderEnv: Record<string, string>;
  /** Writes what the next start can do as well. */
  readonly write: (write: () => void) => void;
  readonly onEngine: (side: Side, engine: Engine) => void;
  readonly log: (line: string) => void;
}

/** @throws Failure 'model-missing' or 'model-damaged' */
export function createSide(modelId: string, deps: SideDeps): Side {
  const { db, fork, settings, guest, log } = deps;
  const model = deps.models.byId(modelId);
  const folder = deps.models.folderOf(modelId);
  // Electron's types say that it is always there; in Node it is not.
  const runtime: Partial<NodeJS.ProcessVersions> = process.versions;
  let gpu = '';
  const verdicts = createVerdicts(
    db,
    `${vectorKey(model)}/${version}/${runtime.electron ?? runtime.node ?? ''}`,
    () => gpu,
  );
  let engine = verdicts.lastEngine();
  let isMeasuring = false;
  const embedder = createEmbedder({
    fork,
    log,
    env: () => ({ UV_THREADPOOL_SIZE: String(guest.state().cores + 2), ...deps.embedderEnv }),
    async setup() {
      gpu = await deps.gpu;
      return {
        modelId: model.id,
        modelFolder: folder,
        provider: settings().provider,
        verdicts: verdicts.all(),
        cores: guest.state().cores,
        isShare: guest.state().cores < deps.cores,
        isMeasuring,
      };
    },
    remember: (provider, verdict) => deps.write(() => verdicts.remember(provider, verdict)),
    onEngine(value) {
      engine = value;
      isMeasuring = false;
      deps.write(() => verdicts.rememberEngine(value));
      deps.onEngine(side, value);
    },
  });
  const side: Side = {
    model,
    folder,
    number: deps.vectors.modelNumber(vectorKey(model)),
    embedder,
    verdicts,
    engine: () => engine,
    depth() {
      const used = engine?.candidates.find(({ verdict }) => verdict === 'used');
      const batch = used?.batchSize ?? model.image.batchSize;
      const sessions = used === undefined || used.provider === 'cpu' ? Math.min(guest.state().cores, 8) : 1;
      return guest.state().cores + 2 + batch * (2 * sessions + 1);
    },
    measure() {
      verdicts.forget('auto');
      isMeasuring = true;
      embedder.restart();
      return embedder.engine();
    },
  };
  return side;
}
