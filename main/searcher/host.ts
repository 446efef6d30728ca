import { createAskedProcess, failureOf, type ProcessEnd } from '../util/asked-process.ts';
import { Failure } from '../util/failure.ts';
import type { Fork } from '../util/port.ts';
import type { FromSearcher, SearcherAnswers, SearcherRequest, SearcherProtocol, SearcherSetup } from './messages.ts';

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
  /** Starts the process anew: it opens the databases again. */
  restart(): void;
  /** Resolves when the process has ended after it was disposed of: its connection no longer keeps the databases open. */
  ended(): Promise<void>;
}

export function createSearcher(deps: {
  fork: Fork;
  setup: SearcherSetup;
  log: (line: string) => void;
  /** It met damage, surely in index.db or in one of the two databases. */
  onDamage?: (isSurely: boolean) => void;
  /** What is usual in the library was reckoned anew: smart albums may have other photos. */
  onRenewed?: () => void;
}): Searcher {
  const { setup, log } = deps;
  let ready = createReadiness();
  let deaths = 0;
  let isDisposed = false;
  /** It has an index open that has been replaced. */
  let isRetired = false;
  let timer: NodeJS.Timeout | undefined;
  const searcher = createAskedProcess<SearcherProtocol, { attempts: number }>({
    name: 'searcher',
    fork: deps.fork,
    env: () => ({}),
    onAsked: sendAll,
    onSaid: hear,
    onAnswered(_asked, { is }) {
      if (is === 'answer') deaths = 0;
    },
    onEnd,
  });
  start();

  return {
    ask: (request) => searcher.ask(request, { attempts: 0 }),
    changed: (photoIds) => searcher.tell({ is: 'changed', photoIds: [...photoIds] }),
    vocabularyChanged: () => searcher.tell({ is: 'vocabulary-changed' }),
    ready: () => ready.promise,
    restart() {
      isRetired = true;
      searcher.retire();
      searcher.kill('SIGTERM');
    },
    ended: searcher.ended,
    [Symbol.dispose]() {
      const closed = new Failure('unavailable', 'The library is closed.');
      isDisposed = true;
      clearTimeout(timer);
      ready.reject(closed);
      searcher.close(closed, 'SIGTERM'); // it only reads: there is nothing to finish
    },
  };

  function start(): void {
    isRetired = false;
    searcher.start();
    searcher.tell({ is: 'setup', setup });
    sendAll(); // also what was asked of the process that ended, and is not bound to its lists
  }

  function sendAll(): void {
    for (const asked of searcher.pending()) if (!asked.isSent) searcher.send(asked);
  }

  function hear(message: FromSearcher): void {
    switch (message.is) {
      case 'ready':
        log(`searcher: ${message.vectorCount} vectors in ${message.tookMs.toFixed(0)} ms`);
        return ready.resolve(message.vectorCount);
      case 'not-ready':
        log(`searcher: not ready: ${message.error.message}`);
        return ready.reject(failureOf(message.error));
      case 'renewed':
        return deps.onRenewed?.();
      case 'damaged':
        // Each question meets the page again: of the index in its place nothing is known yet.
        if (isRetired) return;
        log('searcher: met a damaged page');
        return deps.onDamage?.(message.isSurely);
    }
  }

  function onEnd({ code, signal, lost, isPlanned }: ProcessEnd<SearcherRequest, { attempts: number }>): void {
    if (isDisposed) return;
    if (isPlanned) deaths = 0;
    deaths++;
    log(`searcher: ended (code ${code}, signal ${signal}), for the ${deaths}. time in a row`);
    ready.reject(new Failure('unavailable', 'The search process ended and is being started again.'));
    ready = createReadiness();
    for (const asked of lost) {
      // What was asked when it died may be what kills it: it is asked again once, not for ever.
      if ('listId' in asked.request) asked.reject(new Failure('stale', 'This list is not kept any more: ask again.'));
      else if (asked.more.attempts++ > 0)
        asked.reject(new Failure('unavailable', 'The search process ended while it worked on this.'));
    }
    // 0.1 s, 0.2 s, 0.4 s ... 30 s.
    timer = setTimeout(start, Math.min(30_000, 100 * 2 ** (deaths - 1)));
  }
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
