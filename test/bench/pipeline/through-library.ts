import fs from 'node:fs';
import path from 'node:path';
import { openDatabases } from '../../../main/db/open.ts';
import { createLibrary } from '../../../main/library/index.ts';
import { forkNode } from '../../../main/util/fork-node.ts';
import { cores, resourcesFolder } from '../shared/model.ts';
import { copyAsOthers } from '../shared/photos.ts';
import { measured, type Row } from '../shared/report.ts';
import { rest, type Scale } from '../shared/scale.ts';

/** The same photos through everything: scan, watch, embedder, SQLite, searcher. Each photo is another one to the library. */
export async function throughLibrary(scale: Scale, photos: readonly string[], tell: (row: Row) => void): Promise<void> {
  const count = scale.isQuick ? 40 : 240;
  const folder = fs.mkdtempSync(path.join(scale.folder, 'library-of-pipeline-'));
  const added = path.join(folder, 'photos');
  copyAsOthers(photos, added, count);
  const library = createLibrary({
    db: openDatabases({ folder: path.join(folder, 'library') }),
    fork: forkNode,
    resourcesFolder,
    languages: () => ['en'],
    cores,
    now: Date.now,
    log: () => undefined,
  });
  try {
    library.settings.change({ provider: 'cpu' });
    const startMs = performance.now();
    await library.folders.add(added);
    const ends: { atMs: number; done: number }[] = [];
    for (let done = 0; done < count; await rest(10)) {
      const { embedded, failed } = library.work.tally();
      if (failed > 0) throw new Error(`${failed} photos failed`);
      if (embedded > done) ends.push({ atMs: performance.now(), done: embedded });
      done = embedded;
      if (performance.now() - startMs > 600_000) throw new Error(`only ${done} of ${count} photos in ten minutes`);
    }
    // The middle: neither the start of the processes nor the end, when stages run empty.
    const inside = ends.filter(({ done }) => done >= count * 0.2 && done <= count * 0.85);
    const [first, last] = [inside[0], inside.at(-1)];
    if (first === undefined || last === undefined || first === last) throw new Error('too few photos to measure');
    const rate = (last.done - first.done) / ((last.atMs - first.atMs) / 1000);
    const whole = count / ((ends.at(-1)!.atMs - startMs) / 1000);
    tell(
      measured(
        'through the library',
        rate,
        'photos/s',
        `${last.done - first.done} photos from the middle; ${whole.toFixed(1)} from adding the folder to the last photo`,
      ),
    );
  } finally {
    await library.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
