import { expect, test } from 'vitest';
import { layOut } from '../../../renderer/logic/grid-layout.ts';
import { yearMarks } from '../../../renderer/logic/scrubber.ts';
import {
  matchCounts, sectionsByBandAndMonth, sectionsByMonth, sectionsOfAnswer,
} from '../../../renderer/logic/sections.ts'; // prettier-ignore

const words = {
  heading: (m: { year?: number | undefined; month?: number | undefined }) => `${m.year}-${m.month}`,
  note: (n: number) => String(n),
};
const months = [
  { year: 2024, month: 3, offset: 0, count: 40 },
  { year: 2023, month: 12, offset: 40, count: 2 },
  { year: 2023, month: 1, offset: 42, count: 10 },
];

test('the timeline has a section a month that together hold every photo', () => {
  expect(sectionsByMonth(months, 52, words).map(({ heading, offset, count }) => [heading, offset, count])).toEqual([
    ['2024-3', 0, 40],
    ['2023-12', 40, 2],
    ['2023-1', 42, 10],
  ]);
});

test('photos that came or went while the months were read are neither lost nor made up', () => {
  expect(sectionsByMonth(months, 60, words).at(-1)).toEqual({
    offset: 52,
    count: 8,
    heading: undefined,
    note: undefined,
  });
  expect(sectionsByMonth(months, 41, words).map((section) => section.count)).toEqual([40, 1]);
});

test('an answer without a cut has no heading; one in bands has a heading for each that holds photos', () => {
  const bands = { heading: (band: string) => band, note: (count: number) => String(count) };
  expect(sectionsOfAnswer([{ band: 'all', count: 100 }], bands)).toEqual([
    { offset: 0, count: 100, heading: undefined, note: undefined },
  ]);
  const parts = [
    { band: 'example', count: 3 },
    { band: 'sure', count: 0 },
    { band: 'likely', count: 20 },
    { band: 'nearest', count: 77 },
  ] as const;
  expect(sectionsOfAnswer(parts, bands).map(({ heading, offset, count }) => [heading, offset, count])).toEqual([
    ['example', 0, 3],
    ['likely', 3, 20],
    ['nearest', 23, 77],
  ]);
  expect(sectionsOfAnswer([], bands)).toEqual([]);
});

test('each year is marked once, where it begins, and marks never touch', () => {
  const measures = { widthPx: 1000, wishedCellPx: 180, gapPx: 4, headingPx: 60, paddingTopPx: 0, paddingBottomPx: 0 };
  const layout = layOut(measures, sectionsByMonth(months, 52, words));
  const marks = yearMarks(layout, months, 600, 20);
  expect(marks.map((mark) => mark.year)).toEqual([2024, 2023]);
  expect(marks[1]?.at).toBeCloseTo((layout.blocks[1]?.topPx ?? 0) / layout.heightPx);
  expect(yearMarks(layout, months, 20, 22).map((mark) => mark.year)).toEqual([2024]);
});

test('what is only nearest is shown, and is no match', () => {
  const parts = [
    { band: 'sure', count: 4 },
    { band: 'likely', count: 2 },
    { band: 'nearest', count: 96 },
  ] as const;
  expect(matchCounts([...parts])).toEqual({ sure: 4, likely: 2 });
  expect(matchCounts([{ band: 'nearest', count: 24 }])).toEqual({ sure: 0, likely: 0 });
  expect(matchCounts([{ band: 'all', count: 24 }])).toEqual({ sure: 24, likely: 0 });
});

test('an answer sorted by date has months in each of its parts, and none in what is only nearest', () => {
  const parts = [
    { band: 'sure' as const, count: 5 },
    { band: 'likely' as const, count: 4 },
    { band: 'nearest' as const, count: 90 },
  ];
  const inParts = [
    { year: 2024, month: 3, offset: 0, count: 3 },
    // The last month of one part is the first of the next: it stands in both.
    { year: 2023, month: 1, offset: 3, count: 4 },
    { year: 2022, month: 6, offset: 7, count: 2 },
  ];
  const found = sectionsByBandAndMonth(parts, inParts, {
    band: (band) => band,
    month: (m) => `${m.year}-${m.month}`,
    note: (n) => String(n),
  });
  expect(found.map(({ heading, offset, count }) => [heading, offset, count])).toEqual([
    ['sure · 2024-3', 0, 3],
    ['2023-1', 3, 2],
    ['likely · 2023-1', 5, 2],
    ['2022-6', 7, 2],
    ['nearest', 9, 90],
  ]);
});
