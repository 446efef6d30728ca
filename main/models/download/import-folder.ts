import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { Failure } from '../../util/failure.ts';
import { renameOver } from '../../util/rename-over.ts';
import type { Model, ModelFile } from '../model.ts';
import { rememberVerified } from '../verify.ts';
import { checkRoom, diskTrouble } from './disk.ts';
import { partOf } from './download-file.ts';

/**
 * Takes a model that the app knows from a folder, for a computer without network: the files as they were downloaded
 * elsewhere, in the hub's folders or side by side.
 * @param known models that can be in it
 * @returns which model it was
 * @throws Failure 'model-unfit' when it is none of them whole, 'hub-wrong-file', 'disk-full', 'read-only'
 */
export async function importFolder(options: {
  from: string;
  known: readonly Model[];
  folderOf: (id: string) => string;
  signal: AbortSignal;
}): Promise<Model> {
  const { from, known, folderOf, signal } = options;
  const there = new Map((await filesIn(from)).map((it) => [it.path, it.sizeBytes]));
  const found = known
    .map((model) => ({ model, sources: model.files.map((file) => sourceOf(file, there)) }))
    .find(({ sources }) => sources.every((source) => source !== undefined));
  if (!found) throw noneOf(known, there);
  const to = folderOf(found.model.id);
  await fs.mkdir(to, { recursive: true }).catch((cause: unknown) => {
    throw diskTrouble(cause, to);
  });
  await checkRoom(
    to,
    found.model.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  );
  for (const [i, file] of found.model.files.entries())
    await copyChecked(path.join(from, found.sources[i] ?? ''), path.join(to, file.path), file, signal);
  await rememberVerified(to, found.model.files, found.model.files);
  return found.model;
}

async function copyChecked(from: string, to: string, { sha256 }: ModelFile, signal: AbortSignal): Promise<void> {
  const part = partOf(to);
  const hash = createHash('sha256');
  const file = await fs.open(part, 'w').catch((cause: unknown) => {
    throw diskTrouble(cause, path.dirname(to));
  });
  try {
    for await (const chunk of createReadStream(from, { highWaterMark: 1 << 20, signal })) {
      const bytes = chunk as Buffer; // a stream without an encoding gives Buffers
      hash.update(bytes);
      await file.write(bytes).catch((cause: unknown) => {
        throw diskTrouble(cause, path.dirname(to));
      });
    }
    await file.sync();
  } finally {
    await file.close();
  }
  if (hash.digest('hex') !== sha256) {
    await fs.rm(part, { force: true });
    throw new Failure('hub-wrong-file', `${path.basename(from)} is not the file that it should be.`, {
      details: { file: path.basename(from) },
    });
  }
  await renameOver(part, to);
}

/** Where a file of the model is: under its own name, the hub's, or the hub's path; of the right size. */
function sourceOf({ path: own, from, sizeBytes }: ModelFile, there: ReadonlyMap<string, number>): string | undefined {
  const names = [own, ...(from ? [from.path, path.posix.basename(from.path)] : [])];
  return [...names, ...names.map((it) => `onnx/${it}`)].find((name) => there.get(name) === sizeBytes);
}

function noneOf(known: readonly Model[], there: ReadonlyMap<string, number>): Failure {
  const nearest = known
    .map((model) => ({ model, missing: model.files.filter((file) => sourceOf(file, there) === undefined) }))
    .filter(({ model, missing }) => missing.length < model.files.length)
    .sort((a, b) => a.missing.length - b.missing.length)[0];
  const why = nearest
    ? `of ${nearest.model.name}, ${nearest.missing.map((it) => it.from?.path ?? it.path).join(' and ')} is missing or has another size`
    : 'none of its files belongs to a model of the list';
  return new Failure('model-unfit', `This folder cannot be imported: ${why}.`, { details: { why } });
}

/** Two levels, as the hub's repositories have. */
async function filesIn(folder: string): Promise<{ path: string; sizeBytes: number }[]> {
  const files: { path: string; sizeBytes: number }[] = [];
  const look = async (inner: string, depth: number): Promise<void> => {
    for (const entry of await fs.readdir(path.join(folder, inner), { withFileTypes: true })) {
      const at = path.posix.join(inner, entry.name);
      const stat = await fs.stat(path.join(folder, at)).catch(() => undefined);
      if (stat?.isDirectory() === true && depth < 2) await look(at, depth + 1);
      else if (stat?.isFile() === true) files.push({ path: at, sizeBytes: stat.size });
    }
  };
  await look('', 0).catch((cause: unknown) => {
    throw new Failure('folder-missing', `${folder} cannot be read.`, { details: { path: folder }, cause });
  });
  return files;
}
