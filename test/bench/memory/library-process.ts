/** @file Runs in a process of its own, bundled as the app is: the main process of a library, without a window. */
import os from 'node:os';
import { openDatabases } from '../../../main/db/open.ts';
import { createLibrary } from '../../../main/library/index.ts';
import { forkNode } from '../../../main/util/fork-node.ts';
import { modestHeap } from '../../../main/util/modest-heap.ts';
import type { Fork, ProcessName } from '../../../main/util/port.ts';
import { serve } from '../shared/helper-process.ts';
import { captionOf } from '../shared/made-vectors.ts';
import { residentMegabytes } from '../shared/resident.ts';
import { rest } from '../shared/scale.ts';

export type LibraryQuestion =
  /** After the scan and twenty searches, and a pause. */
  | { readonly is: 'rest'; readonly restMs: number }
  /** Adds a folder, indexes it and forgets it again. */
  | { readonly is: 'index'; readonly folder: string }
  | { readonly is: 'stop' };

/** Resident memory in MB. */
export type Sizes = Partial<Record<'main' | ProcessName, number>>;

modestHeap();
serve(async ({ folder, resourcesFolder }: { folder: string; resourcesFolder: string }) => {
  const pids = new Map<'main' | ProcessName, number | undefined>([['main', process.pid]]);
  const fork: Fork = (name, options) => {
    const child = forkNode(name, options);
    pids.set(name, child.pid);
    return child;
  };
  const library = createLibrary({
    db: openDatabases({ folder }),
    fork,
    resourcesFolder,
    languages: () => ['en'],
    cores: os.availableParallelism(),
    now: Date.now,
    log: () => undefined,
  });
  const sizes = (): Sizes =>
    Object.fromEntries(
      [...pids].flatMap(([name, pid]) => {
        const size = residentMegabytes(pid);
        return size === undefined ? [] : [[name, size]];
      }),
    );

  return async (asked: LibraryQuestion): Promise<Sizes> => {
    if (asked.is === 'stop') {
      await library.stop();
      return {};
    }
    if (asked.is === 'rest') {
      await library.work.settled();
      await library.lists.open({});
      for (let at = 0; at < 20; at++) await library.lists.open({ text: captionOf(at * 7) });
      await rest(asked.restMs);
      return sizes();
    }
    const highest: Sizes = {};
    const timer = setInterval(() => {
      const now = sizes();
      for (const name of pids.keys()) highest[name] = Math.max(highest[name] ?? 0, now[name] ?? 0);
    }, 50);
    const id = await library.folders.add(asked.folder);
    await library.work.settled();
    clearInterval(timer);
    const { failed, embedded } = library.work.tally();
    library.folders.remove(id);
    if (failed > 0 || embedded === 0) throw new Error(`${embedded} photos were embedded, ${failed} failed`);
    return highest;
  };
});
