import { Failure } from '../util/failure.ts';
import { createSearcher, type Searcher } from './host.ts';
import type { SearcherRequest, SearcherSetup } from './messages.ts';

type Deps = Parameters<typeof createSearcher>[0];

/** A searcher of another model, with all its vectors in memory, that does not answer yet. */
export interface PreparedSearcher {
  /** From now on it answers. Lists of the one before are still answered by that one, for a while. */
  take(): void;
  /** It is not wanted any more. */
  drop(): void;
}

export interface SwitchingSearcher extends Searcher {
  /**
   * Starts a second process beside the one that answers, and resolves when it would answer as fast as that.
   * @throws Failure when its model or its vectors can't be loaded
   */
  prepare(setup: SearcherSetup): Promise<PreparedSearcher>;
  /**
   * Call it after COMMIT: these photos have vectors of the model that is being prepared, for which nothing changed in the
   * one that answers.
   */
  filled(photoIds: readonly number[]): void;
}

/** Lists of the process before are read for so long: whoever scrolls in one goes on. Then they are asked for again. */
const lingerMs = 60_000;
/** A process keeps eight lists; two of them may be alive. */
const mostLists = 64;

/**
 * The searcher, in one process at a time: every answer comes from one model alone, and there is no moment in which
 * nobody answers. A new process takes over when it is warm; the one before ends when its lists are no longer read.
 */
export function createSwitchingSearcher(deps: Deps): SwitchingSearcher {
  let current = createSearcher(deps);
  const before = new Map<Searcher, NodeJS.Timeout>();
  const preparing = new Set<Searcher>();
  /** Which process has a list: only its own model's scores are in it. */
  const listsOf = new Map<number, Searcher>();
  const ending = new Set<Promise<void>>();
  let isDisposed = false;
  let replaced = createReplacement();

  const all = () => [current, ...before.keys(), ...preparing];

  const end = (searcher: Searcher) => {
    clearTimeout(before.get(searcher));
    before.delete(searcher);
    preparing.delete(searcher);
    for (const [listId, owner] of listsOf) if (owner === searcher) listsOf.delete(listId);
    searcher[Symbol.dispose]();
    const ended = searcher.ended();
    ending.add(ended);
    void ended.then(() => ending.delete(ended));
  };

  const keepOwner = (listId: number, owner: Searcher) => {
    listsOf.set(listId, owner);
    const oldest = listsOf.keys().next().value;
    if (listsOf.size > mostLists && oldest !== undefined) listsOf.delete(oldest);
  };

  const ownerOf = (request: SearcherRequest): Searcher =>
    'listId' in request ? (listsOf.get(request.listId) ?? current) : current;

  return {
    async ask(request) {
      const asked = ownerOf(request);
      // Who waits for news hears that they come from another process now, which counts them from the start.
      const answer = await (request.is === 'suggestion-news'
        ? Promise.race([asked.ask(request), replaced.promise])
        : asked.ask(request));
      // A list answers with its id; of all requests only these two make one.
      if (request.is === 'open' || request.is === 'open-vector') keepOwner(idOf(answer), asked);
      return answer;
    },
    changed(photoIds) {
      for (const searcher of all()) searcher.changed(photoIds);
    },
    vocabularyChanged() {
      for (const searcher of all()) searcher.vocabularyChanged();
    },
    ready: () => current.ready(),
    restart() {
      for (const searcher of all()) searcher.restart();
    },
    ended: async () => void (await Promise.all([...all().map((searcher) => searcher.ended()), ...ending])),
    async prepare(setup) {
      const searcher = createSearcher({ ...deps, setup });
      preparing.add(searcher);
      try {
        await searcher.ready();
      } catch (error) {
        end(searcher);
        throw error;
      }
      if (isDisposed) throw new Failure('unavailable', 'The library is closed.');
      return {
        take() {
          if (!preparing.delete(searcher)) return;
          const former = current;
          current = searcher;
          replaced.tell();
          replaced = createReplacement();
          before.set(former, setTimeout(() => end(former), lingerMs).unref());
        },
        drop() {
          if (preparing.has(searcher)) end(searcher);
        },
      };
    },
    filled(photoIds) {
      for (const searcher of preparing) searcher.changed(photoIds);
    },
    [Symbol.dispose]() {
      isDisposed = true;
      for (const searcher of [...before.keys(), ...preparing]) end(searcher);
      current[Symbol.dispose]();
    },
  };
}

function createReplacement() {
  let tell: () => void = () => undefined;
  const promise = new Promise<never>((_resolve, reject) => {
    tell = () => reject(new Failure('stale', 'Another model answers from now on: ask again.'));
  });
  promise.catch(() => undefined); // whoever waits is told; but nobody has to wait
  return { promise, tell };
}

function idOf(answer: unknown): number {
  return typeof answer === 'object' && answer !== null && 'id' in answer && typeof answer.id === 'number'
    ? answer.id
    : 0;
}
