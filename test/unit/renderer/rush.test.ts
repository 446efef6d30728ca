import { expect, test } from 'vitest';
import { createRush } from '../../../renderer/logic/rush.ts';

const viewPx = 800;

/** Scrolls on for so long. @returns what it was in the end */
function scroll(
  rush: ReturnType<typeof createRush>,
  at: { px: number; ms: number },
  screensPerSecond: number,
  frameMs: number,
  forMs = 1_000,
): boolean {
  // prettier-ignore
  let isRushing = false;
  for (const end = at.ms + forMs; at.ms < end;) {
    at.ms += frameMs;
    at.px += (screensPerSecond * viewPx * frameMs) / 1_000;
    isRushing = rush.moved(at.px, viewPx, at.ms);
  }
  return isRushing;
}

test.each([
  { screensPerSecond: 3, frameMs: 16.7, isRush: false, what: 'a hand that reads' },
  { screensPerSecond: 3, frameMs: 40, isRush: false, what: 'a hand that reads on a slow machine' },
  { screensPerSecond: 8, frameMs: 16.7, isRush: false, what: 'fast, and the machine keeps up' },
  { screensPerSecond: 8, frameMs: 33, isRush: true, what: 'fast, and the machine does not keep up' },
  { screensPerSecond: 20, frameMs: 16.7, isRush: true, what: 'faster than pictures come' },
])('$what: $isRush', ({ screensPerSecond, frameMs, isRush }) => {
  expect(scroll(createRush(), { px: 0, ms: 1_000 }, screensPerSecond, frameMs)).toBe(isRush);
});

test('without pictures the machine keeps up, and it is still a rush until the hand slows down', () => {
  const rush = createRush();
  const at = { px: 0, ms: 1_000 };
  expect(scroll(rush, at, 8, 33)).toBe(true);
  expect(scroll(rush, at, 8, 16.7)).toBe(true);
  expect(scroll(rush, at, 2, 16.7)).toBe(false);
  expect(scroll(rush, at, 8, 16.7)).toBe(false);
});

test('a rest ends it, and the first move after it is no leap', () => {
  const rush = createRush();
  const at = { px: 0, ms: 1_000 };
  expect(scroll(rush, at, 20, 16.7)).toBe(true);
  rush.rested();
  at.ms += 5_000;
  expect(scroll(rush, at, 3, 16.7, 17)).toBe(false);
});
