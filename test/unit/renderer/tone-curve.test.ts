import { expect, test } from 'vitest';
import { clipped, toneHeights, tonePath } from '../../../renderer/logic/tone-curve.ts';

const levels = (counts: Readonly<Record<number, number>>) =>
  Array.from({ length: 256 }, (_, level) => counts[level] ?? 0);

test('channels share one scale, which a white sky does not flatten', () => {
  const [one, other] = toneHeights([levels({ 100: 50, 255: 90_000 }), levels({ 20: 25 })]);
  expect([one?.[100], one?.[255], other?.[20], other?.[0]]).toEqual([100, 100, 50, 0]);
});

test('a picture without a pixel between the ends is drawn too', () => {
  const [only] = toneHeights([levels({ 0: 7 })]);
  expect(only?.[0]).toBe(100);
  expect(tonePath(only ?? [])).toMatch(/^M0 100L0 0\.0L1 100\.0.*L255 100Z$/u);
});

test('how much is wholly dark or light is told as a share', () => {
  expect(clipped(levels({ 0: 1, 10: 2, 255: 1 }))).toEqual({ dark: 0.25, light: 0.25 });
  expect(clipped(levels({}))).toEqual({ dark: 0, light: 0 });
});
