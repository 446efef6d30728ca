import { expect, test } from 'vitest';
import { secondsFor } from '../../../renderer/logic/model-time.ts';

const measured = (photosPerSecond: number) => ({
  modelId: 'starter',
  modelName: 'Starter',
  provider: 'cpu',
  why: '',
  candidates: [
    { provider: 'webgpu', verdict: 'absent' as const },
    { provider: 'cpu', verdict: 'used' as const, batches: [{ size: 4, photosPerSecond, megabytes: 100 }] },
  ],
});

test('a faster machine takes less time, and twice the photos take twice as long', () => {
  expect(secondsFor(1_000, measured(120), 8)).toBeCloseTo(100);
  expect(secondsFor(2_000, measured(120), 8)).toBeCloseTo(200);
  expect(secondsFor(1_000, measured(60), 8)).toBeCloseTo(200);
});

test('where nothing is measured the cores tell', () => {
  expect(secondsFor(1_000, undefined, 4)).toBeCloseTo(175);
  expect(secondsFor(1_000, { ...measured(1), candidates: [] }, 8)).toBeLessThan(secondsFor(1_000, undefined, 4));
});
