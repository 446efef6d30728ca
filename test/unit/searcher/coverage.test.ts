import { expect, test } from 'vitest';
import { createCoverage } from '../../../main/searcher/coverage.ts';

/** Photos that have a vector. */
const matrixOf = (...ids: number[]) => ({ has: (id: number) => ids.includes(id), ids: () => Uint32Array.from(ids) });
const nothing = { photoIds: [], lastId: 0 };

test('the first look finds every photo, and a later one what came since', () => {
  const coverage = createCoverage();
  coverage.hear([2]);
  expect(coverage.look({ photoIds: [], lastId: 7 }, matrixOf(1, 2, 2_000))).toEqual({
    ...{ fresh: [1, 2, 2_000], gone: [], heardOf: [], isAll: true },
  });
  expect(coverage.hasNews()).toBe(false);
  coverage.know([1, 2, 2_000]);
  expect(coverage.most()).toBe(2_000);
  expect(coverage.lastVectorId()).toBe(7);
  const later = coverage.look({ photoIds: [3], lastId: 8 }, matrixOf(1, 2, 3, 2_000));
  expect(later).toEqual({ fresh: [3], gone: [], heardOf: [3], isAll: false });
});

test('a photo that was answered is known still, one with a new vector is not', () => {
  const coverage = createCoverage();
  coverage.look(nothing, matrixOf(1, 2));
  coverage.know([1, 2]);
  coverage.hear([1]);
  expect(coverage.look({ photoIds: [2], lastId: 3 }, matrixOf(1, 2))).toMatchObject({ fresh: [2], heardOf: [1, 2] });
  expect([coverage.has(1), coverage.has(2)]).toEqual([true, false]);
});

test('photos that came since the last look are waited for, those that were answered or have no vector are not', () => {
  const coverage = createCoverage();
  coverage.look(nothing, matrixOf(1, 2));
  coverage.know([1, 2]);
  coverage.hear([2, 3, 4, 5]);
  const matrix = matrixOf(1, 2, 3, 4);
  expect(coverage.waitingCount(matrix)).toBe(2);
  coverage.know(coverage.look(nothing, matrix).fresh);
  expect(coverage.waitingCount(matrix)).toBe(0);
});

test('a photo that went is told once', () => {
  const coverage = createCoverage();
  coverage.look(nothing, matrixOf(1, 2));
  coverage.know([1, 2]);
  coverage.hear([2]);
  expect(coverage.look(nothing, matrixOf(1))).toMatchObject({ fresh: [], gone: [2] });
  coverage.hear([2]);
  expect(coverage.look(nothing, matrixOf(1))).toMatchObject({ gone: [] });
});

test('kept lists know the photos of then, not those with a later vector', () => {
  const coverage = createCoverage();
  coverage.startAfter(9);
  coverage.restore([1, 2, 3], [3]);
  expect([1, 2, 3].map(coverage.has)).toEqual([true, true, false]);
  expect(coverage.look({ photoIds: [], lastId: 9 }, matrixOf(1, 2, 3))).toMatchObject({ fresh: [3], isAll: false });
});
