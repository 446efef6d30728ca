import fs from 'node:fs';
import path from 'node:path';
import { buildBeside } from '../../../scripts/build.ts';
import { root } from '../../../scripts/root.ts';
import { startHelper } from '../shared/helper-process.ts';
import { madeLibrary, type MadeLibrary } from '../shared/made-library.ts';
import { resourcesFolder } from '../shared/model.ts';
import { benchPhotos, copyAsOthers } from '../shared/photos.ts';
import { measured, notMeasured, promised, type Row } from '../shared/report.ts';
import { residentMegabytes } from '../shared/resident.ts';
import type { Bench, Scale } from '../shared/scale.ts';
import type { LibraryQuestion, Sizes } from './library-process.ts';

/**
 * Resident memory of the three processes with 100,000 photos: at rest after searches, and at its highest while photos are
 * indexed. The code is bundled as it ships (plain Node's reader of TypeScript takes 40 MB for itself), but runs in plain
 * Node: what Electron adds to it is Chromium's.
 */
export const memoryBench: Bench = async (scale, tell) => {
  if (residentMegabytes(process.pid) === undefined) {
    tell(notMeasured('memory', `there is no way to ask for it on ${process.platform}`));
    return;
  }
  await buildBeside(bundle, { 'library-process': 'test/bench/memory/library-process.ts' });
  const empty = await sizesOf(scale, await madeLibrary(scale, 1), undefined);
  const library = await madeLibrary(scale, scale.isQuick ? 5_000 : 100_000);
  const photos = path.join(scale.folder, 'photos-for-memory');
  fs.rmSync(photos, { recursive: true, force: true });
  copyAsOthers(await benchPhotos(scale), photos, scale.isQuick ? 24 : 240);
  try {
    report(library.count, empty.atRest, await sizesOf(scale, library, photos), tell);
  } finally {
    fs.rmSync(photos, { recursive: true, force: true });
  }
};

const bundle = 'dist/bench';

interface Measured {
  readonly atRest: Sizes;
  readonly highest: Sizes;
}

async function sizesOf(scale: Scale, { folder, count }: MadeLibrary, add: string | undefined): Promise<Measured> {
  scale.say(`memory with ${count.toLocaleString('en')} photos`);
  using helper = startHelper<LibraryQuestion, Sizes>(path.join(root, bundle, 'library-process.js'), {
    folder,
    resourcesFolder,
  });
  const atRest = await helper.ask({ is: 'rest', restMs: scale.isQuick ? 500 : 5_000 });
  const highest = add === undefined ? {} : await helper.ask({ is: 'index', folder: add });
  await helper.ask({ is: 'stop' });
  return { atRest, highest };
}

function report(count: number, empty: Sizes, { atRest, highest }: Measured, tell: (row: Row) => void): void {
  const at = `${count.toLocaleString('en')} photos`;
  const searcher = atRest.searcher ?? NaN;
  tell(promised(`main, ${at}, at rest`, atRest.main ?? NaN, 'MB', { atMost: 250 }, less(empty.main)));
  tell(promised(`main, ${at}, while indexing, highest`, highest.main ?? NaN, 'MB', { atMost: 250 }));
  tell(measured(`searcher, ${at}, at rest`, searcher, 'MB', less(empty.searcher)));
  tell(measured(`searcher, ${at}, while indexing, highest`, highest.searcher ?? NaN, 'MB'));
  tell(
    promised(
      'searcher, for each 100,000 photos',
      (searcher - (empty.searcher ?? NaN)) * (100_000 / count),
      'MB',
      { atMost: 64 },
      'at rest, above that of a library with one photo',
    ),
  );
  tell(measured('embedder, while indexing, highest', highest.embedder ?? NaN, 'MB', 'replaced at 1,800 MB'));
}

function less(megabytes: number | undefined): string {
  return `with one photo ${megabytes?.toFixed(0) ?? '?'} MB`;
}
