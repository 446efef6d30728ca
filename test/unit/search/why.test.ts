import { expect, test } from 'vitest';
import { heatMap, occlusions } from '../../../main/search/why.ts';

const size = 28;
const pixels = Uint8Array.from({ length: size * size * 3 }, (_, i) => (Math.floor(i / 3) % size < 14 ? 0 : 200));

test('each occlusion is the photo with one grey patch, and together the patches cover it', () => {
  const grid = { cells: 4, patchCells: 1 };
  const all = occlusions(pixels, size, grid);
  expect(all.length).toBe(16 * pixels.length);
  const isCovered = new Uint8Array(size * size);
  for (let place = 0; place < 16; place++) {
    let changed = 0;
    for (let at = 0; at < size * size; at++) {
      if (all[place * pixels.length + at * 3] === pixels[at * 3]) continue;
      changed++;
      isCovered[at] = 1;
    }
    expect(changed).toBe(49);
  }
  expect(isCovered.every((covered) => covered === 1)).toBe(true);
});

test('the map is hottest where the score fell most, and cold where it rose', () => {
  expect([...heatMap(0.4, Float32Array.from([0.3, 0.35, 0.4, 0.45]))]).toEqual([1, expect.closeTo(0.5, 5), 0, 0]);
});

test('a photo in which no patch matters has no hot place', () => {
  expect([...heatMap(0.4, Float32Array.from([0.399, 0.401, 0.4]))]).toEqual([0, 0, 0]);
});

test('pixels of another size are a mistake of the caller', () => {
  expect(() => occlusions(pixels, 30)).toThrow();
});
