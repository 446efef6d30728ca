import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBitmap } from '../../../main/search/bitmap.ts';
import { search } from '../../../main/search/index.ts';
import { createMatrix, type Matrix } from '../../../main/search/matrix.ts';
import { calibrate, uncalibrated } from '../../../main/search/quantise.ts';
import { scan } from '../../../main/tags/scan.ts';
import { cosine, flat, unitVectors } from './unit-vectors.ts';

const dim = 16;
const vectors = unitVectors(dim, 50, 3);
const [query = new Float32Array(dim)] = unitVectors(dim, 1, 4);

function put(matrix: Matrix, id: number, parts: readonly Float32Array[]): void {
  parts.forEach((vector, part) => matrix.put(id, vector, part));
}

test('any order of putting, replacing and removing films leaves the best moment of each', () => {
  const step = fc.record({
    id: fc.integer({ min: 1, max: 20 }),
    parts: fc.array(fc.integer({ min: 0, max: 49 }), { maxLength: 6 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), fc.array(fc.integer({ min: 1, max: 20 })), (steps, allowedIds) => {
      const matrix = createMatrix(dim, calibrate(flat(vectors), dim));
      const model = new Map<number, Float32Array[]>();
      for (const { id, parts } of steps) {
        const chosen = parts.map((at) => vectors[at] ?? query);
        if (chosen.length === 0) matrix.remove(id);
        else put(matrix, id, chosen);
        if (chosen.length === 0) model.delete(id);
        else model.set(id, chosen);
      }
      const bestOf = (id: number) => Math.max(...(model.get(id) ?? []).map((part) => cosine(query, part)));
      const check = (ids: number[], found: { photoIds: Uint32Array; scores: Float32Array }) => {
        expect([...found.photoIds].sort((a, b) => a - b)).toEqual(ids.sort((a, b) => a - b));
        found.photoIds.forEach((id, i) => expect(Math.abs((found.scores[i] ?? NaN) - bestOf(id))).toBeLessThan(2e-2));
      };
      expect(matrix.count).toBe(model.size);
      expect(matrix.vectorCount).toBe([...model.values()].reduce((sum, parts) => sum + parts.length, 0));
      check([...model.keys()], matrix.scores(query));
      const allowed = createBitmap(20, allowedIds);
      check(
        [...model.keys()].filter((id) => allowed.has(id)),
        matrix.scores(query, allowed),
      );
      const sliced: { photoIds: number[]; scores: number[] } = { photoIds: [], scores: [] };
      while (sliced.photoIds.length < matrix.count) {
        const { photoIds, scores } = matrix.scoresFrom(query, sliced.photoIds.length, 4);
        expect(photoIds.length).toBeGreaterThan(0);
        sliced.photoIds.push(...photoIds);
        sliced.scores.push(...scores);
      }
      check([...model.keys()], {
        photoIds: Uint32Array.from(sliced.photoIds),
        scores: Float32Array.from(sliced.scores),
      });
      const best = matrix.bestParts(query, [...model.keys(), 99]);
      expect([...best.keys()].sort((a, b) => a - b)).toEqual(
        [...model].filter(([, parts]) => parts.length > 1).map(([id]) => id).sort((a, b) => a - b), // prettier-ignore
      );
      for (const [id, part] of best)
        expect(bestOf(id) - cosine(query, model.get(id)?.[part] ?? new Float32Array(dim))).toBeLessThan(2e-2);
    }),
  );
});

test('films beside photos change no bit of what photos score', () => {
  const alone = createMatrix(dim, uncalibrated(dim));
  const beside = createMatrix(dim, uncalibrated(dim));
  vectors.forEach((vector, i) => {
    alone.put(i + 1, vector);
    put(beside, i + 1, [vector]);
  });
  put(beside, 100, vectors.slice(0, 20));
  expect([...beside.scores(query).scores.subarray(0, vectors.length)]).toEqual([...alone.scores(query).scores]);
});

test('more moments than one call of the kernel scores', () => {
  const matrix = createMatrix(dim, uncalibrated(dim));
  for (let id = 1; id <= 300; id++)
    put(
      matrix,
      id,
      Array.from({ length: 60 }, (_, at) => vectors[(id + at) % 40] ?? query),
    );
  const best = Math.max(...vectors.slice(0, 40).map((vector) => cosine(query, vector)));
  for (const score of matrix.scores(query).scores) expect(Math.abs(score - best)).toBeLessThan(2e-2);
});

test('a part without those before it is left for who tells of the change', () => {
  const matrix = createMatrix(dim, uncalibrated(dim));
  matrix.put(1, query);
  matrix.put(1, query, 2);
  matrix.put(2, query, 1);
  expect(matrix.vectorCount).toBe(1);
});

test('a search finds a film once, by its best moment as it is stored', () => {
  const matrix = createMatrix(dim, uncalibrated(dim));
  const film = [vectors[0] ?? query, vectors[1] ?? query, query, vectors[2] ?? query];
  put(matrix, 7, film);
  vectors.slice(3, 20).forEach((vector, i) => matrix.put(10 + i, vector));
  let asked: ReadonlyMap<number, number> = new Map();
  const { photoIds, scores } = search(
    { plus: [{ vector: query, weight: 1 }], minus: [], without: [] },
    {
      matrix,
      vectorsOf: (ids, parts) => {
        asked = parts;
        return Array.from(ids, (id) => (id === 7 ? film[parts.get(id) ?? 0] : vectors[id - 7]));
      },
    },
  );
  expect(photoIds.length).toBe(18);
  expect(photoIds[0]).toBe(7);
  expect(scores[0]).toBeCloseTo(1, 5);
  expect([...asked]).toEqual([[7, 2]]);
});

test('a film is scanned for a tag once, by its best moment', async () => {
  const matrix = createMatrix(dim, uncalibrated(dim));
  put(matrix, 1, [vectors[0] ?? query, query, vectors[1] ?? query]);
  matrix.put(2, query);
  const list = await scan(
    () => matrix,
    { vector: query, line: { base: -9, slope: 12 } },
    async () => undefined,
  );
  expect([...list.ids.subarray(0, list.count)]).toEqual([1, 2]);
  expect(list.chances[0]).toBe(list.chances[1]);
});
