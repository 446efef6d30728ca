import { expect, test } from 'vitest';
import { createBatcher } from '../../../main/embedder/batcher.ts';

/** Pictures of four bytes, four in a pass; the model answers with the first byte of each. */
function batcherOf() {
  const seen: number[][] = [];
  const batcher = createBatcher({
    batchSize: 4,
    bytesPerPicture: 4,
    slotCount: 1,
    dim: 1,
    infer({ memory }) {
      const bytes = new Uint8Array(memory);
      seen.push([0, 4, 8, 12].map((at) => bytes[at] ?? 0));
      return Promise.resolve(Float32Array.from(seen.at(-1) ?? []));
    },
  });
  const add = (value: number) =>
    batcher.add((memory, offset) => {
      if (value === 0) return Promise.reject(new Error('not a picture'));
      new Uint8Array(memory, offset, 4).fill(value);
      return Promise.resolve();
    }, batcher.expect());
  const addAll = async (values: readonly number[]) =>
    (await Promise.allSettled(values.map(add))).map((it) => (it.status === 'fulfilled' ? it.value[0] : 'failed'));
  return { addAll, seen };
}

test('a picture that could not be written leaves its place to one of the others, so that no pass holds nothing', async () => {
  const { addAll, seen } = batcherOf();
  expect(await addAll([7, 0, 9])).toEqual([7, 'failed', 9]);
  expect(seen).toEqual([[7, 7, 9, 7]]);
});

test('a batch of pictures that all failed is not run', async () => {
  const { addAll, seen } = batcherOf();
  expect(await addAll([0, 0])).toEqual(['failed', 'failed']);
  expect(seen).toEqual([]);
  // Its slot is free again: the next one is run.
  expect(await addAll([5])).toEqual([5]);
  expect(seen).toEqual([[5, 5, 5, 5]]);
});
