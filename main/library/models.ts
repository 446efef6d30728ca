import fs from 'node:fs/promises';
import path from 'node:path';
import type { FailureReport } from '../../preload/contract/failure.ts';
import type { ModelChoice } from '../../preload/contract/model.ts';
import type { ModelChange } from '../../preload/contract/engine.ts';
import type { SettingsStore } from '../db/settings.ts';
import { probeModel } from '../embedder/probe-model.ts';
import { readMirror } from '../models/download/addresses.ts';
import { bytesOf, downloadModel } from '../models/download/download-model.ts';
import { partOf } from '../models/download/download-file.ts';
import { importFolder } from '../models/download/import-folder.ts';
import type { Connecting } from '../models/download/proxy.ts';
import { models as known } from '../models/index.ts';
import type { Model } from '../models/model.ts';
import type { ModelStore } from '../models/store.ts';
import { takeOwnModel } from '../models/take-own.ts';
import { Failure, reportOf } from '../util/failure.ts';
import type { Fork } from '../util/port.ts';
import { createSpeed } from './download-speed.ts';
import { throttle } from './throttle.ts';

export interface ModelsDeps {
  readonly store: ModelStore;
  readonly settings: Pick<SettingsStore, 'get' | 'change'>;
  readonly fork: Fork;
  readonly systemProxy?: Connecting['systemProxy'];
  /** The change of models that is under way: what it names is in use. */
  readonly change: () => ModelChange;
  readonly onChanged: (models: ModelChoice[]) => void;
  readonly log: (line: string) => void;
}

/** Which models there are, and bringing another one: downloaded, from a folder, or the person's own. */
export function createModels(deps: ModelsDeps) {
  const { store, settings, fork, change, onChanged, log } = deps;
  const downloads = new Map<string, Download>();
  const troubles = new Map<string, FailureReport>();
  let taking: Promise<unknown> | undefined;
  const tell = throttle(() => void list().then(onChanged, (error: unknown) => log(`models: ${String(error)}`)), 250);

  const list = (): Promise<ModelChoice[]> => {
    const inUse = idsIn(change());
    return Promise.all(store.all().map((model) => describe(model, inUse)));
  };

  const describe = async (model: Model, inUse: ReadonlySet<string>): Promise<ModelChoice> => {
    const { id, name, licence, languages, dim, offer } = model;
    const trouble = troubles.get(id);
    return {
      id,
      name,
      licence,
      languages: [...languages],
      dim,
      sizeBytes: model.files.reduce((sum, file) => sum + file.sizeBytes, 0),
      goodFor: offer?.goodFor ?? 'own',
      ...(offer && { card: offer.card }),
      isRecommended: offer?.isRecommended ?? false,
      isInUse: inUse.has(id),
      isBundled: id === bundledId,
      files: await filesOf(model),
      ...(trouble && { trouble }),
    };
  };

  const filesOf = async (model: Model): Promise<ModelChoice['files']> => {
    const running = downloads.get(model.id);
    if (running)
      return { is: 'downloading', doneBytes: running.doneBytes, ...running.speed.estimate(running.doneBytes) };
    if (store.isComplete(model)) return { is: 'ready' };
    const folder = store.folderOf(model.id);
    if (model.offer === undefined || model.id === bundledId)
      return {
        is: 'broken',
        why: {
          kind: 'model-damaged',
          message: `The model "${model.name}" is damaged.`,
          details: { model: model.name },
        },
      };
    const whole = await Promise.all(model.files.map((file) => bytesOf(path.join(folder, file.path))));
    const parts = await Promise.all(model.files.map((file) => bytesOf(partOf(path.join(folder, file.path)))));
    return { is: 'absent', partBytes: [...whole, ...parts].reduce((sum, it) => sum + it, 0) };
  };

  const download = (id: string): Promise<ModelChoice[]> => {
    const model = store.byId(id);
    if (!downloads.has(id) && !store.isComplete(model)) {
      if (model.files.some((file) => file.from === undefined))
        throw new Failure('bad-input', `"${model.name}" cannot be downloaded.`, { details: { id } });
      troubles.delete(id);
      const running: Download = {
        abort: new AbortController(),
        doneBytes: 0,
        speed: createSpeed(model.files.reduce((sum, file) => sum + file.sizeBytes, 0)),
        ended: Promise.resolve(),
      };
      downloads.set(id, running);
      running.ended = fetchModel(model, running);
    }
    return list();
  };

  const fetchModel = async (model: Model, running: Download): Promise<void> => {
    try {
      await downloadModel({
        model,
        folder: store.folderOf(model.id),
        mirror: settings.get().modelMirror,
        connecting: { env: process.env, ...(deps.systemProxy && { systemProxy: deps.systemProxy }) },
        signal: running.abort.signal,
        onProgress({ doneBytes }) {
          running.doneBytes = doneBytes;
          running.speed.add(doneBytes);
          tell();
        },
      });
    } catch (error) {
      if (!running.abort.signal.aborted) {
        const report = reportOf(error);
        log(`download of ${model.id}: ${report.kind}: ${report.message}`);
        troubles.set(model.id, report);
      }
    } finally {
      downloads.delete(model.id);
      tell();
    }
  };

  /** One folder at a time: each is read, hashed and copied whole. */
  const take = async <T>(work: () => Promise<T>): Promise<T> => {
    if (taking) throw new Failure('unavailable', 'Another folder is being taken in: wait until it is done.');
    const mine = work();
    taking = mine.catch(() => undefined);
    try {
      return await mine;
    } finally {
      taking = undefined;
      tell();
    }
  };

  return {
    list,
    /** What is in use is another model now. */
    changed: tell,
    download,
    async cancel(id: string): Promise<ModelChoice[]> {
      const running = downloads.get(id);
      running?.abort.abort();
      await running?.ended;
      return list();
    },
    /** Resolves when no download runs any more. @throws the trouble that it ended with */
    async ended(id: string): Promise<void> {
      await downloads.get(id)?.ended;
      const trouble = troubles.get(id);
      if (trouble) throw new Failure(trouble.kind, trouble.message, { details: trouble.details ?? {} });
    },
    async remove(id: string): Promise<ModelChoice[]> {
      const model = store.byId(id);
      if (idsIn(change()).has(id) || id === bundledId)
        throw new Failure('model-in-use', `"${model.name}" is in use: change to another model first.`, {
          details: { id },
        });
      const running = downloads.get(id);
      running?.abort.abort();
      await running?.ended;
      troubles.delete(id);
      await fs.rm(store.folderOf(id), { recursive: true, force: true });
      tell();
      return list();
    },
    /** @throws Failure 'model-unfit', 'hub-wrong-file', 'disk-full', 'unavailable' */
    importFolder: (from: string): Promise<{ id: string; models: ModelChoice[] }> =>
      take(async () => {
        const { id } = await importFolder({
          from,
          known: known.filter((it) => it.id !== bundledId),
          folderOf: store.folderOf,
          signal: new AbortController().signal,
        });
        troubles.delete(id);
        return { id, models: await list() };
      }),
    /** @throws Failure 'model-unfit', 'disk-full', 'unavailable' */
    addOwn: (from: string): Promise<{ id: string; models: ModelChoice[] }> =>
      take(async () => {
        const id = await takeOwnModel({
          from,
          store,
          probe: (asked) => probeModel({ fork, ...asked }),
        });
        return { id, models: await list() };
      }),
    /** @throws Failure 'bad-input' */
    setMirror(address: string): { address: string } {
      const modelMirror = address.trim() === '' ? '' : readMirror(address.trim()).href;
      settings.change({ modelMirror });
      return { address: modelMirror };
    },
    /** What runs ends; what came is kept. */
    async stop(): Promise<void> {
      for (const { abort } of downloads.values()) abort.abort();
      await Promise.all([...downloads.values()].map(({ ended }) => ended));
    },
  };
}
export type Models = ReturnType<typeof createModels>;

const bundledId = 'starter';

interface Download {
  readonly abort: AbortController;
  readonly speed: ReturnType<typeof createSpeed>;
  doneBytes: number;
  ended: Promise<void>;
}

function idsIn(change: ModelChange): ReadonlySet<string> {
  switch (change.is) {
    case 'none':
    case 'dropping':
      return new Set([change.model.id]);
    case 'kept':
      return new Set([change.model.id, change.former.id]);
    case 'filling':
    case 'switching':
      return new Set([change.from.id, change.to.id]);
  }
}
