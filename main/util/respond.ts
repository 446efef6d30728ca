import type { Answer, Named } from './asked-process.ts';
import { reportOf } from './failure.ts';

/** What a process answers to each request that it knows: the table that the compiler compares with the map of answers. */
export type Answering<Request extends Named, Answers extends Record<Request['is'], unknown>> = {
  readonly [Is in Request['is']]: (
    request: Extract<Request, { is: Is }>,
    id: number,
  ) => Answers[Is] | Promise<Answers[Is]>;
};

/** @returns the answer to a request, by its row in the table */
export async function answerBy<Request extends Named, Answers extends Record<Request['is'], unknown>>(
  answering: Answering<Request, Answers>,
  request: Request,
  id = 0,
): Promise<Answers[Request['is']]> {
  // The row of its name takes the request.
  const row = answering[request.is as Request['is']] as (request: Request, id: number) => Answers[Request['is']];
  return row(request, id);
}

/**
 * Answers a request, or tells why not. [Note: Asking a process]
 * @param translated what to tell for what was thrown
 */
export async function respond(
  post: (answer: Answer) => void,
  id: number,
  answer: () => Promise<unknown>,
  translated: (error: unknown) => unknown = (error) => error,
): Promise<void> {
  try {
    post({ is: 'answer', id, value: await answer() });
  } catch (error) {
    post({ is: 'failed', id, error: reportOf(translated(error)) });
  }
}
