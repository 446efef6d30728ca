import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../util/failure.ts';
import { modelById, models } from './index.ts';
import type { Model } from './model.ts';
import { readOwnModel } from './own-model.ts';

export interface ModelStore {
  /** All that the app knows, and what the person brought. */
  all(): Model[];
  /** @throws Failure 'model-missing' */
  byId(id: string): Model;
  /** The model if its files are there, else the one that came with the app: what answers then. */
  usable(id: string): Model;
  /** Where the model's files are, or will be. */
  folderOf(id: string): string;
  /** Every file is there with its size. What is in them is checked when they are loaded. */
  isComplete(model: Model): boolean;
}

/**
 * Models and their folders.
 * @param options.bundledFolder `<resources>/models`, with the starter
 * @param options.folder `<library>/models`: what was downloaded or brought, a folder each
 */
export function createModelStore({ bundledFolder, folder }: { bundledFolder: string; folder: string }): ModelStore {
  const folderOf = (id: string) => (id === 'starter' ? join(bundledFolder, id) : join(folder, id));
  const byId = (id: string) => modelById(id, folderOf(id));
  const isComplete = (model: Model) =>
    model.files.every(({ path, sizeBytes }) => {
      const found = statSync(join(folderOf(model.id), path), { throwIfNoEntry: false });
      return found?.isFile() === true && found.size === sizeBytes;
    });
  return {
    folderOf,
    byId,
    isComplete,
    usable(id) {
      try {
        const model = byId(id);
        return isComplete(model) ? model : byId('starter');
      } catch (error) {
        if (error instanceof Failure) return byId('starter');
        throw error;
      }
    },
    all: () => [...models, ...ownModels(folder)],
  };
}

function ownModels(folder: string): Model[] {
  const names = namesIn(folder).filter((name) => name.startsWith('own-'));
  return names.flatMap((name) => {
    try {
      const model = readOwnModel(join(folder, name));
      return model?.id === name ? [model] : [];
    } catch (error) {
      // One damaged description does not take the list away; `byId` says what is wrong with it.
      if (error instanceof Failure) return [];
      throw error;
    }
  });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
