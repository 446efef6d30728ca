/** @file Runs in a worker thread of the main process: what makes a file its picture, hashed without holding up a click. */
import fs from 'node:fs/promises';
import { parentPort } from 'node:worker_threads';
import { formatOf } from '../formats/index.ts';
import { containerOf } from '../formats/video/containers.ts';
import { filmMetadata } from '../formats/video/film-metadata.ts';
import { identifyFilm } from '../pipeline/identify-film.ts';
import { identify, pictureRangesOf } from '../pipeline/identify.ts';
import type { Identified, ToIdentify } from './identifier.ts';

if (parentPort === null) throw new Error('this file runs in a worker thread, started by identifier.ts');
const port = parentPort;

port.on('message', (asked: ToIdentify) => void answer(asked));

async function answer({ id, file, orientation }: ToIdentify): Promise<void> {
  let content: string | undefined;
  let picture: Identified['picture'];
  try {
    const head = await headOf(file);
    const format = formatOf(head);
    const container = format === undefined ? containerOf(head) : undefined;
    if (container !== undefined) {
      content = Buffer.from(await identifyFilm(file, container)).toString('hex');
      const { mtimeMs } = await fs.stat(file);
      const { takenWallMs = mtimeMs } = await filmMetadata({ path: file, modifiedAtMs: mtimeMs }, container, new Map());
      picture = { content, takenWallMs };
    }
    if (format !== undefined) {
      const bytes = await fs.readFile(file);
      const known = Buffer.from(identify(format, { bytes })).toString('hex');
      // A damaged file is known by all of its bytes: whatever is written into it makes it another photo.
      if (pictureRangesOf(format, bytes) !== undefined)
        content =
          orientation === undefined ? known : Buffer.from(identify(format, { bytes }, orientation)).toString('hex');
      const { mtimeMs } = await fs.stat(file);
      const { takenWallMs = mtimeMs } = await format.metadata({ path: file, bytes, modifiedAtMs: mtimeMs });
      picture = { content: known, takenWallMs };
    }
  } catch {
    // A file that can't be read is no picture; whoever asked finds out why.
  }
  port.postMessage({ id, content, picture } satisfies Identified);
}

async function headOf(file: string): Promise<Buffer> {
  const handle = await fs.open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4_096), 0, 4_096, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
