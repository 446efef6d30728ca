import fs from 'node:fs';
import path from 'node:path';
import { connect } from '../db/connect.ts';
import { createSettings } from '../db/settings.ts';
import type { Model } from '../models/model.ts';
import { createModelStore, type ModelStore } from '../models/store.ts';
import { type CommonOptions, libraryFolderOf, modelsFolder } from './open.ts';
import { forReader } from './say-failure.ts';

/** The model of the library, and the starter where there is no library: for commands that need none. */
export function chosenModel(options: CommonOptions): { model: Model; folder: string } {
  const library = libraryFolderOf(options);
  const store = createModelStore({ bundledFolder: modelsFolder(), folder: path.join(library, 'models') });
  const id = modelIdIn(path.join(library, 'library.db')) ?? 'starter';
  const model = usableModel(store, id);
  return { model, folder: store.folderOf(model.id) };
}

/** The model that was chosen; where its files are not whole the starter, which is said. */
export function usableModel(store: Pick<ModelStore, 'usable'>, id: string): Model {
  const model = store.usable(id);
  if (model.id !== id)
    console.error(
      forReader(`The model "${id}" can't be used: its files are not whole. ${model.name} answers.`, process.stderr),
    );
  return model;
}

function modelIdIn(file: string): string | undefined {
  if (!fs.existsSync(file)) return undefined;
  const sql = connect(file, { isReadOnly: true });
  try {
    if (Number(sql.pragma('user_version', { simple: true })) === 0) return undefined;
    return createSettings({ sql, transaction: (work) => work() }).get().modelId;
  } finally {
    sql.close();
  }
}
