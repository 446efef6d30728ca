import { expect, test } from 'vitest';
import { nothingToReview } from '../../../renderer/state/nothing-to-review.ts';

const tray = { isLoading: false, openCount: 0, conceptId: undefined, answeredCount: 0 };
const pass = { state: 'idle', done: 10, total: 10, openCount: 0 } as const;

test('an empty tray says why it is empty', () => {
  expect(nothingToReview(tray, pass)).toEqual({ why: 'never', isBusy: false });
  expect(nothingToReview({ ...tray, answeredCount: 3 }, pass).why).toBe('done');
  expect(nothingToReview({ ...tray, openCount: 2 }, pass).why).toBe('skipped');
  expect(nothingToReview({ ...tray, conceptId: 'dog' }, pass).why).toBe('concept');
  expect(nothingToReview(tray, { ...pass, state: 'unavailable' }).why).toBe('unavailable');
});

test('while something is on its way the tray says so, and that it is busy', () => {
  expect(nothingToReview({ ...tray, isLoading: true }, pass)).toEqual({ why: 'loading', isBusy: true });
  expect(nothingToReview(tray, { ...pass, state: 'working' })).toEqual({ why: 'working', isBusy: true });
});
