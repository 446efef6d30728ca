import type { Answer } from '../util/asked-process.ts';
import { Failure } from '../util/failure.ts';
import { respond } from '../util/respond.ts';
import { damageMet } from './damage-met.ts';
import type { FromSearcher, SearcherRequest } from './messages.ts';
import { isUnasked } from './session.ts';

/**
 * Takes requests in and answers them. Of the questions that are searched for only the latest waits while one is being
 * worked on: as a person types, whatever was typed in between is answered 'stale'. Everything else is answered at once.
 */
export function createDesk(deps: {
  answerOf: (request: SearcherRequest) => Promise<unknown>;
  post: (message: FromSearcher | Answer) => void;
}) {
  let waiting: { id: number; request: SearcherRequest } | undefined;
  let isWorking = false;

  const told = (error: unknown) => {
    const damage = damageMet(error);
    if (damage !== undefined) deps.post(damage.message);
    return damage?.failure ?? error;
  };

  const answer = (id: number, request: SearcherRequest) => respond(deps.post, id, () => deps.answerOf(request), told);

  const work = async () => {
    while (waiting) {
      const { id, request } = waiting;
      waiting = undefined;
      await answer(id, request);
      // Lets what was typed meanwhile come in, so that the next question is the latest one.
      await new Promise(setImmediate);
    }
    isWorking = false;
  };

  return {
    take(id: number, request: SearcherRequest): void {
      if (request.is !== 'open') return void answer(id, request);
      if (waiting) void respond(deps.post, waiting.id, () => Promise.reject(stale()));
      waiting = undefined;
      // The timeline costs nothing and must not wait until all vectors are in memory.
      if (isUnasked(request.question)) return void answer(id, request);
      waiting = { id, request };
      if (isWorking) return;
      isWorking = true;
      // Not at once: several keystrokes may have arrived together.
      setImmediate(() => void work());
    },
  };
}

function stale(): Failure {
  return new Failure('stale', 'A newer question came in.');
}
