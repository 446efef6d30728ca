import { beforeEach, expect, test } from 'vitest';
import { Language } from '../../../../renderer/state/language.svelte.ts';
import { Notices } from '../../../../renderer/state/notices.svelte.ts';
import { Undo } from '../../../../renderer/state/undo.ts';

const language = new Language(() => 'en');
let notices: Notices;
let undo: Undo;
let log: string[];

beforeEach(() => {
  notices = new Notices(language);
  undo = new Undo(notices, language);
  log = [];
});

const did = (text: string) => ({ text, undo: () => Promise.resolve(void log.push(`${text} back`)) });

/** Work that ends when the test says so. */
function slow(text: string) {
  let end = () => {};
  const promise = new Promise<void>((resolve) => (end = resolve));
  const work = async () => {
    log.push(`${text} begun`);
    await promise;
    log.push(`${text} done`);
    return did(text);
  };
  return { work, end: () => end() };
}

test('the last thing is taken back once, the one before it next, and a failure to do so is said', async () => {
  undo.did('first', did('first').undo);
  await undo.doing(() => Promise.resolve({ ...did('second'), isInSight: true }));
  undo.did('third', () => Promise.reject(new Error('no')));
  expect(notices.list.map(({ text }) => text)).toEqual(['first', 'third']);
  await undo.last();
  expect(notices.list.at(-1)).toMatchObject({ tone: 'failure' });
  await Promise.all([undo.last(), undo.last(), undo.last()]);
  expect(log).toEqual(['second back', 'first back']);
});

test('the button of a notice takes back its own thing, and that only once', async () => {
  undo.did('first', did('first').undo);
  const button = notices.list[0]?.action;
  undo.did('second', did('second').undo);
  button?.run();
  button?.run();
  await undo.last();
  expect(log).toEqual(['first back', 'second back']);
});

test('what is still being done is the last thing: it is taken back when it is done, and nothing before it', async () => {
  undo.did('before', did('before').undo);
  const turning = slow('turn');
  const doing = undo.doing(turning.work);
  const back = undo.last();
  turning.end();
  await Promise.all([doing, back]);
  expect(log).toEqual(['turn begun', 'turn done', 'turn back']);
  // That it was done is not said of what is gone.
  expect(notices.list.map(({ text }) => text)).toEqual(['before', language.t('undo.done', { what: 'turn' })]);
});

test('what is asked for while something is taken back comes after that', async () => {
  const first = slow('first');
  const second = slow('second');
  const doing = [undo.doing(first.work)];
  const back = undo.last();
  doing.push(undo.doing(second.work));
  first.end();
  second.end();
  await Promise.all([...doing, back]);
  expect(log).toEqual(['first begun', 'first done', 'first back', 'second begun', 'second done']);
  await undo.last();
  expect(log.at(-1)).toBe('second back');
});

test('what changed nothing, or failed, is passed over', async () => {
  undo.did('before', did('before').undo);
  await undo.doing(() => Promise.resolve(undefined));
  await undo.doing(() => Promise.reject(new Error('no')));
  expect(notices.list.at(-1)).toMatchObject({ tone: 'failure' });
  const doing = undo.doing(() => Promise.resolve(undefined));
  await Promise.all([doing, undo.last()]);
  expect(log).toEqual(['before back']);
});
