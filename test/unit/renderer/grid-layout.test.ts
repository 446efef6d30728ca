import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { indexAfter } from '../../../renderer/logic/grid-keys.ts';
import {
  indexAtPx,
  layOut,
  rowOf,
  rowsBetween,
  type GridLayout,
  type Section,
} from '../../../renderer/logic/grid-layout.ts';

const measures = { widthPx: 1000, wishedCellPx: 180, gapPx: 4, headingPx: 60, paddingTopPx: 8, paddingBottomPx: 32 };

describe('the grid', () => {
  test('fills its width exactly with cells at least as large as wished', () => {
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 4000 }), fc.integer({ min: 80, max: 480 }), (widthPx, wishedCellPx) => {
        const layout = layOut({ ...measures, widthPx, wishedCellPx }, sectionsOf([10]));
        expect(layout.columns * layout.cellPx + (layout.columns - 1) * measures.gapPx).toBeCloseTo(widthPx, 6);
        if (widthPx >= wishedCellPx) expect(layout.cellPx).toBeGreaterThanOrEqual(wishedCellPx - 1e-9);
      }),
    );
  });

  test('is one column wide in a window narrower than a cell', () => {
    expect(layOut({ ...measures, widthPx: 60 }, sectionsOf([3])).columns).toBe(1);
  });

  test('shows every photo exactly once between its top and its bottom, in order', () => {
    fc.assert(
      fc.property(counts, (sizes) => {
        const layout = layOut(measures, sectionsOf(sizes));
        const seen = rowsBetween(layout, 0, layout.heightPx).flatMap((row) =>
          row.is === 'photos' ? Array.from({ length: row.count }, (_, i) => row.first + i) : [],
        );
        expect(seen).toEqual(Array.from({ length: layout.count }, (_, i) => i));
      }),
    );
  });

  test('draws the rows that touch the view and no row beyond it', () => {
    fc.assert(
      fc.property(counts, fc.double({ min: 0, max: 1, noNaN: true }), (sizes, share) => {
        const layout = layOut(measures, sectionsOf(sizes));
        const fromPx = share * layout.heightPx;
        const toPx = fromPx + 700;
        const drawn = rowsBetween(layout, fromPx, toPx).map((row) => row.row);
        const touching = rowsBetween(layout, 0, layout.heightPx)
          .filter((row) => row.topPx < toPx && row.topPx + heightOf(layout, row.is) > fromPx)
          .map((row) => row.row);
        expect(drawn).toEqual(touching);
      }),
    );
  });

  test('numbers its rows without a gap, headings among them', () => {
    const layout = layOut(measures, sectionsOf([7, 1, 12]));
    const rows = rowsBetween(layout, 0, layout.heightPx);
    expect(rows.map((row) => row.row)).toEqual(rows.map((_, i) => i));
    expect(layout.rowCount).toBe(rows.length);
  });

  test('has a million photos laid out in rows that are found at both ends', () => {
    const layout = layOut(measures, sectionsOf([1_000_000]));
    const last = rowOf(layout, 999_999);
    expect(last?.topPx).toBeCloseTo(layout.heightPx - measures.paddingBottomPx - layout.pitchPx, 3);
    expect(indexAtPx(layout, last?.topPx ?? 0)).toBeGreaterThan(999_999 - layout.columns);
    expect(indexAtPx(layout, 0)).toBe(0);
  });

  test('an empty list has nothing to draw and no height but its padding', () => {
    const layout = layOut(measures, []);
    expect(rowsBetween(layout, 0, 1000)).toEqual([]);
    expect(layout.heightPx).toBe(measures.paddingTopPx + measures.paddingBottomPx);
    expect(rowOf(layout, 0)).toBeUndefined();
  });
});

describe('the keys', () => {
  const layout = layOut(measures, sectionsOf([7, 2, 12])); // five columns: rows of 5+2, 2, 5+5+2

  test('left and right run through headings and stop at the ends', () => {
    expect(indexAfter(layout, 6, 'right', 3)).toBe(7);
    expect(indexAfter(layout, 7, 'left', 3)).toBe(6);
    expect(indexAfter(layout, 0, 'left', 3)).toBe(0);
    expect(indexAfter(layout, 20, 'right', 3)).toBe(20);
  });

  test('down keeps the column, and takes the last photo of a row too short for it', () => {
    expect(indexAfter(layout, 1, 'down', 3)).toBe(6);
    expect(indexAfter(layout, 4, 'down', 3)).toBe(6);
    expect(indexAfter(layout, 5, 'down', 3)).toBe(7);
    expect(indexAfter(layout, 20, 'down', 3)).toBe(20);
  });

  test('up leads back across a heading', () => {
    expect(indexAfter(layout, 9, 'up', 3)).toBe(7);
    expect(indexAfter(layout, 8, 'up', 3)).toBe(6);
    expect(indexAfter(layout, 6, 'up', 3)).toBe(1);
    expect(indexAfter(layout, 3, 'up', 3)).toBe(3);
  });

  test('a page keeps the column over short rows in between', () => {
    expect(indexAfter(layout, 4, 'page-down', 4)).toBe(18);
    expect(indexAfter(layout, 18, 'page-up', 3)).toBe(6);
  });

  test('home and end lead to the first and the last photo', () => {
    expect(indexAfter(layout, 11, 'first', 3)).toBe(0);
    expect(indexAfter(layout, 11, 'last', 3)).toBe(20);
  });

  test('never lead outside the list', () => {
    const moves = ['left', 'right', 'up', 'down', 'page-up', 'page-down', 'first', 'last'] as const;
    fc.assert(
      fc.property(counts, fc.constantFrom(...moves), fc.nat(), (sizes, move, at) => {
        const any = layOut(measures, sectionsOf(sizes));
        const after = indexAfter(any, at % any.count, move, 4);
        expect(after).toBeGreaterThanOrEqual(0);
        expect(after).toBeLessThan(any.count);
      }),
    );
  });
});

const counts = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 12 });

function sectionsOf(sizes: readonly number[]): Section[] {
  let offset = 0;
  return sizes.map((count, i) => {
    const section = { offset, count, heading: sizes.length > 1 ? `section ${i}` : undefined, note: undefined };
    offset += count;
    return section;
  });
}

function heightOf(layout: GridLayout, is: 'heading' | 'photos'): number {
  return is === 'heading' ? measures.headingPx : layout.pitchPx;
}
