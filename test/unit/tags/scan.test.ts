import { expect, test } from 'vitest';
import { createMatrix } from '../../../main/search/matrix.ts';
import { uncalibrated } from '../../../main/search/quantise.ts';
import { leastKept, scan, scanExactly } from '../../../main/tags/scan.ts';
import { dot } from '../../../main/util/dot.ts';

const dim = 64;
const line = { base: -1, slope: 8 };

test('a scan finds what asking each photo finds', async () => {
  const matrix = createMatrix(dim, uncalibrated(dim));
  const photos = Array.from({ length: 3_000 }, (_, at) => unit(at));
  // Not in the order of their ids, as after photos were removed.
  photos.forEach((vector, at) => matrix.put(((at * 7) % 3_000) + 1, vector));
  const asked = unit(99_999);
  const list = await scan(
    () => matrix,
    { vector: asked, line },
    async () => undefined,
  );
  const chances = new Map(Array.from({ length: list.count }, (_, at) => [list.ids[at] ?? 0, list.chances[at] ?? 0]));
  expect([...chances.keys()]).toEqual([...chances.keys()].sort((a, b) => a - b));
  expect(chances.size).toBeGreaterThan(100);
  photos.forEach((vector, at) => {
    const probability = 1 / (1 + Math.exp(-line.base - line.slope * dot(asked, vector)));
    const chance = chances.get(((at * 7) % 3_000) + 1);
    if (probability > leastKept + 0.02) expect(Math.abs((chance ?? 0) / 255 - probability)).toBeLessThan(0.02);
    if (probability < leastKept - 0.02) expect(chance).toBeUndefined();
  });
});

test('what is hardly probable is still told apart, where bytes would call it the same', async () => {
  const matrix = createMatrix(dim, uncalibrated(dim));
  const asked = unit(99_999);
  for (let at = 0; at < 300; at++) matrix.put(at + 1, unit(at));
  const improbable = { vector: asked, line: { base: -7, slope: 4 } };
  const found = await scanExactly(
    () => matrix,
    improbable,
    async () => undefined,
    0,
  );
  const cosines = new Map(found.map(({ id }) => [id, dot(asked, unit(id - 1))]));
  const [likeliest] = [...found].sort((a, b) => b.probability - a.probability);
  expect(found.length).toBe(300);
  expect(likeliest?.probability).toBeLessThan(0.01);
  expect(Math.max(...cosines.values()) - (cosines.get(likeliest?.id ?? 0) ?? 0)).toBeLessThan(0.01);
  expect(new Set(found.map(({ probability }) => probability)).size).toBeGreaterThan(200);
});

test('a photo that takes the place of a removed one between two slices is not missed', async () => {
  const matrix = createMatrix(dim, uncalibrated(dim));
  const count = 100_010; // two slices
  const vector = unit(1);
  for (let id = 1; id <= count; id++) matrix.put(id, vector);
  let pauses = 0;
  const list = await scan(
    () => matrix,
    { vector, line },
    async () => {
      // The last row moves into the first slice, which was gone through.
      if (pauses++ === 0) matrix.remove(1);
    },
  );
  expect(pauses).toBeGreaterThan(1);
  expect(list.count).toBe(count - 1);
  expect(list.ids[list.count - 1]).toBe(count);
  expect(list.ids[0]).toBe(2);
});

function unit(seed: number): Float32Array {
  let state = Math.imul(seed + 1, 2_654_435_761) >>> 0;
  const random = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
  const vector = Float32Array.from({ length: dim }, () => random() - 0.5);
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}
