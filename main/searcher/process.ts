/** @file Runs in the searcher process: all vectors and the text tower are here, and SQLite for reading only. */
import { endOnRejection } from '../util/end-on-rejection.ts';
import { reportOf } from '../util/failure.ts';
import { modestHeap } from '../util/modest-heap.ts';
import { forbidTelemetry } from '../util/no-telemetry.ts';
import { parentPort } from '../util/port.ts';
import { damageMet } from './damage-met.ts';
import { createDesk } from './desk.ts';
import type { FromSearcher, SearcherSetup, ToSearcher } from './messages.ts';
import { openSession, type Session } from './session.ts';

modestHeap();
forbidTelemetry();
endOnRejection('searcher');
const port = parentPort();

// Between questions too: the host replaces what is damaged and starts this process anew.
process.on('uncaughtException', (error) => {
  const damage = damageMet(error);
  if (damage === undefined) throw error;
  port.post(damage.message);
});

let session: Session | undefined;
/** Why there is none, told to each who asks. */
let trouble: unknown = new Error('the searcher was asked before it was set up');
const desk = createDesk({
  answerOf: async (request) => {
    if (!session) throw trouble;
    return session.answer(request);
  },
  post: (message) => port.post(message),
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
    session = openSession(setup, () => port.post({ is: 'renewed' } satisfies FromSearcher));
    const vectorCount = await session.loaded;
    port.post({ is: 'ready', vectorCount, tookMs: performance.now() - startedAt } satisfies FromSearcher);
  } catch (error) {
    // A missing model is no reason to hide the timeline: only a library that does not open stops everything.
    const damage = damageMet(error);
    trouble = damage?.failure ?? error;
    if (damage !== undefined) port.post(damage.message);
    port.post({ is: 'not-ready', error: reportOf(trouble) } satisfies FromSearcher);
  }
}
