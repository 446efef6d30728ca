import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Failure } from '../util/failure.ts';
import type { Model, ModelFile } from './model.ts';

/**
 * What was found right before, so that a start need not hash everything again: path -> size and mtime then.
 * The caller may keep it in a file; an empty Map is always right.
 */
export type VerifiedFiles = Map<string, string>;

/**
 * Every file of the model is there, with the right size and sha256.
 * @param folder where the model's files are
 * @throws Failure 'model-missing' or 'model-damaged'
 */
export async function verifyModel(
  model: Pick<Model, 'name' | 'files'>,
  folder: string,
  verified: VerifiedFiles = new Map(),
): Promise<void> {
  for (const file of model.files) await verifyFile(model.name, folder, file, verified);
}

async function verifyFile(name: string, folder: string, file: ModelFile, verified: VerifiedFiles): Promise<void> {
  const path = join(folder, file.path);
  const details = { model: name, file: file.path };
  const found = await stat(path).catch((cause: unknown) => {
    throw new Failure('model-missing', `The model "${name}" is incomplete: ${file.path} is missing.`, {
      details,
      cause,
    });
  });
  const damaged = () =>
    new Failure('model-damaged', `The model "${name}" is damaged: ${file.path} is not the file it should be.`, {
      details,
    });
  if (found.size !== file.sizeBytes) throw damaged();
  const seal = `${found.size}:${found.mtimeMs}:${file.sha256}`;
  if (verified.get(path) === seal) return;
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  if (hash.digest('hex') !== file.sha256) throw damaged();
  verified.set(path, seal);
}
