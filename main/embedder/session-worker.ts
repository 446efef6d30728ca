/** @file Runs in a worker thread of the embedder process: one inference session, which blocks its thread for a whole batch. */
import { parentPort, workerData } from 'node:worker_threads';
import { modelById } from '../models/index.ts';
import { openImageTower, type Provider } from '../models/open-image-tower.ts';
import { reportOf } from '../util/failure.ts';

export interface SessionSetup {
  readonly modelId: string;
  readonly modelFolder: string;
  readonly provider: Provider;
  readonly threads: number;
  /** Pictures that one pass takes. */
  readonly batchSize: number;
  readonly isHalf: boolean;
}

export interface SessionBatch {
  readonly id: number;
  readonly memory: SharedArrayBuffer;
}

if (parentPort === null) throw new Error('this file runs in a worker thread, started by sessions.ts');
const port = parentPort;
// Written by sessions.ts of this same build.
const { modelId, modelFolder, provider, threads, batchSize, isHalf } = workerData as SessionSetup;
const model = modelById(modelId, modelFolder);

try {
  const tower = await openImageTower(model, modelFolder, { provider, threads, batchSize, isHalf });
  port.on('message', (batch: SessionBatch) => {
    // A copy (0.1 ms for a batch): the Node-API of Electron 33's Node 20 refuses shared memory, "Invalid argument".
    const memory = new Uint8Array(batch.memory).slice().buffer;
    const input = model.image.preprocess.layout.is === 'uint8-nhwc' ? new Uint8Array(memory) : new Float32Array(memory);
    tower.embedImages(input, batchSize).then(
      (vectors) => port.postMessage({ is: 'done', id: batch.id, vectors }),
      (error: unknown) => port.postMessage({ is: 'failed', id: batch.id, error: reportOf(error) }),
    );
  });
  port.postMessage({ is: 'ready' });
} catch (error) {
  port.postMessage({ is: 'unusable', error: reportOf(error) });
}
