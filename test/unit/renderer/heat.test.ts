import { expect, test } from 'vitest';
import { colourOf, hasHeat, heatAt, heatPixels, type Heat } from '../../../renderer/logic/heat.ts';

const whole = { x: 0, y: 0, w: 1, h: 1 };
/** One hot cell: the third of the second row. */
const spot: Heat = {
  columns: 4,
  rows: 4,
  values: Array.from({ length: 16 }, (_, i) => (i === 6 ? 1 : 0)),
  area: whole,
};

test('the middle of a cell has the cell’s value', () => {
  for (const [i, value] of spot.values.entries())
    expect(heatAt(spot, ((i % 4) + 0.5) / 4, (Math.floor(i / 4) + 0.5) / 4), `cell ${i}`).toBeCloseTo(value);
});

test('between cells it changes smoothly and stays within 0..1', () => {
  const steps = Array.from({ length: 400 }, (_, i) => heatAt(spot, (i + 0.5) / 400, 1.5 / 4));
  for (const [i, value] of steps.entries()) {
    expect(value).toBeGreaterThanOrEqual(0);
    expect(value).toBeLessThanOrEqual(1);
    if (i > 0) expect(Math.abs(value - (steps[i - 1] ?? 0))).toBeLessThan(0.02);
  }
});

test('what the model did not see has no heat, and its border is no hard edge', () => {
  const hot: Heat = { columns: 5, rows: 5, values: Array<number>(25).fill(1), area: { x: 0.25, y: 0, w: 0.5, h: 1 } };
  expect(heatAt(hot, 0.5, 0.5)).toBeCloseTo(1);
  expect(heatAt(hot, 0.05, 0.5)).toBe(0);
  expect(heatAt(hot, 0.95, 0.5)).toBe(0);
  const steps = Array.from({ length: 500 }, (_, i) => heatAt(hot, (i + 0.5) / 500, 0.5));
  for (const [i, value] of steps.entries()) if (i > 0) expect(Math.abs(value - (steps[i - 1] ?? 0))).toBeLessThan(0.05);
});

test('more heat is brighter, in one hue, and the photo is never covered', () => {
  const onGrey = (value: number) => {
    const [red, green, blue, alpha] = colourOf(value);
    return [red, green, blue].map((channel) => 128 + (channel - 128) * (alpha / 255));
  };
  let before = -1;
  for (let value = 0; value <= 1; value += 0.05) {
    const [red = 0, green = 0, blue = 0] = onGrey(value);
    const lightness = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    expect(lightness, `at ${value}`).toBeGreaterThan(before);
    before = lightness;
    if (value > 0.3) expect(red >= green && green >= blue, `at ${value}`).toBe(true);
    expect(colourOf(value)[3]).toBeLessThan(0.7 * 255);
  }
});

test('the pixels cover the whole photo, the brightest where the heat is', () => {
  const pixels = heatPixels(spot, 40, 20);
  expect(pixels).toHaveLength(40 * 20 * 4);
  const redAt = (x: number, y: number) => pixels[(y * 40 + x) * 4] ?? 0;
  expect(redAt(25, 7)).toBeGreaterThan(240);
  expect(redAt(2, 18)).toBeLessThan(20);
});

test('a map of nothing is said to be one', () => {
  expect(hasHeat(spot)).toBe(true);
  expect(hasHeat({ ...spot, values: spot.values.map(() => 0) })).toBe(false);
});
