import { expect, test } from 'vitest';
import { barsOf, dateOperandOf } from '../../../renderer/logic/histogram.ts';

const months = [
  { year: 2019, month: 11, count: 4 },
  { year: 2020, month: 2, count: 16 },
];

test('months without photos have their place too', () => {
  const bars = barsOf(months, 48);
  expect(bars.map(({ year, month, count }) => [year, month, count])).toEqual([
    [2019, 11, 4],
    [2019, 12, 0],
    [2020, 1, 0],
    [2020, 2, 16],
  ]);
  expect(bars.map((bar) => bar.height)).toEqual([0.5, 0, 0, 1]);
});

test('one photo beside very many can still be seen', () => {
  expect(barsOf([{ year: 2020, month: 1, count: 1 }, { year: 2020, month: 2, count: 1e6 }], 48)[0]?.height).toBeGreaterThan(0.1); // prettier-ignore
});

test('too many months become years, and too many years the latest that have photos', () => {
  const years = barsOf([...months, { year: 2026, month: 1, count: 1 }], 12);
  expect(years.map((bar) => [bar.year, bar.month, bar.count])).toEqual([
    [2019, undefined, 4], [2020, undefined, 16], [2021, undefined, 0], [2022, undefined, 0],
    [2023, undefined, 0], [2024, undefined, 0], [2025, undefined, 0], [2026, undefined, 1],
  ]); // prettier-ignore
  expect(barsOf([{ year: 1904, month: 1, count: 1 }, ...months], 12).map((bar) => bar.year)).toEqual([
    1904, 2019, 2020,
  ]);
  expect(barsOf([], 12)).toEqual([]);
});

test('bars that are dragged over, in either direction, are a span of dates', () => {
  const bars = barsOf(months, 48);
  expect(dateOperandOf(bars, 0, 2)).toBe('2019-11..2020-01');
  expect(dateOperandOf(bars, 2, 0)).toBe('2019-11..2020-01');
  expect(dateOperandOf(bars, 3, 3)).toBe('2020-02');
  expect(dateOperandOf(barsOf(months, 2), 0, 1)).toBe('2019..2020');
  expect(dateOperandOf([], 0, 0)).toBeUndefined();
});

test('where of one photo the year alone is known, years are told apart, and files without a date are none', () => {
  const bars = barsOf([{ year: 2019, count: 1 }, ...months, { count: 7 }], 48);
  expect(bars.map((bar) => [bar.year, bar.month, bar.count])).toEqual([
    [2019, undefined, 5],
    [2020, undefined, 16],
  ]);
});
