import { expect, test } from 'vitest';
import { describeChange } from '../../../main/cli/describe-change.ts';
import { lineOf } from '../../../main/cli/progress-bar.ts';
import type { ModelChange } from '../../../preload/contract/engine.ts';
import type { Progress } from '../../../preload/contract/work.ts';

const idle: Progress = {
  state: 'idle',
  done: 0,
  total: 0,
  failed: 0,
  photoCount: 40,
  embeddedCount: 40,
  failedCount: 0,
};
const filling: ModelChange = {
  is: 'filling',
  from: { id: 'starter', name: 'Lumisift Starter' },
  to: { id: 'own-clip', name: 'My CLIP' },
  done: 9,
  failed: 1,
  outOfReach: 3,
  total: 40,
  isPaused: false,
  photosPerSecond: 5,
  secondsLeft: 6,
};

test('a change of models is drawn once no file waits', () => {
  expect(lineOf({ ...idle, state: 'working', done: 1, total: 4 }, filling)).toContain('1/4');
  expect(lineOf(idle, filling)).toBe('My CLIP: [██████░░░░░░░░░░░░░░░░░░] 10/40  5.0 photos/s  6 s left  1 failed');
  expect(lineOf(idle, { is: 'switching', from: filling.from, to: filling.to })).toBe('Loading the vectors of My CLIP…');
  expect(lineOf(idle, { is: 'none', model: filling.from })).toContain('0/0');
  expect(lineOf(undefined, filling)).toBeUndefined();
});

test('where a change stands is said in a sentence', () => {
  const trouble = { kind: 'disk-full', message: 'No room.' } as const;
  expect(describeChange(filling)).toBe(
    'Lumisift Starter answers until My CLIP knows every photo: 9 of 40, 1 failed, 3 on drives that are away.',
  );
  expect(describeChange({ ...filling, total: 0, outOfReach: 0, failed: 0, isPaused: true, trouble })).toBe(
    'Lumisift Starter answers until My CLIP knows every photo: paused, No room.',
  );
});
