import fs from 'node:fs/promises';
import path from 'node:path';
import { Failure } from '../../util/failure.ts';
import type { Model, ModelFile } from '../model.ts';
import { rememberVerified, verifyModel } from '../verify.ts';
import { addressOf } from './addresses.ts';
import { checkRoom } from './disk.ts';
import { downloadFile, partOf, type Patience } from './download-file.ts';
import { type Connecting, openWayOut } from './proxy.ts';

export interface ModelDownload {
  readonly model: Pick<Model, 'id' | 'name' | 'files'>;
  readonly folder: string;
  /** Address of a mirror, or empty for the hub itself. */
  readonly mirror: string;
  readonly connecting: Connecting;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: { doneBytes: number; totalBytes: number }) => void;
  readonly patience?: Partial<Patience>;
}

/**
 * Downloads what is missing of a model, one file after the other, each to another name until all of it was checked: a
 * folder in which every file has its own name is a whole model.
 * @throws Failure 'hub-*', 'disk-full', 'read-only'; what `signal` was aborted with
 */
export async function downloadModel(job: ModelDownload): Promise<void> {
  const { model, folder, mirror, connecting, signal, onProgress, patience } = job;
  const totalBytes = model.files.reduce((sum, file) => sum + file.sizeBytes, 0);
  await fs.mkdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw new Failure('read-only', `${folder} cannot be written to.`, { details: { folder }, cause });
  });
  const missing = await missingFiles(model.files, folder);
  const partBytes = await Promise.all(missing.map((file) => bytesOf(partOf(path.join(folder, file.path)))));
  const neededBytes = missing.reduce((sum, file, i) => sum + Math.max(0, file.sizeBytes - (partBytes[i] ?? 0)), 0);
  await checkRoom(folder, neededBytes);
  let doneBytes = totalBytes - missing.reduce((sum, file) => sum + file.sizeBytes, 0);
  onProgress({ doneBytes, totalBytes });
  for (const file of missing) {
    if (file.from === undefined) throw new Error(`${model.id}: nobody knows where ${file.path} is`);
    const address = addressOf(file.from, mirror);
    const wayOut = await openWayOut(address, connecting);
    try {
      await downloadFile({
        address,
        to: path.join(folder, file.path),
        sizeBytes: file.sizeBytes,
        sha256: file.sha256,
        wayOut,
        signal,
        onBytes: (count) => onProgress({ doneBytes: doneBytes + count, totalBytes }),
        ...(patience && { patience }),
      });
    } finally {
      // A cancelled body may still be on its way.
      await wayOut.destroy();
    }
    doneBytes += file.sizeBytes;
  }
  // What was there before this download is checked too.
  await verifyModel(model, folder, await rememberVerified(folder, model.files, missing));
}

/** Bytes of files that are begun, whole or not: what a removal gives back. */
export async function bytesOf(file: string): Promise<number> {
  return (await fs.stat(file).catch(() => undefined))?.size ?? 0;
}

/** Those that are there and not as they should be are thrown away. */
async function missingFiles(files: readonly ModelFile[], folder: string): Promise<ModelFile[]> {
  const missing: ModelFile[] = [];
  for (const file of files) {
    if ((await bytesOf(path.join(folder, file.path))) === 0) missing.push(file);
    else if (!(await isWhole(file, folder))) {
      await fs.rm(path.join(folder, file.path));
      missing.push(file);
    }
  }
  return missing;
}

/** What was damaged since it came is downloaded again. */
async function isWhole(file: ModelFile, folder: string): Promise<boolean> {
  try {
    await verifyModel({ name: file.path, files: [file] }, folder);
    return true;
  } catch (error) {
    if (error instanceof Failure && error.kind === 'model-damaged') return false;
    throw error;
  }
}
