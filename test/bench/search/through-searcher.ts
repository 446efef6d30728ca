import path from 'node:path';
import { starter } from '../../../main/models/starter.ts';
import { createSearcher, type Searcher } from '../../../main/searcher/host.ts';
import { forkNode } from '../../../main/util/fork-node.ts';
import type { Fork } from '../../../main/util/port.ts';
import type { MadeLibrary } from '../shared/made-library.ts';
import { captionCount, captionOf } from '../shared/made-vectors.ts';
import { resourcesFolder, starterFolder } from '../shared/model.ts';
import { residentMegabytes } from '../shared/resident.ts';
import type { Scale } from '../shared/scale.ts';

/** The real searcher process on that library. */
export function startSearcher({ folder }: Pick<MadeLibrary, 'folder'>, fork: Fork = forkNode): Searcher {
  return createSearcher({
    fork,
    setup: {
      libraryFile: path.join(folder, 'library.db'),
      indexFile: path.join(folder, 'index.db'),
      modelId: starter.id,
      modelFolder: starterFolder,
      placesFile: path.join(resourcesFolder, 'places/places.bin'),
      calibrationFolder: path.join(resourcesFolder, 'calibration'),
    },
    log: () => undefined,
  });
}

/** One question after the other; none is asked twice, because the searcher remembers what words mean. */
export async function throughSearcher(
  scale: Scale,
  library: MadeLibrary,
): Promise<{ readyMs: number; timesMs: number[]; megabytes: number | undefined }> {
  const startMs = performance.now();
  let pid: number | undefined;
  using searcher = startSearcher(library, (name, options) => {
    const child = forkNode(name, options);
    pid = child.pid;
    return child;
  });
  const found = await searcher.ready();
  if (found !== library.count) throw new Error(`the searcher has ${found} of ${library.count} photos`);
  const readyMs = performance.now() - startMs;
  const ask = createAsking(searcher);
  for (let at = 0; at < 5; at++) await ask();
  const timesMs: number[] = [];
  for (let at = 0; at < (scale.isQuick ? 10 : 200); at++) timesMs.push(await ask());
  return { readyMs, timesMs, megabytes: residentMegabytes(pid) };
}

/** @returns asks something new each time: from the words to the list with its first cards, in milliseconds */
export function createAsking(searcher: Searcher): () => Promise<number> {
  let next = 0;
  return async () => {
    const text = captionOf((next++ * 7) % captionCount);
    const startMs = performance.now();
    const { count } = await searcher.ask({ is: 'open', question: { text }, languages: ['en'] });
    const tookMs = performance.now() - startMs;
    if (count === 0) throw new Error(`nothing was found for "${text}"`);
    return tookMs;
  };
}
