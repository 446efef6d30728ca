import { Worker } from 'node:worker_threads';
import { workerUrl } from '../util/worker-url.ts';

export interface ToIdentify {
  readonly id: number;
  readonly file: string;
  readonly orientation: number | undefined;
}

/** What the worker answers: the content that the library knows a picture by, hexadecimal. */
export interface Identified {
  readonly id: number;
  readonly content: string | undefined;
  /** What a library would know the file by, damaged or not, and when it was taken: wall-clock. */
  readonly picture: { readonly content: string; readonly takenWallMs: number } | undefined;
}

/** Tells which picture a file is, in a thread that starts with the first question. [Note: Why content, not paths] */
export function createIdentifier() {
  const open = new Map<number, (answer: Omit<Identified, 'id'>) => void>();
  let worker: Worker | undefined;
  let lastId = 0;

  function started(): Worker {
    if (worker !== undefined) return worker;
    const starting = new Worker(workerUrl('identify-worker', import.meta.url));
    starting.on('message', ({ id, ...answer }: Identified) => {
      open.get(id)?.(answer);
      open.delete(id);
    });
    // Nobody waits for ever: without an answer a file is not written.
    const end = () => {
      for (const resolve of open.values()) resolve({ content: undefined, picture: undefined });
      open.clear();
      if (worker === starting) worker = undefined;
    };
    starting.on('error', end);
    starting.on('exit', end);
    starting.unref();
    return (worker = starting);
  }

  function ask(file: string, orientation?: number): Promise<Omit<Identified, 'id'>> {
    const id = ++lastId;
    return new Promise((resolve) => {
      const thread = started();
      open.set(id, resolve);
      thread.ref();
      thread.postMessage({ id, file, orientation } satisfies ToIdentify);
    });
  }

  return {
    /**
     * @param orientation as if it were turned so, as Exif counts
     * @returns undefined for a file that is not known by its picture: damaged, or of a format that can't be written into
     */
    contentOf: async (file: string, orientation?: number): Promise<string | undefined> =>
      (await ask(file, orientation)).content,
    /** @returns undefined for what is no picture, or can't be read */
    pictureOf: async (file: string): Promise<Identified['picture']> => (await ask(file)).picture,
    async stop(): Promise<void> {
      await worker?.terminate();
      worker = undefined;
    },
  };
}
export type Identifier = ReturnType<typeof createIdentifier>;
