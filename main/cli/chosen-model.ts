import fs from 'node:fs';
import path from 'node:path';
import { connect } from '../db/connect.ts';
import { createSettings } from '../db/settings.ts';
import type { Model } from '../models/model.ts';
import { createModelStore } from '../models/store.ts';
import { type CommonOptions, libraryFolderOf, modelsFolder } from './open.ts';

/** The model of the library, and the starter where there is no library: for commands that need none. */
export function chosenModel(options: CommonOptions): { model: Model; folder: string } {
  const library = libraryFolderOf(options);
  const store = createModelStore({ bundledFolder: modelsFolder(), folder: path.join(library, 'models') });
  const id = modelIdIn(path.join(library, 'library.db')) ?? 'starter';
  const model = store.usable(id);
  return { model, folder: store.folderOf(model.id) };
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
