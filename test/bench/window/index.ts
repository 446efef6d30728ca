import os from 'node:os';
import { buildIfChanged } from '../../../scripts/build.ts';
import { electronRuntime } from '../../../scripts/electron-runtime.ts';
import { needsVirtualScreen, startVirtualScreen } from '../../../scripts/virtual-screen.ts';
import { openAppPage } from '../shared/app-page.ts';
import { madeLibrary } from '../shared/made-library.ts';
import { measured, notMeasured, promised } from '../shared/report.ts';
import { type Bench, rest } from '../shared/scale.ts';
import { median, percentile, spread } from '../shared/statistics.ts';
import { whyNotInTheApp } from '../start/index.ts';
import { palette, scroll, switchFolders } from './in-page.ts';

/**
 * What a hand feels in the built app on a large library: frames while it scrolls, another folder, and the palette of commands, each
 * from the press to the frame that shows it.
 */
export const windowBench: Bench = async (scale, tell) => {
  const why = whyNotInTheApp();
  if (why !== undefined) {
    tell(notMeasured('frames while scrolling', why));
    return;
  }
  const runtime = await electronRuntime();
  if (await buildIfChanged()) scale.say('built the app');
  const library = await madeLibrary(scale, scale.isQuick ? 5_000 : 100_000);
  const at = `at ${library.count.toLocaleString('en')} photos`;
  const screen = needsVirtualScreen() ? await startVirtualScreen() : undefined;
  try {
    const env = { ...process.env, ...runtime.env, ...(screen && { DISPLAY: screen.display }) };
    await using app = await openAppPage(runtime.electron, library.folder, env);
    const ask = async (expression: string) => {
      const load = os.loadavg()[0] ?? 0;
      // Each answers with milliseconds.
      return { values: (await app.evaluate(expression)) as number[], busy: `load ${load.toFixed(1)} when it began` };
    };
    // The scan at the start is over.
    await rest(scale.isQuick ? 3_000 : 15_000);
    const frames = await ask(scroll(scale.isQuick ? 2_000 : 15_000));
    const where = screen ? 'virtual screen, drawn by the CPU' : 'real screen';
    tell(
      promised(
        `a frame while scrolling ${at}, p95`,
        percentile(frames.values, 95),
        'ms',
        { atMost: 20 },
        `${frames.values.length} frames, p50 ${median(frames.values).toFixed(1)}, longest ${Math.max(...frames.values).toFixed(0)} ms; ${where}; ${frames.busy}`,
      ),
    );
    const folders = await ask(switchFolders(scale.isQuick ? 4 : 12));
    tell(
      promised(
        `another folder ${at}, until its photos are there`,
        percentile(folders.values, 95),
        'ms',
        { below: 200 },
        `p95 of ${folders.values.length}, p50 ${median(folders.values).toFixed(0)}, ${spread(folders.values, 0)} ms; ${folders.busy}`,
      ),
    );
    const palettes = await ask(palette(scale.isQuick ? 4 : 20));
    tell(
      promised(
        `the palette of commands ${at}`,
        percentile(palettes.values, 95),
        'ms',
        { below: 50 },
        `p95 of ${palettes.values.length}, p50 ${median(palettes.values).toFixed(0)}, ${spread(palettes.values, 0)} ms; ${palettes.busy}`,
      ),
    );
    tell(measured('load when it ended', os.loadavg()[0] ?? 0, ''));
  } finally {
    screen?.stop();
  }
};
