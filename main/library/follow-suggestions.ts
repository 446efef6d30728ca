import type { SuggestionsState } from '../../preload/contract/review.ts';
import { isNoRoom } from '../db/connect.ts';
import type { Db } from '../db/open.ts';
import { createStoredSuggestions } from '../db/suggestions.ts';
import type { Searcher } from '../searcher/host.ts';

/**
 * Hears from the searcher how its pass over the library goes, and keeps what it found in index.db: the searcher itself
 * only reads.
 */
export function followSuggestions(deps: {
  db: Pick<Db, 'sql' | 'transaction'>;
  searcher: Pick<Searcher, 'ask'>;
  log: (line: string) => void;
  onState: (state: SuggestionsState) => void;
}) {
  const { db, searcher, log } = deps;
  const stored = createStoredSuggestions(db);
  let state: SuggestionsState = { state: 'unavailable', done: 0, total: 0, openCount: 0 };
  let stopped = false;
  const isStopped = () => stopped;
  let wake: () => void = () => undefined;

  void follow();
  return {
    state: (): SuggestionsState => state,
    stop(): void {
      stopped = true;
      wake();
    },
  };

  async function follow(): Promise<void> {
    let after = 0;
    while (!isStopped()) {
      try {
        const { version, state: now, keep } = await searcher.ask({ is: 'suggestion-news', after });
        if (isStopped()) return;
        after = version;
        if (JSON.stringify(now) !== JSON.stringify(state)) {
          state = now;
          deps.onState(state);
        }
        if (keep !== undefined) db.transaction(() => stored.keep(keep));
      } catch (error) {
        if (isStopped()) return;
        // Suggestions can be reckoned again: a full disk or a process that ended only costs that.
        log(`suggestions: ${isNoRoom(error) ?? String(error)}`);
        after = 0;
        await pause(2_000);
      }
    }
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
