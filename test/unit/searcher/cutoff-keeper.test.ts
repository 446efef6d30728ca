import path from 'node:path';
import { expect, test } from 'vitest';
import { starter } from '../../../main/models/starter.ts';
import { createCutoffKeeper, type SampledPhoto } from '../../../main/searcher/cutoff-keeper.ts';
import { createMeanings } from '../../../main/searcher/meanings.ts';
import { encodeHalf } from '../../../main/util/half.ts';

const resources = path.join(import.meta.dirname, '../../../resources');

/** Photos that look like nothing, the same at every run. */
function photosOf(count: number): SampledPhoto[] {
  return Array.from({ length: count }, (_, photoId) => {
    const vector = Float32Array.from({ length: starter.dim }, (__, d) => Math.sin((photoId + 1) * (d + 1)));
    const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
    return { photoId, half: encodeHalf(vector.map((value) => value / length)) };
  });
}

test.each([
  ['a small library, with each photo', 40, 41, 41],
  ['a large one, when it changed by a tenth', 1000, 1050, 1200],
])('the cut of %s is made anew, and that is told each time', async (_, first, same, more) => {
  let made = 0;
  const calibration = path.join(resources, 'calibration');
  const keeper = createCutoffKeeper({
    model: starter,
    folder: calibration,
    meanings: createMeanings(starter, path.join(resources, 'models/starter'), calibration),
    onMade: () => made++,
  });
  let count = first;
  const sample = (most: number) => photosOf(Math.min(most, count));
  await keeper.prepare(count, sample);
  expect(made).toBe(1);
  await keeper.now(count, sample);
  expect(made).toBe(1);
  count = same;
  await keeper.now(count, sample);
  expect(made).toBe(same === more ? 2 : 1);
  // A large one is asked with the cut that is there: what comes of it is told when it is ready.
  count = more;
  await keeper.now(count, sample);
  await keeper.renew(count, sample);
  expect(made).toBe(3);
  const cutoff = await keeper.now(count, sample);
  expect(cutoff).toBeDefined();
  expect(made).toBe(3);
});
