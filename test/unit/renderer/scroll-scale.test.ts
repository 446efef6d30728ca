import { expect, test } from 'vitest';
import {
  isAstray,
  placeAfterScroll,
  placeAt,
  scrollScale,
  tallestElementPx,
} from '../../../renderer/logic/scroll-scale.ts';

const viewPx = 800;
/** A million photos, three columns: more than Chromium's 33.5 million px. */
const huge = scrollScale(61_000_000, viewPx);
const endPx = 61_000_000 - viewPx;

test('a grid that the browser can hold is scrolled one to one', () => {
  const scale = scrollScale(3_000_000, viewPx);
  expect(scale.elementPx).toBe(3_000_000);
  expect(placeAfterScroll(scale, placeAt(scale, 0), 1234.5)).toEqual({ elementTopPx: 1234.5, contentTopPx: 1234.5 });
});

test('a taller one never asks the browser for more than it can paint', () => {
  expect(huge.elementPx).toBe(tallestElementPx);
});

test('a wheel moves the picture pixel by pixel', () => {
  const before = placeAt(huge, 30_000_000);
  const after = placeAfterScroll(huge, before, before.elementTopPx + 100);
  expect(after.contentTopPx).toBeCloseTo(30_000_100, 6);
});

test('dragging the scroll bar moves it in proportion', () => {
  const half = (tallestElementPx - viewPx) / 2;
  expect(placeAfterScroll(huge, placeAt(huge, 0), half).contentTopPx).toBeCloseTo(endPx / 2, 3);
});

test('both ends of the scroll bar are both ends of the grid', () => {
  const middle = placeAt(huge, 30_000_000);
  expect(placeAfterScroll(huge, middle, 0).contentTopPx).toBe(0);
  expect(placeAfterScroll(huge, middle, tallestElementPx - viewPx).contentTopPx).toBe(endPx);
});

test('a place in the grid and back is the same place', () => {
  for (const top of [0, 1, 999.5, 12_345_678, endPx]) expect(placeAt(huge, top).contentTopPx).toBe(top);
  expect(placeAt(huge, -5).contentTopPx).toBe(0);
  expect(placeAt(huge, 1e12).contentTopPx).toBe(endPx);
});

test('wheeling from end to end meets every part of the grid and never the wrong end', () => {
  const scale = scrollScale(300_000, viewPx, 20_000);
  let place = placeAt(scale, 0);
  let steps = 0;
  const seen: number[] = [];
  while (place.contentTopPx < 300_000 - viewPx && steps++ < 10_000) {
    const elementTopPx = Math.min(place.elementTopPx + 120, 20_000 - viewPx);
    place = placeAfterScroll(scale, place, elementTopPx);
    if (isAstray(scale, place)) place = placeAt(scale, place.contentTopPx);
    seen.push(place.contentTopPx);
  }
  expect(place.contentTopPx).toBe(300_000 - viewPx);
  const leaps = seen.map((top, i) => top - (seen[i - 1] ?? 0));
  expect(Math.max(...leaps)).toBeLessThan(121);
});
