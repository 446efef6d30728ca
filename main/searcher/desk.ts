import { Failure, reportOf } from '../util/failure.ts';
import type { FromSearcher, SearcherRequest } from './messages.ts';
import { isTimeline } from './session.ts';

/**
 * Takes requests in and answers them. Of the questions that are searched for only the latest waits while one is being
 * worked on: as a person types, whatever was typed in between is answered 'stale'. Everything else is answered at once.
 */
export function createDesk(deps: {
  answerOf: (request: SearcherRequest) => Promise<unknown>;
  post: (message: FromSearcher) => void;
}) {
  let waiting: { id: number; request: SearcherRequest } | undefined;
  let isWorking = false;

  const fail = (id: number, error: unknown) => deps.post({ is: 'failed', id, error: reportOf(error) });

  const respond = async (id: number, request: SearcherRequest) => {
    try {
      deps.post({ is: 'answer', id, value: await deps.answerOf(request) });
    } catch (error) {
      fail(id, error);
    }
  };

  const work = async () => {
    while (waiting) {
      const { id, request } = waiting;
      waiting = undefined;
      await respond(id, request);
      // Lets what was typed meanwhile come in, so that the next question is the latest one.
      await new Promise(setImmediate);
    }
    isWorking = false;
  };

  return {
    take(id: number, request: SearcherRequest): void {
      if (request.is !== 'open') return void respond(id, request);
      if (waiting) fail(waiting.id, new Failure('stale', 'A newer question came in.'));
      waiting = undefined;
      // The timeline costs nothing and must not wait until all vectors are in memory.
      if (isTimeline(request.question)) return void respond(id, request);
      waiting = { id, request };
      if (isWorking) return;
      isWorking = true;
      // Not at once: several keystrokes may have arrived together.
      setImmediate(() => void work());
    },
  };
}
