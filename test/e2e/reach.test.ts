import type { ElectronApplication } from 'playwright';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { launchApp } from './launch-app.ts';
import { outOfReach } from './reach.ts';
import { createShots } from './seen.ts';
import { anew, photosForViews, prepared, views } from './views.ts';

const shot = createShots('reach');

/** In the smallest window everything is opened; the others lay out as many points, or more. */
const sizes = [
  { width: 640, height: 480, zoom: 1, opened: Object.keys(views) },
  { width: 800, height: 600, zoom: 1, opened: ['timeline', 'selected', 'viewer', 'settings'] },
  { width: 1280, height: 960, zoom: 2, opened: ['timeline', 'selected', 'viewer', 'settings'] },
];

test('every control is in reach in a small window, zoomed or not, in English and Chinese', async () => {
  using home = temporaryFolder();
  using own = temporaryFolder();
  await using launched = await launchApp(home.path, ['--add', photosForViews(own.path)]);
  const { app, page } = launched;
  await prepared(page);
  const found: string[] = [];
  for (const language of ['en', 'zh-CN'] as const) {
    await page.evaluate((code) => window.lumisift.call('settings.change', { language: code }), language);
    for (const { opened, ...size } of sizes) {
      await setSize(app, size);
      for (const name of opened) {
        await anew(page);
        await views[name]?.(page);
        const where = `${name}-${language}-${size.width}x${size.height}@${size.zoom}`;
        await shot(page, where);
        found.push(...(await outOfReach(page)).map((one) => `${where}: ${one}`));
      }
    }
  }
  expect(found).toEqual([]);
});

function setSize(app: ElectronApplication, size: { width: number; height: number; zoom: number }): Promise<void> {
  return app.evaluate(({ BrowserWindow }, { width, height, zoom }) => {
    const [window] = BrowserWindow.getAllWindows();
    window?.setContentSize(width, height);
    window?.webContents.setZoomFactor(zoom);
  }, size);
}
