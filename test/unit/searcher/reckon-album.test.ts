import { expect, test } from 'vitest';
import { joined, leaningOf, reckonManual } from '../../../main/searcher/reckon-album.ts';

const vectors = new Map([
  [1, Float32Array.of(1, 0, 0)],
  [2, Float32Array.of(0, 1, 0)],
  [3, Float32Array.of(0, 0, 1)],
]);
// One array for all, as the searcher has it.
const shared = new Float32Array(3);
const vectorOf = (photoId: number): Float32Array | undefined => {
  const vector = vectors.get(photoId);
  if (vector === undefined) return undefined;
  shared.set(vector);
  return shared;
};

test('examples ask for one direction each: what belongs with half the weight of the words, what does not against it', () => {
  const { plus, minus } = leaningOf({ included: [1, 2, 99], excluded: [3] }, true, vectorOf);
  expect(plus).toHaveLength(1);
  expect(plus[0]?.weight).toBe(0.5);
  expect([...(plus[0]?.vector ?? [])].map((value) => value.toFixed(3))).toEqual(['0.707', '0.707', '0.000']);
  expect(minus).toEqual([{ vector: Float32Array.of(0, 0, 1), weight: 0.5 }]);
});

test('without words the examples are the question; what does not belong asks nothing by itself', () => {
  expect(leaningOf({ included: [1], excluded: [] }, false, vectorOf).plus[0]?.weight).toBe(1);
  expect(leaningOf({ included: [], excluded: [1] }, false, vectorOf)).toEqual({ plus: [], minus: [] });
  expect(leaningOf({ included: [99], excluded: [98] }, true, vectorOf)).toEqual({ plus: [], minus: [] });
});

test('an album with others in it has each photo once, its own first', () => {
  const album = joined([reckonManual([3, 1]), reckonManual([1, 2]), reckonManual([])]);
  expect([...album.photoIds]).toEqual([3, 1, 2]);
  expect(album.sections).toEqual([{ band: 'all', count: 3 }]);
  expect(joined([reckonManual([5]), reckonManual([])]).photoIds).toEqual(Uint32Array.of(5));
});
