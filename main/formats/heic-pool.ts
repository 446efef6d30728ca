/** @file Runs in the embedder process. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { Failure } from '../util/failure.ts';
import { workerUrl } from '../util/worker-url.ts';
import type { HeicAnswer, HeicRequest } from './heic-messages.ts';
import { refusals } from './refusals.ts';

/** 12 MP take 0.7 s of one core, 48 MP about 3 s; a slow machine at full load takes five times as long. */
const timeLimitS = 15;
/** A decode of 12 MP holds about 150 MB: more workers would not be faster on common machines, only larger. */
const maxWorkers = Math.min(4, Math.max(2, Math.floor(availableParallelism() / 2)));
const idleLimitMs = 20_000;
const heapLimitBytes = 512 * 2 ** 20;

interface Job {
  readonly request: HeicRequest;
  readonly signal: AbortSignal | undefined;
  resolve(answer: HeicAnswer): void;
  reject(error: unknown): void;
}

const waiting: Job[] = [];
const idle: { worker: Worker; timer: NodeJS.Timeout }[] = [];
let workerCount = 0;

/**
 * Decodes in a worker thread, as many at once as there are workers; the others wait.
 * @throws Failure if it takes too long or the worker breaks: that worker is gone then, the next job gets a new one
 */
export function decodeInWorker(request: HeicRequest, signal?: AbortSignal): Promise<HeicAnswer> {
  return new Promise((resolve, reject) => {
    waiting.push({ request, signal, resolve, reject });
    startNext();
  });
}

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
  return new Worker(workerUrl('heic-worker', import.meta.url));
}

function run(job: Job, worker: Worker): void {
  let isOver = false;
  const finish = (settle: () => void, isFit: boolean) => {
    if (isOver) return;
    isOver = true;
    clearTimeout(timer);
    job.signal?.removeEventListener('abort', onAbort);
    worker.off('message', onMessage).off('error', onEnd).off('exit', onEnd);
    if (isFit) rest(worker);
    else retire(worker);
    settle();
    startNext();
  };
  const timer = setTimeout(() => finish(() => job.reject(refusals.timedOut(timeLimitS)), false), timeLimitS * 1000);
  const onAbort = () => finish(() => job.reject(job.signal?.reason), false);
  job.signal?.addEventListener('abort', onAbort);
  const onMessage = (answer: HeicAnswer) => {
    const isFit = answer.is !== 'broken' && (answer.is !== 'decoded' || answer.heapBytes <= heapLimitBytes);
    finish(() => job.resolve(answer), isFit);
  };
  const onEnd = (cause: unknown) => finish(() => job.reject(crashed(cause)), false);
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

function crashed(cause: unknown): Failure {
  return new Failure('crashed', 'The decoder broke down on this picture, so it was set aside.', { cause });
}
