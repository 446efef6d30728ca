import os from 'node:os';
import path from 'node:path';
import fs from 'node:fs';
import { buildIfChanged } from '../../../scripts/build.ts';
import { electronRuntime } from '../../../scripts/electron-runtime.ts';
import { needsVirtualScreen, startVirtualScreen } from '../../../scripts/virtual-screen.ts';
import { type AppPage, openAppPage } from '../shared/app-page.ts';
import { measured, notMeasured, promised } from '../shared/report.ts';
import { type Bench, rest } from '../shared/scale.ts';
import { median, percentile, spread } from '../shared/statistics.ts';
import { whyNotInTheApp } from '../start/index.ts';
import { hoverFilm, openAtMoment } from './in-page.ts';
import { benchFilms, ffmpeg, hasFfmpeg, type MadeFilm } from './make-films.ts';

const filmSeconds = 60;
/** What a person feels as at once, and as soon. */
const bars = { hoverMs: 100, viewerMs: 500 };

/**
 * What a hand feels of films in the built app: from the pointer on a card to its first moment, and from the open to the picture of the
 * moment that answers, beside ffmpeg, which decodes that one picture.
 */
export const playingBench: Bench = async (scale, tell) => {
  const why = hasFfmpeg() ? whyNotInTheApp() : 'there is no ffmpeg here, which makes them and is the peer';
  if (why !== undefined) return tell(notMeasured('films in the window', why));
  const films = await benchFilms(scale, scale.isQuick ? 20 : filmSeconds);
  const times = scale.isQuick ? 3 : 20;
  const runtime = await electronRuntime();
  if (await buildIfChanged()) scale.say('built the app');
  const library = path.join(scale.folder, 'playing-library');
  fs.rmSync(library, { recursive: true, force: true });
  const screen = needsVirtualScreen() ? await startVirtualScreen() : undefined;
  try {
    const env = { ...process.env, ...runtime.env, ...(screen && { DISPLAY: screen.display }) };
    const folder = path.dirname(films[0]?.file ?? '');
    await using app = await openAppPage(runtime.electron, library, env, ['--add', folder]);
    const ids = await indexed(app, films);
    await rest(2_000);
    for (const { name, file } of films) {
      const id = ids.get(path.basename(file)) ?? 0;
      const load = () => `load ${(os.loadavg()[0] ?? 0).toFixed(1)}`;
      const note = (all: readonly number[]) =>
        `p95 of ${all.length}, p50 ${median(all).toFixed(0)}, ${spread(all, 0)} ms; ${load()}`;
      const hovered = (await app.evaluate(hoverFilm(id, times))) as number[]; // it answers with milliseconds
      tell(promised(`the first moment under the pointer, film ${name}`, percentile(hovered, 95), 'ms', { below: bars.hoverMs }, note(hovered)));
      const opened = (await app.evaluate(openAtMoment(id, times))) as { ms: number; atMs: number }[]; // the same
      const openedMs = opened.map(({ ms }) => ms);
      tell(promised('the viewer at the moment', percentile(openedMs, 95), 'ms', { below: bars.viewerMs }, note(openedMs)));
      const picture = path.join(scale.folder, 'moment.jpg');
      const peer = opened.map(({ atMs }) => {
        const began = performance.now();
        ffmpeg(['-ss', String(atMs / 1_000), '-i', file, '-frames:v', '1', picture]);
        return performance.now() - began;
      });
      tell(measured('ffmpeg: the picture of that moment decoded', percentile(peer, 95), 'ms', note(peer)));
    }
  } finally {
    screen?.stop();
  }
}; // prettier-ignore

/** Waits until all moments are known. @returns ids by names of files */
async function indexed(app: AppPage, films: readonly MadeFilm[]): Promise<ReadonlyMap<string, number>> {
  const cards = (await app.evaluate(`(async () => {
    for (let n = 0; n < 1_200; n++) {
      const { value } = await lumisift.call('list.open', { text: 'is:video' });
      if (value?.count === ${films.length} && value.cards.every((card) => card.partCount > 1)) return value.cards;
      await new Promise((go) => setTimeout(go, 250));
    }
    throw new Error('the films were not read in time');
  })()`)) as { id: number; name: string }[]; // what the contract says
  return new Map(cards.map(({ id, name }) => [name, id]));
}
