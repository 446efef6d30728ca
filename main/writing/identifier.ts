import { Worker } from 'node:worker_threads';
import { workerUrl } from '../util/worker-url.ts';

/** What the worker answers: the content that the library knows a picture by, hexadecimal. */
export interface Identified {
  readonly id: number;
  readonly content: string | undefined;
}

/** Tells which picture a file is, in a thread that starts with the first question. [Note: Why content, not paths] */
export function createIdentifier() {
  const open = new Map<number, (content: string | undefined) => void>();
  let worker: Worker | undefined;
  let lastId = 0;

  function started(): Worker {
    if (worker !== undefined) return worker;
    const starting = new Worker(workerUrl('identify-worker', import.meta.url));
    starting.on('message', ({ id, content }: Identified) => {
      open.get(id)?.(content);
      open.delete(id);
    });
    // Nobody waits for ever: without an answer a file is not written.
    const end = () => {
      for (const resolve of open.values()) resolve(undefined);
      open.clear();
      if (worker === starting) worker = undefined;
    };
    starting.on('error', end);
    starting.on('exit', end);
    starting.unref();
    return (worker = starting);
  }

  return {
    /** @returns undefined for a file that is not known by its picture: damaged, or of a format that can't be written into */
    contentOf(file: string): Promise<string | undefined> {
      const id = ++lastId;
      return new Promise((resolve) => {
        const thread = started();
        open.set(id, resolve);
        thread.ref();
        thread.postMessage({ id, file });
      });
    },
    async stop(): Promise<void> {
      await worker?.terminate();
      worker = undefined;
    },
  };
}
export type Identifier = ReturnType<typeof createIdentifier>;
