import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Foresight } from '../../../../renderer/state/foresight.svelte.ts';
import { createTestBridge } from '../../../fixtures/bridge.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** An album of photos that are so sure, in percent. */
function create(percents: readonly number[]) {
  const bridge = createTestBridge({
    'albums.foresee': () => ({
      count: percents.length,
      taggedFrom: Array.from({ length: 101 }, (_, least) => percents.filter((each) => each >= least).length),
    }),
  });
  return { bridge, foresight: new Foresight(bridge.api) };
}

const rule = { text: 'sunset', least: 'likely', strictness: 0 } as const;

test('of what is typed in a row the last is asked for, and how many are tagged is known for each chance', async () => {
  const { bridge, foresight } = create([97, 92, 71, 40]);
  foresight.ask({ rule: { ...rule, text: 'sun' } });
  foresight.ask({ rule });
  await vi.advanceTimersByTimeAsync(300);
  expect(bridge.asked).toEqual([['albums.foresee', { rule }]]);
  expect([0, 0.4, 0.75, 0.9, 0.95, 1].map((chance) => foresight.taggedFrom(chance))).toEqual([4, 4, 2, 2, 1, 0]);
  expect(foresight.leastThatTags).toBe(0.9);
  foresight.forget();
  expect(foresight.taggedFrom(0.5)).toBeUndefined();
});

test('where none is as sure as is usual, the highest chance that tags any is known', async () => {
  const { foresight } = create([63, 58]);
  foresight.ask({ rule });
  await vi.advanceTimersByTimeAsync(300);
  expect(foresight.leastThatTags).toBe(0.6);
});

test('where none is sure at all, no chance tags any', async () => {
  const { foresight } = create([]);
  foresight.ask({ rule });
  await vi.advanceTimersByTimeAsync(300);
  expect(foresight.leastThatTags).toBeUndefined();
});
