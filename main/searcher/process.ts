/** @file Runs in the searcher process: all vectors and the text tower are here, and SQLite for reading only. */
import { reportOf } from '../util/failure.ts';
import { modestHeap } from '../util/modest-heap.ts';
import { parentPort } from '../util/port.ts';
import { createDesk } from './desk.ts';
import type { FromSearcher, SearcherSetup, ToSearcher } from './messages.ts';
import { openSession, type Session } from './session.ts';

modestHeap();
const port = parentPort();

let session: Session | undefined;
/** Why there is none, told to each who asks. */
let trouble: unknown = new Error('the searcher was asked before it was set up');
const desk = createDesk({
  answerOf: async (request) => {
    if (!session) throw trouble;
    return session.answer(request);
  },
  post: (message: FromSearcher) => port.post(message),
});

port.onMessage((message) => {
  // Only this app's own host can send here, and it does so through one typed function.
  const said = message as ToSearcher;
  if (said.is === 'ask') desk.take(said.id, said.request);
  else if (said.is === 'changed') session?.changed(said.photoIds);
  else if (said.is === 'vocabulary-changed') session?.vocabularyChanged();
  else void setUp(said.setup);
});

async function setUp(setup: SearcherSetup): Promise<void> {
  const startedAt = performance.now();
  try {
    session = openSession(setup);
    const vectorCount = await session.loaded;
    port.post({ is: 'ready', vectorCount, tookMs: performance.now() - startedAt } satisfies FromSearcher);
  } catch (error) {
    // A missing model is no reason to hide the timeline: only a library that does not open stops everything.
    trouble = error;
    port.post({ is: 'not-ready', error: reportOf(error) } satisfies FromSearcher);
  }
}
