import fs from 'node:fs/promises';
import path from 'node:path';
import { checkRoom, diskTrouble } from './download/disk.ts';
import { descriptionFile, type OwnModel } from './own-model.ts';
import type { ModelStore } from './store.ts';
import { rememberVerified, verifyModel } from './verify.ts';

/**
 * Tries the person's folder, copies what the model needs of it and writes its description beside that, at the very end:
 * a folder without one is no model.
 * @param options.probe tries a folder where a crash is survived
 * @returns the model's id
 * @throws Failure 'model-unfit', 'disk-full', 'read-only'
 */
export async function takeOwnModel(options: {
  from: string;
  store: Pick<ModelStore, 'all' | 'folderOf'>;
  probe: (asked: { folder: string; id: string; name: string }) => Promise<OwnModel>;
}): Promise<string> {
  const { from, store, probe } = options;
  const name = path.basename(path.resolve(from));
  const id = freeId(name, new Set(store.all().map((it) => it.id)));
  const model = await probe({ folder: from, id, name });
  const to = store.folderOf(id);
  try {
    await fs.rm(to, { recursive: true, force: true });
    await fs.mkdir(to, { recursive: true });
    await checkRoom(
      to,
      model.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    );
    for (const file of model.files) {
      await fs.mkdir(path.dirname(path.join(to, file.path)), { recursive: true });
      // Where the file system can share blocks, nothing is copied.
      await fs.copyFile(path.join(from, file.path), path.join(to, file.path), fs.constants.COPYFILE_FICLONE);
    }
    await verifyModel(model, to, new Map());
    await rememberVerified(to, model.files, model.files);
    await fs.writeFile(path.join(to, descriptionFile), JSON.stringify(model, undefined, 2));
  } catch (cause) {
    await fs.rm(to, { recursive: true, force: true });
    throw cause instanceof Error && 'kind' in cause ? cause : diskTrouble(cause, to);
  }
  return id;
}

function freeId(name: string, taken: ReadonlySet<string>): string {
  const slug = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '').slice(0, 40); // prettier-ignore
  const start = `own-${slug || 'model'}`;
  for (let n = 1; ; n++) {
    const id = n === 1 ? start : `${start}-${n}`;
    if (!taken.has(id)) return id;
  }
}
