import fs from 'node:fs';
import path from 'node:path';
import { createFilmPage } from '../../main/embedder/frames/film-page.ts';
import { openHeadless } from '../../main/embedder/frames/headless.ts';
import { lookInto, openFile } from '../../main/embedder/open-file.ts';
import { readSidecar } from '../../main/formats/metadata/sidecar.ts';
import { readSidecarAside } from '../../main/formats/sidecar-pool.ts';
import { filmMetadata } from '../../main/formats/video/film-metadata.ts';
import { identifyFilm } from '../../main/pipeline/identify-film.ts';
import { identify } from '../../main/pipeline/identify.ts';
import { Failure } from '../../main/util/failure.ts';
import { hostileSidecars } from '../fixtures/hostile-sidecars.ts';
import type { Family, Outcome } from './family.ts';
import { formats, fuzzed, isSidecar, makeSeeds } from './fuzz-seeds.ts';

const page = createFilmPage(openHeadless);

const sizes = [10, 100, 1_000, 10_000, 100_000];
const names = Object.keys(hostileSidecars);
/** CPU time: whatever else the machine does. */
const mostCpuMs = 10_000;
const mostBytes = 1_500_000_000;

/** Sidecars made to hold up or fill whoever reads them, ten times larger four times. */
export const hostileFiles: Family = {
  name: 'hostile-sidecars',
  what: `${names.length} kinds of sidecars made to fill the memory or never to end, growing tenfold four times`,
  quick: 40,
  total: () => names.length * sizes.length,
  run({ number }) {
    const make = hostileSidecars[names[Math.floor(number / sizes.length)] ?? ''];
    const { kind, bytes } = make?.(sizes[number % sizes.length] ?? 10) ?? { kind: 'xmp', bytes: Buffer.alloc(0) };
    return judged(() => readSidecar(kind, bytes));
  },
};

/** Files of every format and sidecars of every kind with bytes changed, cut, doubled or exchanged. */
export const fuzzedFiles: Family = {
  name: 'fuzzed-files',
  what: `files of every format and sidecars of every kind (${formats.join(', ')}) with bytes changed, cut, doubled or exchanged`,
  quick: 200,
  total: () => 2_000,
  prepare: makeSeeds,
  async run({ number, shared, folder, random }) {
    const format = formats[number % formats.length] ?? 'jpeg';
    const bytes = fuzzed(shared, format, random);
    if (isSidecar(format)) return judged(() => readSidecarAside(format, bytes));
    const file = path.join(folder, `a.${format}`);
    fs.writeFileSync(file, bytes);
    return judged(async () => {
      const found = await lookInto(file);
      if (found.is === 'film') {
        await identifyFilm(file, found.container);
        await filmMetadata(found.file, found.container, new Map());
        return;
      }
      const opened = await openFile(file, page);
      identify(opened.format, opened.file);
      await opened.format.metadata(opened.file);
      await opened.format.decode(opened.file, { longEdge: 512, shortEdge: 256 });
    });
  },
};

async function judged(read: () => unknown): Promise<Outcome> {
  const before = process.cpuUsage();
  let outcome: Outcome = { is: 'opened' };
  try {
    await read();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    outcome = { is: 'told' };
  }
  const { user, system } = process.cpuUsage(before);
  if ((user + system) / 1000 > mostCpuMs) return { is: 'lost', why: `it took ${(user + system) / 1e6} s of CPU time` };
  const { rss } = process.memoryUsage();
  return rss > mostBytes ? { is: 'lost', why: `it took ${Math.round(rss / 1e6)} MB` } : outcome;
}
