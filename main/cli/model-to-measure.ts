import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { probeModel } from '../embedder/probe-model.ts';
import type { Model } from '../models/model.ts';
import { createModelStore } from '../models/store.ts';
import { takeOwnModel } from '../models/take-own.ts';
import { Failure } from '../util/failure.ts';
import { commandFork } from '../util/command-fork.ts';
import { type CommonOptions, libraryFolderOf, modelsFolder } from './open.ts';

export interface ModelToMeasure extends Disposable {
  readonly model: Model;
  /** With the model's files. */
  readonly folder: string;
}

/**
 * The model that a command is to measure: one that is ready by its id, or a folder as `lumisift model add` takes it, which
 * is tried and copied to a temporary place as it would be there, and let go at the end.
 * @throws Failure 'model-missing', 'model-unfit', 'disk-full'
 */
export async function modelToMeasure(given: string, options: CommonOptions): Promise<ModelToMeasure> {
  const store = createModelStore({
    bundledFolder: modelsFolder(),
    folder: path.join(libraryFolderOf(options), 'models'),
  });
  const known = store.all().find(({ id }) => id === given);
  if (known !== undefined) {
    if (!store.isComplete(known))
      throw new Failure('model-missing', `The model "${known.name}" is not on this machine yet: download it first.`, {
        details: { model: known.name },
      });
    return { model: known, folder: store.folderOf(known.id), [Symbol.dispose]: () => undefined };
  }
  if (!fs.statSync(given, { throwIfNoEntry: false })?.isDirectory())
    throw new Failure('model-missing', `There is no model "${given}": lumisift model list names them.`, {
      details: { id: given },
    });
  return takenIn(given);
}

async function takenIn(from: string): Promise<ModelToMeasure> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lumisift-model-'));
  const remove = () => fs.rmSync(folder, { recursive: true, force: true });
  try {
    const store = createModelStore({ bundledFolder: modelsFolder(), folder });
    const probe = (asked: { folder: string; id: string; name: string }) => probeModel({ fork: commandFork, ...asked });
    const id = await takeOwnModel({ from: path.resolve(from), store, probe });
    return { model: store.byId(id), folder: store.folderOf(id), [Symbol.dispose]: remove };
  } catch (error) {
    remove();
    throw error;
  }
}
