import fs from 'node:fs';
import { median, percentile } from '../shared/statistics.ts';
import { madeLibrary } from '../shared/made-library.ts';
import { measured, promised, type Row } from '../shared/report.ts';
import type { Bench, Scale } from '../shared/scale.ts';
import { bareRanking } from './bare-ranking.ts';
import { throughSearcher } from './through-searcher.ts';
import { whileIndexing } from './while-indexing.ts';
import { withFilms } from './with-films.ts';

/** From typed words to ranked photos in the real searcher process; and the ranking alone, beside sqlite-vec and plain JS. */
export const searchBench: Bench = async (scale, tell) => {
  const counts = scale.isQuick ? [2_000, 5_000] : scale.withMillion ? [10_000, 100_000, 1_000_000] : [10_000, 100_000];
  for (const count of counts) {
    await rankingOf(count, scale, tell);
    // A library of a million photos on the disk would be 38 GB of thumbnails: there the whole question stands for it.
    if (count < 1_000_000) await searchingIn(count, scale, tell);
  }
  await amongFilms(scale, tell);
};

/** What one moment after the other of every film costs: three times as many vectors as there are photos. */
async function amongFilms(scale: Scale, tell: (row: Row) => void): Promise<void> {
  const [count, films, moments] = scale.isQuick ? [2_000, 50, 20] : [100_000, 5_000, 60];
  const photos = await madeLibrary(scale, count);
  scale.say(`${short(count)} photos and ${films.toLocaleString('en')} films of ${moments} moments`);
  const library = await withFilms(photos, films, moments);
  try {
    const alone = await throughSearcher(scale, photos);
    const { readyMs, timesMs, megabytes } = await throughSearcher(scale, library);
    const at = `at ${short(count)} + ${films.toLocaleString('en')} films of ${moments}`;
    tell(measured(`vectors into memory ${at}`, readyMs, 'ms'));
    tell(
      measured(
        `words to ranked photos ${at}, p50`,
        median(timesMs),
        'ms',
        `of the photos alone ${median(alone.timesMs).toFixed(1)} ms in the same run`,
      ),
    );
    tell(promised(`words to ranked photos ${at}, p95`, percentile(timesMs, 95), 'ms', { below: 60 }));
    if (megabytes !== undefined)
      tell(
        measured(
          `memory of the searcher ${at}`,
          megabytes,
          'MB',
          `with the photos alone ${alone.megabytes?.toFixed(0) ?? '?'} MB`,
        ),
      );
  } finally {
    fs.rmSync(library.folder, { recursive: true, force: true });
  }
}

async function rankingOf(count: number, scale: Scale, tell: (row: Row) => void): Promise<void> {
  const { kernel, withSort, whole, matrixBytes, float32, sqliteVec, recallAt10 } = await bareRanking(scale, count);
  const at = `at ${short(count)}`;
  const p50 = median(withSort);
  // What is promised of one core: so long, or hardly longer than the scores themselves take on this machine.
  const atMost = count <= 100_000 ? 3 : 25;
  const toKernel = p50 / median(kernel);
  tell({
    ...promised(`ranking ${at}, p50`, p50, 'ms', { atMost }, `one thread; recall@10 ${recallAt10.toFixed(4)}`),
    bar: `<= ${atMost}, or 1.2 x`,
    isMet: p50 <= atMost || toKernel <= 1.2,
  });
  tell(
    measured(`its scores alone ${at}, p50`, median(kernel), 'ms', `the ranking takes ${toKernel.toFixed(2)} x that`),
  );
  const below = count <= 100_000 ? 50 : 150;
  tell(
    measured(`sentence to cut list ${at}, p50`, median(whole), 'ms', 'parsed, half of the photos filtered, one thread'),
  );
  tell(promised(`sentence to cut list ${at}, p95`, percentile(whole, 95), 'ms', { below }));
  tell(
    measured(`vectors in memory ${at}`, matrixBytes / 1e6, 'MB', `${(matrixBytes / count).toFixed(0)} bytes a photo`),
  );
  tell(
    measured(
      `plain JS float32 ${at}, p50`,
      median(float32),
      'ms',
      `${ratio(float32, withSort)} that the ranking takes`,
    ),
  );
  tell(
    measured(
      `sqlite-vec float32, best 200, ${at}, p50`,
      median(sqliteVec),
      'ms',
      `${ratio(sqliteVec, withSort)} that the ranking takes`,
    ),
  );
}

async function searchingIn(count: number, scale: Scale, tell: (row: Row) => void): Promise<void> {
  const library = await madeLibrary(scale, count);
  const at = `at ${short(count)}`;
  const below = count <= 100_000 ? 50 : 150;
  const quiet = await throughSearcher(scale, library);
  tell(measured(`vectors into memory ${at}`, quiet.readyMs, 'ms', 'start of the searcher process until it answers'));
  tell(measured(`words to ranked photos ${at}, p50`, median(quiet.timesMs), 'ms', `${quiet.timesMs.length} questions`));
  tell(promised(`words to ranked photos ${at}, p95`, percentile(quiet.timesMs, 95), 'ms', { below }));
  const busy = await whileIndexing(scale, library);
  tell(
    measured(
      `the same while indexing ${at}, p50`,
      median(busy.timesMs),
      'ms',
      `${busy.photosPerSecond.toFixed(1)} photos/s`,
    ),
  );
  tell(
    promised(
      `the same while indexing ${at}, p95`,
      percentile(busy.timesMs, 95),
      'ms',
      { below },
      `${busy.timesMs.length} questions`,
    ),
  );
}

function ratio(of: readonly number[], to: readonly number[]): string {
  return `${(median(of) / median(to)).toFixed(1)} x the time`;
}

function short(count: number): string {
  return count >= 1_000_000 ? `${count / 1_000_000}M` : `${count / 1_000}k`;
}
