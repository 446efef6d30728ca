import { expect, test } from 'vitest';
import { createInOrder } from '../../../renderer/logic/in-order.ts';

test('work begins when the work before it has ended, however long that takes', async () => {
  const inOrder = createInOrder();
  const happened: string[] = [];
  const work = (name: string, ms: number) => async () => {
    happened.push(`${name} begins`);
    await new Promise((resolve) => setTimeout(resolve, ms));
    happened.push(`${name} ends`);
    return name;
  };
  const answers = await Promise.all([inOrder(work('slow', 20)), inOrder(work('fast', 0))]);
  expect(answers).toEqual(['slow', 'fast']);
  expect(happened).toEqual(['slow begins', 'slow ends', 'fast begins', 'fast ends']);
});

test('a failure is told to the one who asked, and the next begins all the same', async () => {
  const inOrder = createInOrder();
  const failed = inOrder(() => Promise.reject(new Error('refused')));
  const next = inOrder(async () => 'done');
  await expect(failed).rejects.toThrow('refused');
  expect(await next).toBe('done');
});
