import { expect, test } from 'vitest';
import { createLatest } from '../../../renderer/logic/latest.ts';

test('a slow answer to an old question is dropped', async () => {
  const latest = createLatest();
  const slow = held();
  const old = latest.ask(() => slow.promise);
  const fresh = await latest.ask(async () => 'new');
  slow.resolve('old');
  expect(fresh).toEqual({ is: 'newest', value: 'new' });
  expect(await old).toEqual({ is: 'overtaken' });
});

test('a failure of an old question is dropped too', async () => {
  const latest = createLatest();
  const slow = held();
  const old = latest.ask(() => slow.promise);
  await latest.ask(async () => 'new');
  slow.reject(new Error('too late to matter'));
  expect(await old).toEqual({ is: 'overtaken' });
});

test('a failure of the newest question is heard', async () => {
  await expect(createLatest().ask(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
});

test('a forgotten question is never answered', async () => {
  const latest = createLatest();
  const slow = held();
  const asked = latest.ask(() => slow.promise);
  latest.forget();
  slow.resolve('old');
  expect(await asked).toEqual({ is: 'overtaken' });
});

function held() {
  let resolve: (value: string) => void = () => {};
  let reject: (reason: Error) => void = () => {};
  const promise = new Promise<string>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
