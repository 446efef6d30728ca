import { Worker } from 'node:worker_threads';
import type { FailureReport } from '../../preload/contract/failure.ts';
import type { FileAnswer } from '../tags/answers-csv.ts';
import type { Mistake } from '../tags/vocabulary-file.ts';
import { Failure } from '../util/failure.ts';
import { workerUrl } from '../util/worker-url.ts';
import type { PreciousFile } from './precious-file.ts';

/** A file that the person chose, whatever it turns out to be. */
export interface ToReadAside {
  readonly is: 'precious' | 'answers';
  readonly file: string;
  readonly mostMegabytes: number;
}

type Lists = Record<string, unknown[]>;

/** One slice of one list at a time; what is no list comes at the end. */
export type FromReadAside =
  | { readonly is: 'slice'; readonly list: string; readonly items: readonly unknown[] }
  | { readonly is: 'end'; readonly rest: object }
  | { readonly is: 'mistake'; readonly mistake: Mistake }
  | { readonly is: 'failed'; readonly error: FailureReport };

/** A file of 500 MB takes some four times as much; one that is made to take more ends the thread, and is told. */
const mostHeapMb = 4_096;

interface Mistaken {
  readonly is: 'mistake';
  readonly mistake: Mistake;
}
interface ReadPrecious {
  readonly is: 'precious';
  readonly precious: PreciousFile;
}
interface ReadAnswers {
  readonly is: 'answers';
  readonly answers: readonly FileAnswer[];
  readonly mistakes: readonly Mistake[];
}

/**
 * Reads and checks a file in a thread of its own, and hands over what is in it a slice at a time, so that no click waits.
 * @throws Failure 'bad-input' for what is none of ours, 'gone', 'no-permission', 'io'
 */
export function readAside(asked: ToReadAside & { is: 'precious' }): Promise<ReadPrecious | Mistaken>;
export function readAside(asked: ToReadAside & { is: 'answers' }): Promise<ReadAnswers | Mistaken>;
export async function readAside(asked: ToReadAside): Promise<ReadPrecious | ReadAnswers | Mistaken> {
  const read = await assemble(asked);
  if (read.is === 'mistake') return read;
  const whole = { ...read.rest, ...read.lists };
  // The thread has checked it, by precious-file.ts, and sent each of its parts.
  if (asked.is === 'precious') return { is: 'precious', precious: whole as unknown as PreciousFile };
  // The same, by answers-csv.ts.
  return { is: 'answers', ...(whole as unknown as Omit<ReadAnswers, 'is'>) };
}

function assemble(asked: ToReadAside): Promise<Mistaken | { is: 'read'; rest: object; lists: Lists }> {
  return new Promise((resolve, reject) => {
    const lists: Lists = {};
    const worker = new Worker(workerUrl('read-aside-worker', import.meta.url), {
      workerData: asked,
      resourceLimits: { maxOldGenerationSizeMb: mostHeapMb },
    });
    worker.on('message', (message: FromReadAside) => {
      if (message.is === 'slice') {
        const list = (lists[message.list] ??= []);
        for (const item of message.items) list.push(item);
        // Clicks that came meanwhile are answered before the next slice.
        setImmediate(() => worker.postMessage('next'));
        return;
      }
      void worker.terminate();
      if (message.is === 'end') resolve({ is: 'read', rest: message.rest, lists });
      else if (message.is === 'mistake') resolve(message);
      else reject(new Failure(message.error.kind, message.error.message, withDetails(message.error)));
    });
    worker.once('error', (cause) => reject(tooMuch(asked.file, cause)));
    worker.once('exit', () => reject(tooMuch(asked.file, undefined)));
  });
}

function withDetails({ details }: FailureReport): Pick<FailureReport, 'details'> {
  return details === undefined ? {} : { details };
}

function tooMuch(file: string, cause: unknown): Failure {
  return new Failure(
    'bad-input',
    `${file} could not be read: it takes more memory than there is. Nothing was changed.`,
    {
      details: { code: 'precious-large', path: file },
      cause,
    },
  );
}
