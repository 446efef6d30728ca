import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLibraryForReading } from '../../../main/searcher/read-library.ts';
import { loadVectors } from '../../../main/searcher/vectors.ts';
import { cosine, unitVectors } from '../../unit/search/unit-vectors.ts';
import { until } from '../../fixtures/open-library.ts';
import { makeLibrary } from './make-library.ts';

const dim = 64;

test('a library that grows from nothing is calibrated on the way, and its scores get finer', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lumisift-vectors-'));
  using library = makeLibrary(folder, 'm@1');
  const reader = openLibraryForReading(library.files, 'm@1');
  const loaded = await loadVectors(reader, dim);
  const [query = new Float32Array(dim), ...vectors] = unitVectors(dim, 801, 1);
  /** Root of the mean squared difference from the exact cosines. */
  const error = () => {
    const { photoIds, scores } = loaded.matrix.scores(query);
    const squares = Array.from(photoIds, (id, i) => {
      const vector = vectors[id - 1] ?? new Float32Array(dim);
      return ((scores[i] ?? NaN) - cosine(query, vector)) ** 2;
    });
    return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
  };
  const embed = (from: number, to: number) => {
    const ids = library.transaction(() =>
      vectors.slice(from, to).map((vector, i) => library.add({ name: `${from + i}.jpg`, takenWallMs: 0, vector })),
    );
    loaded.apply(reader.states(ids));
  };

  expect(loaded.matrix.count).toBe(0);
  embed(0, 200);
  expect(loaded.matrix.calibration.sampleCount).toBe(0);
  const before = error();

  embed(200, 300);
  embed(300, 800); // while the first 300 are being read again
  await until('it is calibrated', () => loaded.matrix.calibration.sampleCount > 0);
  expect(loaded.matrix.calibration.sampleCount).toBeGreaterThanOrEqual(256);
  expect(loaded.matrix.count).toBe(800);
  expect(error()).toBeLessThan(before / 1.5);

  reader.close();
  await rm(folder, { recursive: true });
});
