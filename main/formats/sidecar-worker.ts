/** @file Runs in a worker thread: parses sidecars, which nobody trusts. */
import { parentPort } from 'node:worker_threads';
import { reportOf } from '../util/failure.ts';
import { readSidecar } from './metadata/sidecar.ts';
import type { SidecarAnswer, SidecarRequest } from './sidecar-pool.ts';

if (parentPort === null) throw new Error('this file runs in a worker thread, started by decode-pool.ts');
const port = parentPort;

port.on('message', ({ kind, bytes }: SidecarRequest) => port.postMessage(answer(kind, bytes)));

function answer(kind: SidecarRequest['kind'], bytes: Uint8Array): SidecarAnswer {
  try {
    return { is: 'says', says: readSidecar(kind, bytes) };
  } catch (error) {
    return { is: 'failed', error: reportOf(error) };
  }
}
