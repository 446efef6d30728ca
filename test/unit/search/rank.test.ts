import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rank } from '../../../main/search/rank.ts';
import { refine } from '../../../main/search/refine.ts';
import { cosine, unitVectors } from './unit-vectors.ts';

const scores = fc.float32Array({ noNaN: true, min: -1, max: 1, maxLength: 500 });

test('the ranked list holds every photo once, with its own score, from the best to the last', () => {
  fc.assert(
    fc.property(scores, (values) => {
      const photoIds = Uint32Array.from(values, (_, i) => 1000 - i);
      const list = rank({ photoIds, scores: values });
      expect([...list.photoIds].sort()).toEqual([...photoIds].sort());
      list.photoIds.forEach((id, i) => expect(list.scores[i]).toBe(values[1000 - id]));
      // One of 65,536 steps between the least and the highest is as fine as the order goes.
      const stepSize = (Math.max(...values) - Math.min(...values)) / 65_535;
      for (let i = 1; i < values.length; i++)
        expect((list.scores[i] ?? 0) - (list.scores[i - 1] ?? 0)).toBeLessThanOrEqual(stepSize * 1.01);
    }),
  );
});

test('the best and the last are at the ends', () => {
  const list = rank({ photoIds: Uint32Array.of(1, 2, 3), scores: Float32Array.of(0.1, 0.9, -0.5) });
  expect([...list.photoIds]).toEqual([2, 1, 3]);
});

test('a list of equal scores keeps its order', () => {
  const list = rank({ photoIds: Uint32Array.of(5, 3, 9), scores: Float32Array.of(0.2, 0.2, 0.2) });
  expect([...list.photoIds]).toEqual([5, 3, 9]);
});

test('refining puts the head in the order of the exact cosines', () => {
  const vectors = unitVectors(64, 600, 1);
  const [query = new Float32Array(64)] = unitVectors(64, 1, 2);
  const exact = vectors.map((vector) => cosine(query, vector));
  const rough = exact.map((score, i) => score + ((i % 7) - 3) * 2e-4);
  const photoIds = Uint32Array.from(vectors, (_, i) => i + 1);
  const list = refine(rank({ photoIds, scores: Float32Array.from(rough) }), query, vectorsOf(vectors), Infinity);
  const right = [...exact.keys()].sort((a, b) => (exact[b] ?? 0) - (exact[a] ?? 0)).map((i) => i + 1);
  expect([...list.photoIds.subarray(0, 200)]).toEqual(right.slice(0, 200));
  expect(new Set(list.photoIds).size).toBe(600);
});

test('refining that runs out of time leaves a whole list', () => {
  const vectors = unitVectors(16, 100, 1);
  const query = vectors[0] ?? new Float32Array(16);
  const photoIds = Uint32Array.from(vectors, (_, i) => i + 1);
  const list = refine(rank({ photoIds, scores: new Float32Array(100) }), query, vectorsOf(vectors), -1);
  expect(new Set(list.photoIds).size).toBe(100);
});

const vectorsOf = (vectors: readonly Float32Array[]) => (ids: Uint32Array) => Array.from(ids, (id) => vectors[id - 1]);
