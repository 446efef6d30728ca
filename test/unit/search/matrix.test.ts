import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createBitmap } from '../../../main/search/bitmap.ts';
import { createMatrix, type Matrix } from '../../../main/search/matrix.ts';
import { calibrate, uncalibrated } from '../../../main/search/quantise.ts';
import { decodeHalf, encodeHalf } from '../../../main/util/half.ts';
import { cosine, flat, unitVectors } from './unit-vectors.ts';

/** Four times what eight bits leave on average in vectors of 16; larger ones have less. */
const tolerance = 6e-3;

describe.each([16, 40, 512, 768])('dim %d', (dim) => {
  const vectors = unitVectors(dim, 300, 1);
  const queries = unitVectors(dim, 20, 2);
  const filled = (put: (matrix: Matrix, id: number, vector: Float32Array) => void) => {
    const matrix = createMatrix(dim, calibrate(flat(vectors), dim));
    vectors.forEach((vector, i) => put(matrix, i + 1, vector));
    return matrix;
  };

  test('scores are the cosines of a plain loop, as near as eight bits allow', () => {
    const matrix = filled((to, id, vector) => to.put(id, vector));
    for (const query of queries) {
      const { photoIds, scores } = matrix.scores(query);
      expect([...photoIds]).toEqual(vectors.map((_, i) => i + 1));
      vectors.forEach((vector, i) =>
        expect(Math.abs((scores[i] ?? NaN) - cosine(query, vector))).toBeLessThan(tolerance),
      );
    }
  });

  test('scores are exactly those of the int8 values', () => {
    const matrix = filled((to, id, vector) => to.put(id, vector));
    const { mean, step } = matrix.calibration;
    const [query] = queries;
    if (!query) throw new Error('no query');
    const { scores } = matrix.scores(query);
    vectors.forEach((vector, i) => {
      let sum = 0;
      vector.forEach((value, d) => {
        const m = mean[d] ?? 0;
        const s = step[d] ?? 1;
        sum += (query[d] ?? 0) * (m + s * Math.max(-128, Math.min(127, Math.round((value - m) / s))));
      });
      // What is left is the query's 16 bits, and the odd value that lies halfway between two steps.
      expect(scores[i]).toBeCloseTo(sum, 3);
    });
  });

  test('half floats give the same bits as the floats they stand for', () => {
    const fromFloats = filled((to, id, vector) => {
      const rounded = new Float32Array(dim);
      decodeHalf(encodeHalf(vector), rounded);
      to.put(id, rounded);
    });
    const fromHalves = filled((to, id, vector) => to.putHalf(id, encodeHalf(vector)));
    for (const query of queries)
      expect([...fromHalves.scores(query).scores]).toEqual([...fromFloats.scores(query).scores]);
  });
});

test('half floats that are subnormal, negative or zero widen exactly', () => {
  const dim = 16;
  const values = Float32Array.from(
    { length: dim },
    (_, i) => [0, -0, 2 ** -24, -(2 ** -20), 0.5, -0.999, 2 ** -14, 1][i % 8] ?? 0,
  );
  const calibration = { mean: new Float32Array(dim), step: new Float32Array(dim).fill(1 / 127), sampleCount: 1 };
  const matrix = createMatrix(dim, calibration);
  matrix.putHalf(1, encodeHalf(values));
  values.forEach((value, d) => {
    const axis = new Float32Array(dim);
    axis[d] = 1;
    expect(matrix.scores(axis).scores[0]).toBeCloseTo(Math.round(value * 127) / 127, 4);
  });
});

test('any order of putting, replacing and removing leaves the vectors that a Map would hold', () => {
  const dim = 16;
  const vectors = unitVectors(dim, 50, 3);
  const [query = new Float32Array(dim)] = unitVectors(dim, 1, 4);
  const step = fc.record({ id: fc.integer({ min: 1, max: 40 }), vector: fc.option(fc.integer({ min: 0, max: 49 })) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), fc.array(fc.integer({ min: 1, max: 40 })), (steps, allowedIds) => {
      const matrix = createMatrix(dim, calibrate(flat(vectors), dim));
      const model = new Map<number, Float32Array>();
      for (const { id, vector } of steps) {
        const chosen = vector === null ? undefined : vectors[vector];
        if (chosen) {
          matrix.put(id, chosen);
          model.set(id, chosen);
        } else {
          matrix.remove(id);
          model.delete(id);
        }
      }
      const check = (expectedIds: number[], found: { photoIds: Uint32Array; scores: Float32Array }) => {
        expect([...found.photoIds].sort((a, b) => a - b)).toEqual(expectedIds.sort((a, b) => a - b));
        found.photoIds.forEach((id, i) => {
          expect(
            Math.abs((found.scores[i] ?? NaN) - cosine(query, model.get(id) ?? new Float32Array(dim))),
          ).toBeLessThan(2e-2);
        });
      };
      expect(matrix.count).toBe(model.size);
      for (let id = 1; id <= 40; id++) expect(matrix.has(id)).toBe(model.has(id));
      check([...model.keys()], matrix.scores(query));
      const allowed = createBitmap(40, allowedIds);
      check(
        [...model.keys()].filter((id) => allowed.has(id)),
        matrix.scores(query, allowed),
      );
    }),
  );
});

test('more rows than one call of the kernel scores, with and without a filter', () => {
  const dim = 16;
  const vectors = unitVectors(dim, 97, 5);
  const [query = new Float32Array(dim)] = unitVectors(dim, 1, 6);
  const matrix = createMatrix(dim, uncalibrated(dim));
  const count = 40_001;
  for (let id = 1; id <= count; id++) matrix.put(id, vectors[id % 97] ?? query);
  const all = matrix.scores(query);
  expect(all.scores.length).toBe(count);
  const byVector = [...all.scores.subarray(0, 97)];
  all.photoIds.forEach((id, i) => expect(all.scores[i]).toBe(byVector[(id - 1) % 97]));

  const odd = createBitmap(
    count,
    Array.from({ length: count }, (_, i) => i + 1).filter((id) => id % 2 === 1),
  );
  const some = matrix.scores(query, odd);
  expect(some.photoIds.length).toBe(odd.count);
  some.photoIds.forEach((id, i) => expect(some.scores[i]).toBe(byVector[(id - 1) % 97]));
});

test('a query of the largest possible values does not overflow', () => {
  const dim = 2048;
  const query = new Float32Array(dim).fill(1 / Math.sqrt(dim));
  const matrix = createMatrix(dim, uncalibrated(dim));
  matrix.put(
    1,
    query.map((value) => value * 100),
  ); // saturates every int8
  const saturated = matrix.calibration.step.reduce((sum, step, d) => sum + (query[d] ?? 0) * step * 127, 0);
  expect(matrix.scores(query).scores[0]).toBeCloseTo(saturated, 3);
});

test('a vector of another length is refused', () => {
  const matrix = createMatrix(512, uncalibrated(512));
  expect(() => matrix.putHalf(1, new Uint8Array(1000))).toThrow(/1000/);
});
