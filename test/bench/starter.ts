import { openImageTower } from '../../main/models/open-image-tower.ts';
import { starter } from '../../main/models/starter.ts';
import { starterFolder } from './shared/model.ts';
import { measured, promised } from './shared/report.ts';
import type { Bench } from './shared/scale.ts';
import { median, percentile, seededRandom } from './shared/statistics.ts';

/** The image tower of the model that ships with the app, on one thread. */
export const starterBench: Bench = async ({ isQuick }, tell) => {
  const { size } = starter.image.preprocess;
  const { batchSize } = starter.image;
  await using tower = await openImageTower(starter, starterFolder, { provider: 'cpu', threads: 1 });
  const random = seededRandom(1);
  const pixels = Uint8Array.from({ length: batchSize * size * size * 3 }, () => 256 * random());
  const timesMs: number[] = [];
  const rounds = isQuick ? 8 : 100;
  for (let round = -5; round < rounds; round++) {
    const startMs = performance.now();
    await tower.embedImages(pixels, batchSize);
    if (round >= 0) timesMs.push((performance.now() - startMs) / batchSize);
  }
  tell(
    promised('image tower, one thread, p50', median(timesMs), 'ms/photo', { atMost: 40 }, `batches of ${batchSize}`),
  );
  tell(
    measured('image tower, one thread, p5', percentile(timesMs, 5), 'ms/photo', 'least disturbed by other programs'),
  );
};
