import type { FailureReport } from '../../preload/contract/failure.ts';
import { Failure } from '../util/failure.ts';
import { frugalMalloc } from '../util/frugal-malloc.ts';
import type { ChildPort, Fork } from '../util/port.ts';
import type { FromSearcher, SearcherAnswers, SearcherRequest, SearcherSetup, ToSearcher } from './messages.ts';

/** The searcher process, from outside: asks it, starts it again when it ends, ends it. */
export interface Searcher extends Disposable {
  /**
   * @throws Failure what the searcher answered; 'stale' when the process ended and the list went with it; 'unavailable'
   * while it cannot be started
   */
  ask<R extends SearcherRequest>(request: R): Promise<SearcherAnswers[R['is']]>;
  /** Call it after COMMIT: rows of these photos came, changed or went. */
  changed(photoIds: readonly number[]): void;
  /** Call it after COMMIT: concepts were added, changed, merged, hidden or removed. */
  vocabularyChanged(): void;
  /** How many vectors are in memory, once all are; rejected when they cannot be read. Of the process that runs now. */
  ready(): Promise<number>;
  /** Resolves when the process has ended after it was disposed of: its connection no longer keeps the databases open. */
  ended(): Promise<void>;
}

export function createSearcher(deps: { fork: Fork; setup: SearcherSetup; log: (line: string) => void }): Searcher {
  const { fork, setup, log } = deps;
  const pending = new Map<number, Pending>();
  let nextId = 1;
  let child: ChildPort | undefined;
  let ready = createReadiness();
  let deaths = 0;
  let isDisposed = false;
  let timer: NodeJS.Timeout | undefined;

  const send = (message: ToSearcher) => child?.post(message);

  let end: Promise<void> = Promise.resolve();

  const start = () => {
    const started = fork('searcher', { env: frugalMalloc() });
    child = started;
    end = new Promise((resolve) => {
      started.onExit(() => resolve());
    });
    started.onMessage((message) => {
      if (child === started) hear(message as FromSearcher); // the only sender is process.ts
    });
    started.onExit((code, signal) => {
      if (child === started) ended(`code ${code}, signal ${signal}`);
    });
    send({ is: 'setup', setup });
    // What was asked of the process that ended, and is not bound to its lists.
    for (const [id, { request }] of pending) send({ is: 'ask', id, request });
  };

  const hear = (message: FromSearcher) => {
    if (message.is === 'ready') {
      log(`searcher: ${message.vectorCount} vectors in ${message.tookMs.toFixed(0)} ms`);
      ready.resolve(message.vectorCount);
    } else if (message.is === 'not-ready') {
      log(`searcher: not ready: ${message.error.message}`);
      ready.reject(failureOf(message.error));
    } else {
      const asked = pending.get(message.id);
      pending.delete(message.id);
      if (message.is === 'failed') asked?.reject(failureOf(message.error));
      else {
        deaths = 0;
        asked?.resolve(message.value);
      }
    }
  };

  const ended = (how: string) => {
    child = undefined;
    if (isDisposed) return;
    deaths++;
    log(`searcher: ended (${how}), for the ${deaths}. time in a row`);
    ready.reject(new Failure('unavailable', 'The search process ended and is being started again.'));
    ready = createReadiness();
    for (const [id, asked] of pending) {
      const isBound = 'listId' in asked.request;
      // What was asked when it died may be what kills it: it is asked again once, not for ever.
      if (!isBound && asked.attempts++ === 0) continue;
      pending.delete(id);
      asked.reject(
        isBound
          ? new Failure('stale', 'This list is not kept any more: ask again.')
          : new Failure('unavailable', 'The search process ended while it worked on this.'),
      );
    }
    // 0.1 s, 0.2 s, 0.4 s ... 30 s.
    timer = setTimeout(start, Math.min(30_000, 100 * 2 ** (deaths - 1)));
  };

  start();

  return {
    ask<R extends SearcherRequest>(request: R) {
      if (isDisposed) return Promise.reject(new Failure('unavailable', 'The library is closed.'));
      return new Promise<SearcherAnswers[R['is']]>((resolve, reject) => {
        const id = nextId++;
        // The answer's type belongs to the request's: process.ts answers by SearcherAnswers.
        pending.set(id, { request, attempts: 0, resolve: resolve, reject });
        send({ is: 'ask', id, request });
      });
    },
    changed: (photoIds) => send({ is: 'changed', photoIds: [...photoIds] }),
    vocabularyChanged: () => send({ is: 'vocabulary-changed' }),
    ready: () => ready.promise,
    ended: () => end,
    [Symbol.dispose]() {
      isDisposed = true;
      clearTimeout(timer);
      for (const { reject } of pending.values()) reject(new Failure('unavailable', 'The library is closed.'));
      pending.clear();
      ready.reject(new Failure('unavailable', 'The library is closed.'));
      child?.kill('SIGTERM'); // it only reads: there is nothing to finish
      child = undefined;
    },
  };
}

function createReadiness() {
  let resolve: (vectorCount: number) => void = () => {};
  let reject: (error: Failure) => void = () => {};
  const promise = new Promise<number>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  promise.catch(() => {}); // whoever waits is told; but nobody has to wait
  return { promise, resolve, reject };
}

interface Pending {
  readonly request: SearcherRequest;
  attempts: number;
  resolve(value: unknown): void;
  reject(error: Failure): void;
}

function failureOf({ kind, message, details }: FailureReport): Failure {
  return new Failure(kind, message, details && { details });
}
