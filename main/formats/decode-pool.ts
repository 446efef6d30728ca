/** @file Runs in the embedder process, and of sidecars in whatever process reads them. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { Failure } from '../util/failure.ts';
import { workerUrl } from '../util/worker-url.ts';
import { limitCpu } from './limit-cpu.ts';
import { refusals } from './refusals.ts';

/** What a decoder in WebAssembly answers: `broken` where it is in an unknown state and must not be used again. */
interface Answer {
  readonly is: string;
  /** A WebAssembly memory never shrinks: above a limit the worker is started anew. */
  readonly heapBytes?: number;
}

export interface DecodePoolOptions {
  /** Of the worker's file: `heic-worker`. */
  readonly worker: string;
  /** CPU time of one picture. [Note: Limits on time] */
  readonly timeLimitS: number;
  /** Of what JavaScript makes: a thread that needs more ends, and no other. Absent: V8's own. */
  readonly heapLimitMb?: number;
  /** What is told of a file that takes too long or ends its thread; absent: that it is a picture. */
  readonly refusal?: (why: 'took too long' | 'broke down', cause?: unknown) => Failure;
}

/** A decode of 12 MP holds about 150 MB: more workers would not be faster on common machines, only larger. */
const maxWorkers = Math.min(4, Math.max(2, Math.floor(availableParallelism() / 2)));
const idleLimitMs = 20_000;
const heapLimitBytes = 512 * 2 ** 20;

/**
 * Worker threads that decode pictures: as many at once as there are workers; the others wait.
 * @returns decodes one. It rejects with a Failure if that takes too long or the worker breaks: that one is gone then, the next
 *   picture gets a new one
 */
export function createDecodePool<Result extends Answer>({
  worker: name,
  timeLimitS,
  heapLimitMb,
  refusal = (why, cause) => (why === 'broke down' ? crashed(cause) : refusals.timedOut(timeLimitS)),
}: DecodePoolOptions): (request: object, signal?: AbortSignal) => Promise<Result> {
  interface Job {
    readonly request: object;
    readonly signal: AbortSignal | undefined;
    resolve(answer: Result): void;
    reject(error: unknown): void;
  }

  const waiting: Job[] = [];
  const idle: { worker: Worker; timer: NodeJS.Timeout }[] = [];
  let workerCount = 0;

  return (request, signal) =>
    new Promise((resolve, reject) => {
      waiting.push({ request, signal, resolve, reject });
      startNext();
    });

  function startNext(): void {
    while (waiting.length > 0 && (idle.length > 0 || workerCount < maxWorkers)) {
      const job = waiting.shift();
      if (!job) return;
      if (job.signal?.aborted) job.reject(job.signal.reason);
      else run(job, takeWorker());
    }
  }

  function takeWorker(): Worker {
    const rested = idle.pop();
    if (rested) {
      clearTimeout(rested.timer);
      return rested.worker;
    }
    workerCount++;
    return new Worker(workerUrl(name, import.meta.url), {
      resourceLimits: { ...(heapLimitMb !== undefined && { maxOldGenerationSizeMb: heapLimitMb }) },
    });
  }

  function run(job: Job, worker: Worker): void {
    let isOver = false;
    const finish = (settle: () => void, isFit: boolean) => {
      if (isOver) return;
      isOver = true;
      stopCounting();
      job.signal?.removeEventListener('abort', onAbort);
      worker.off('message', onMessage).off('error', onEnd).off('exit', onEnd);
      if (isFit) rest(worker);
      else retire(worker);
      settle();
      startNext();
    };
    const stopCounting = limitCpu(timeLimitS, () => finish(() => job.reject(refusal('took too long')), false));
    const onAbort = () => finish(() => job.reject(job.signal?.reason), false);
    job.signal?.addEventListener('abort', onAbort);
    const onMessage = (answer: Result) => {
      const isFit = answer.is !== 'broken' && (answer.heapBytes ?? 0) <= heapLimitBytes;
      finish(() => job.resolve(answer), isFit);
    };
    const onEnd = (cause: unknown) => finish(() => job.reject(refusal('broke down', cause)), false);
    worker.on('message', onMessage).on('error', onEnd).on('exit', onEnd);
    worker.ref();
    worker.postMessage(job.request);
  }

  /** Waits for more work, and goes after a while: a pool that is not used costs nothing. Never keeps the process alive. */
  function rest(worker: Worker): void {
    worker.unref();
    const entry = {
      worker,
      timer: setTimeout(() => {
        idle.splice(idle.indexOf(entry), 1);
        retire(worker);
      }, idleLimitMs).unref(),
    };
    idle.push(entry);
  }

  function retire(worker: Worker): void {
    workerCount--;
    // An error of a worker that is being ended concerns nobody any more, but must not end the process.
    worker.on('error', () => undefined);
    void worker.terminate();
  }
}

function crashed(cause: unknown): Failure {
  return new Failure('crashed', 'The decoder broke down on this picture, so it was set aside.', { cause });
}
