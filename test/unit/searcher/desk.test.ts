import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Answer } from '../../../main/util/asked-process.ts';
import { createDesk } from '../../../main/searcher/desk.ts';
import type { FromSearcher, SearcherRequest } from '../../../main/searcher/messages.ts';

function deskWithOpenGate() {
  const said: (FromSearcher | Answer)[] = [];
  const asked: SearcherRequest[] = [];
  const gates: (() => void)[] = [];
  const desk = createDesk({
    answerOf: async (request) => {
      asked.push(request);
      if (request.is === 'open' && request.question.text?.trim()) await new Promise<void>((open) => gates.push(open));
      return request.is;
    },
    post: (message) => said.push(message),
  });
  const type = (id: number, text: string) => desk.take(id, { is: 'open', question: { text } });
  return { desk, said, asked, gates, type };
}

test('of what is typed while a question is worked on, only the latest is answered', async () => {
  const { said, asked, gates, type } = deskWithOpenGate();
  type(1, 'd');
  await turn();
  type(2, 'do');
  type(3, 'dog');
  gates.shift()?.();
  await turn();
  await turn();
  gates.shift()?.();
  await turn();
  expect(asked).toEqual([
    { is: 'open', question: { text: 'd' } },
    { is: 'open', question: { text: 'dog' } },
  ]);
  expect(said.map((message) => ('id' in message ? [message.id, message.is] : []))).toEqual([
    [2, 'failed'],
    [1, 'answer'],
    [3, 'answer'],
  ]);
  expect(said[0]).toMatchObject({ error: { kind: 'stale' } });
});

test('keystrokes that arrive together are one question', async () => {
  const { asked, type } = deskWithOpenGate();
  type(1, 'd');
  type(2, 'do');
  type(3, 'dog');
  await turn();
  expect(asked).toEqual([{ is: 'open', question: { text: 'dog' } }]);
});

test('pages and the timeline do not wait for a question', async () => {
  const { desk, said, type } = deskWithOpenGate();
  type(1, 'dog');
  await turn();
  desk.take(2, { is: 'page', listId: 1, offset: 0, limit: 10 });
  desk.take(3, { is: 'open', question: { text: '  ' } });
  await turn();
  expect(said).toEqual([
    { is: 'answer', id: 2, value: 'page' },
    { is: 'answer', id: 3, value: 'open' },
  ]);
});

test('going back to the timeline makes a waiting question stale', async () => {
  const { desk, said, type } = deskWithOpenGate();
  type(1, 'dog');
  desk.take(2, { is: 'open', question: {} });
  await turn();
  expect(said).toContainEqual(expect.objectContaining({ id: 1, is: 'failed' }));
  expect(said).toContainEqual({ is: 'answer', id: 2, value: 'open' });
});
