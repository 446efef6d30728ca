import { expect, test } from 'vitest';
import { answerCall } from '../../../main/app/answer-call.ts';
import { Failure } from '../../../main/util/failure.ts';
import type { Handlers } from '../../../preload/contract/api.ts';
import { defaultSettings } from '../../../preload/contract/settings.ts';

const bugs: string[] = [];
const options = { checksOutput: true, onBug: (name: string) => bugs.push(name) };

/** Handlers of the calls that a test is about. */
function handlersOf(some: Partial<Handlers>): Handlers {
  return some as Handlers;
}

test('a call is answered with what its handler gives', async () => {
  const handlers = handlersOf({ 'settings.get': () => defaultSettings });
  expect(await answerCall(handlers, 'settings.get', undefined, options)).toEqual({ ok: true, value: defaultSettings });
});

test('the handler sees the parsed input: nothing that the contract does not name', async () => {
  let seen: unknown;
  const handlers = handlersOf({ 'folders.rescan': (input) => void (seen = input) });
  await answerCall(handlers, 'folders.rescan', { id: 3, path: '/etc' }, options);
  expect(seen).toEqual({ id: 3 });
});

test.each(['nope', '__proto__', 'constructor', 'toString', '', 7, null, undefined, {}, ['settings.get']])(
  'there is no call %j',
  async (name) => {
    const answer = await answerCall(handlersOf({}), name, undefined, options);
    expect(answer).toEqual({ ok: false, error: { kind: 'bad-input', message: 'there is no such call' } });
  },
);

test('an input that does not fit is refused with the place where it does not', async () => {
  const handlers = handlersOf({ 'photos.get': () => Promise.reject(new Error('must not be reached')) });
  const answer = await answerCall(handlers, 'photos.get', { id: 'x' }, options);
  expect(answer).toMatchObject({ ok: false, error: { kind: 'bad-input', message: expect.stringContaining('id:') } });
});

test('an expected failure keeps its kind and details', async () => {
  const details = { path: '/photos' };
  const handlers = handlersOf({
    'folders.choose': () => Promise.reject(new Failure('folder-nested', 'It lies in another.', { details })),
  });
  const answer = await answerCall(handlers, 'folders.choose', undefined, options);
  expect(answer).toEqual({ ok: false, error: { kind: 'folder-nested', message: 'It lies in another.', details } });
});

test('anything else thrown is a bug: answered as such and reported', async () => {
  const handlers = handlersOf({
    'settings.get': () => {
      throw new TypeError('undefined is not a function');
    },
  });
  const answer = await answerCall(handlers, 'settings.get', undefined, options);
  expect(answer).toMatchObject({ ok: false, error: { kind: 'bug' } });
  expect(bugs).toContain('settings.get');
});

test('an answer against the contract is found while developing', async () => {
  const handlers = handlersOf({ 'settings.get': () => ({ ...defaultSettings, theme: 'neon' as 'dark' }) });
  expect(await answerCall(handlers, 'settings.get', undefined, options)).toMatchObject({
    ok: false,
    error: { kind: 'bug', message: expect.stringContaining('theme') },
  });
  const unchecked = await answerCall(handlers, 'settings.get', undefined, { ...options, checksOutput: false });
  expect(unchecked).toMatchObject({ ok: true });
});
