/** @file Runs in a worker thread of the main process: reads a file of everything precious or of answers that the person chose. */
import { parentPort, workerData } from 'node:worker_threads';
import { readAnswersCsv } from '../tags/answers-csv.ts';
import { reportOf } from '../util/failure.ts';
import { readPrecious } from './precious-file.ts';
import type { FromReadAside, ToReadAside } from './read-aside.ts';
import { readTextFile } from './read-text-file.ts';

if (parentPort === null) throw new Error('this file runs in a worker thread, started by read-aside.ts');
const port = parentPort;
/** Taking over so many takes the main process some 3 ms. */
const sliceLength = 1_000;

// It is started with exactly this.
const { is, file, mostMegabytes } = workerData as ToReadAside;
try {
  const read = await readTextFile(file, mostMegabytes);
  if (read.is === 'mistake') post(read);
  else await handOver(is === 'precious' ? readPrecious(read.text) : readAnswersCsv(read.text));
} catch (error) {
  post({ is: 'failed', error: reportOf(error) });
}

async function handOver(whole: object): Promise<void> {
  const rest: Record<string, unknown> = {};
  for (const [list, value] of Object.entries(whole)) {
    if (!Array.isArray(value)) rest[list] = value;
    else {
      // An empty one is a list too.
      for (let at = 0; at === 0 || at < value.length; at += sliceLength) {
        post({ is: 'slice', list, items: value.slice(at, at + sliceLength) });
        await new Promise((resolve) => port.once('message', resolve));
      }
    }
  }
  post({ is: 'end', rest });
}

function post(message: FromReadAside): void {
  port.postMessage(message);
}
