import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { Failure } from '../util/failure.ts';
import type { Model, ModelFile } from './model.ts';

/**
 * What was found right before, so that a start need not hash everything again: path -> size and mtime then.
 * The caller may keep it in a file; an empty Map is always right.
 */
export type VerifiedFiles = Map<string, string>;

const sealsFile = 'verified.json';
const seals = z.record(z.string(), z.string());

/**
 * What was checked when the model came into its folder, kept beside its files: hashing 660 MB again takes some seconds
 * of every start. A file that was touched since is read again.
 */
export async function readVerified(folder: string): Promise<VerifiedFiles> {
  try {
    const kept = seals.parse(JSON.parse(await readFile(join(folder, sealsFile), 'utf8')));
    return new Map(Object.entries(kept).map(([path, seal]) => [join(folder, path), seal]));
  } catch {
    // Absent (the bundled model has none) or unreadable: then everything is checked.
    return new Map();
  }
}

/**
 * Notes files that were hashed a moment ago, on their way to the disk.
 * @returns what is noted now
 */
export async function rememberVerified(
  folder: string,
  all: readonly ModelFile[],
  checked: readonly ModelFile[],
): Promise<VerifiedFiles> {
  const known = await readVerified(folder);
  for (const file of checked) {
    const path = join(folder, file.path);
    known.set(path, sealOf(await stat(path), file.sha256));
  }
  const kept = all.flatMap((file) => {
    const seal = known.get(join(folder, file.path));
    return seal === undefined ? [] : [[file.path, seal]];
  });
  await writeFile(join(folder, sealsFile), JSON.stringify(Object.fromEntries(kept)));
  return known;
}

function sealOf({ size, mtimeMs }: { size: number; mtimeMs: number }, sha256: string): string {
  return `${size}:${mtimeMs}:${sha256}`;
}

/**
 * Every file of the model is there, with the right size and sha256.
 * @param folder where the model's files are
 * @throws Failure 'model-missing' or 'model-damaged'
 */
export async function verifyModel(
  model: Pick<Model, 'name' | 'files'>,
  folder: string,
  verified?: VerifiedFiles,
): Promise<void> {
  const known = verified ?? (await readVerified(folder));
  for (const file of model.files) await verifyFile(model.name, folder, file, known);
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
  const seal = sealOf(found, file.sha256);
  if (verified.get(path) === seal) return;
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  if (hash.digest('hex') !== file.sha256) throw damaged();
  verified.set(path, seal);
}
