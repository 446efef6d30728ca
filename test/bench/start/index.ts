import fs from 'node:fs';
import path from 'node:path';
import { buildIfChanged } from '../../../scripts/build.ts';
import { electronRuntime } from '../../../scripts/electron-runtime.ts';
import { root } from '../../../scripts/root.ts';
import { needsVirtualScreen, startVirtualScreen } from '../../../scripts/virtual-screen.ts';
import { madeLibrary } from '../shared/made-library.ts';
import { measured, notMeasured, promised } from '../shared/report.ts';
import { type Bench, rest } from '../shared/scale.ts';
import { median, spread } from '../shared/statistics.ts';
import { type FirstScreen, timeToFirstScreen } from './first-screen.ts';

const runs = 3;

/**
 * From the start of the built app's process to the first screen of photos: every cell in view shows its picture. The
 * library and the app are in the disk cache; the process is cold.
 */
export const startBench: Bench = async (scale, tell) => {
  const why = whyNotInTheApp();
  if (why !== undefined) {
    tell(notMeasured('start to the first screen of photos', why));
    return;
  }
  const runtime = await electronRuntime();
  if (await buildIfChanged()) scale.say('built the app');
  const library = await madeLibrary(scale, scale.isQuick ? 5_000 : 100_000);
  const at = `at ${library.count.toLocaleString('en')} photos`;
  const screen = needsVirtualScreen() ? await startVirtualScreen() : undefined;
  try {
    const start = async (): Promise<FirstScreen> => {
      await rest(scale.isQuick ? 200 : 2_000);
      const env = { ...process.env, ...runtime.env, ...(screen && { DISPLAY: screen.display }) };
      const times = await timeToFirstScreen(runtime.electron, library.folder, env);
      scale.say(`photos after ${times.photosMs.toFixed(0)} ms`);
      return times;
    };
    // The very first one makes the window's folder and a backup.
    const first = await start();
    const all: FirstScreen[] = [];
    for (let run = 0; run < runs; run++) all.push(await start());
    const part = (name: keyof FirstScreen) => all.map((times) => times[name]);
    const photos = part('photosMs');
    tell(
      promised(
        `start to the first screen of photos ${at}`,
        median(photos) / 1000,
        's',
        { below: 1.5 },
        `${runs} starts, ${spread(photos, 0)} ms; ${median(part('cells'))} photos in view; ` +
          (screen ? 'virtual screen, drawn by the CPU' : 'real screen'),
      ),
    );
    tell(measured('of it: until the page is asked for', median(part('pageMs')) / 1000, 's'));
    tell(measured('of it: until the first cell of the grid', median(part('firstCellMs')) / 1000, 's'));
    tell(measured('the first start of all', first.photosMs / 1000, 's'));
  } finally {
    screen?.stop();
  }
};

/** Nothing is downloaded for a measurement. */
export function whyNotInTheApp(): string | undefined {
  const dists = [process.env['ELECTRON_OVERRIDE_DIST_PATH'], 'node_modules/electron/dist', '.electron/dist'];
  const isThere = dists.some(
    (dist) => dist !== undefined && fs.existsSync(path.join(path.resolve(root, dist), 'version')),
  );
  return isThere ? undefined : 'Electron is not here (`npm start` fetches it)';
}
