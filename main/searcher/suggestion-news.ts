import type { SuggestionsState } from '../../preload/contract/review.ts';
import type { KeptSuggestions } from '../db/suggestions.ts';
import { reportOf } from '../util/failure.ts';
import type { SuggestionNews } from './suggestion-messages.ts';

/**
 * What the main process hears of the pass. It asks for what is newer than what it has heard and is answered when there is
 * something, five times a second at most.
 */
export function createNews() {
  // From the clock, so that the news of a process that was started again are new ones.
  let version = Date.now();
  let wake: () => void = () => undefined;
  let toldAt = 0;
  let isKeeping = false;

  const tell = () => {
    version++;
    wake();
  };
  return {
    tell,
    /** A vocabulary that is wrong is told to who asks for tags; here it only must not end the process. */
    fail: (error: unknown): void => console.error('suggestions:', reportOf(error).message),
    /** @param known 0 of who hears it for the first time, or could not write the last part */
    async after(
      known: number,
      state: () => SuggestionsState,
      keep: (isLostPart: boolean) => KeptSuggestions | undefined,
    ): Promise<SuggestionNews> {
      if (version === known) await nextNews();
      if (!isKeeping)
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, toldAt + leastMs - performance.now())));
      toldAt = performance.now();
      const at = version;
      const part = keep(known === 0);
      isKeeping = part !== undefined;
      // There may be more to keep than one part.
      return { version: part === undefined ? at : at - 1, state: state(), keep: part };
    },
  };

  function nextNews(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, mostMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

const leastMs = 200;
const mostMs = 30_000;
