/** @file Runs in a worker thread of the main process: what makes a file its picture, hashed without holding up a click. */
import fs from 'node:fs/promises';
import { parentPort } from 'node:worker_threads';
import { formatOf } from '../formats/index.ts';
import { identify } from '../pipeline/identify.ts';
import type { Identified } from './identifier.ts';

if (parentPort === null) throw new Error('this file runs in a worker thread, started by identifier.ts');
const port = parentPort;

port.on('message', ({ id, file }: { id: number; file: string }) => void answer(id, file));

async function answer(id: number, file: string): Promise<void> {
  let content: string | undefined;
  try {
    const bytes = await fs.readFile(file);
    const format = formatOf(bytes.subarray(0, 4096));
    // A damaged file is known by all of its bytes: whatever is written into it makes it another photo.
    const isKnownByPicture = format?.identity?.(bytes) !== undefined;
    if (format !== undefined && isKnownByPicture) content = Buffer.from(await identify(format, bytes)).toString('hex');
  } catch {
    content = undefined; // a file that can't be read is no picture; whoever asked finds out why
  }
  port.postMessage({ id, content } satisfies Identified);
}
