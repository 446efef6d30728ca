import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Language } from '../../../../renderer/state/language.svelte.ts';
import { Notices } from '../../../../renderer/state/notices.svelte.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function create() {
  const language = new Language(() => 'en');
  const notices = new Notices(language);
  return { notices, texts: () => notices.list.map(({ text }) => text) };
}

test('what is told goes by itself unless it is read, a failure later and by its length; all of it stays in the list', () => {
  const { notices, texts } = create();
  const id = notices.tell('read me');
  notices.hold(id);
  notices.tell('goes');
  notices.report({ kind: 'bug', message: 'x'.repeat(300) });
  vi.advanceTimersByTime(7_000);
  expect(notices.list.map(({ tone }) => tone)).toEqual(['info', 'failure']);
  vi.advanceTimersByTime(5_500);
  expect(notices.list.at(-1)?.tone).toBe('failure');
  vi.advanceTimersByTime(60_000);
  expect(texts()).toEqual(['read me']);
  notices.release(id);
  vi.advanceTimersByTime(60_000);
  expect(texts()).toEqual([]);
  expect(notices.told.map(({ tone }) => tone)).toEqual(['failure', 'info', 'info']);
});

test('what fails is counted until the list is looked at, and the list can be emptied', () => {
  const { notices } = create();
  notices.tell('no trouble');
  notices.fail(new Error('one'));
  notices.fail(new Error('two'));
  expect(notices.unseenCount).toBe(2);
  notices.openList();
  notices.fail(new Error('three'));
  expect(notices.unseenCount).toBe(0);
  notices.forgetTold();
  notices.closeList();
  expect([notices.told, notices.isListOpen]).toEqual([[], false]);
});

test('nothing leaves while the window is not seen', () => {
  const page = { visibilityState: 'hidden' };
  vi.stubGlobal('document', page);
  const { notices, texts } = create();
  notices.tell('while you were away');
  vi.advanceTimersByTime(3_600_000);
  expect(texts()).toEqual(['while you were away']);
  page.visibilityState = 'visible';
  vi.advanceTimersByTime(7_000);
  expect(texts()).toEqual([]);
  vi.unstubAllGlobals();
});

test('the same thing is not told twice, and no more than three at a time', () => {
  const { notices, texts } = create();
  for (const text of ['a', 'b', 'a', 'c', 'd', 'e']) notices.tell(text);
  expect(texts()).toEqual(['c', 'd', 'e']);
});
