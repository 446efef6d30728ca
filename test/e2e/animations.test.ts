import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { makeAnimation } from '../fixtures/make-animations.ts';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { until } from '../fixtures/open-library.ts';
import { launchApp } from './launch-app.ts';
import { createShots, rested, settled } from './seen.ts';

const shot = createShots('animations');

test('GIF, WebP and PNG that move play in the viewer; where less motion is wanted they stand until they are asked to', async () => {
  using home = temporaryFolder();
  using own = temporaryFolder();
  const moving = ['gif', 'webp', 'png'] as const;
  for (const [at, as] of moving.entries()) {
    const colours = [[220, 40, 40 + 60 * at], [40, 40 + 60 * at, 220]] as const; // prettier-ignore
    const bytes = await makeAnimation(as, { width: 480, height: 320, colours, delayMs: 200 });
    fs.writeFileSync(path.join(own.path, `moving.${as}`), bytes);
  }
  await sharp(Buffer.alloc(48 * 32 * 3, 120), { raw: { width: 48, height: 32, channels: 3 } })
    .gif()
    .toFile(path.join(own.path, 'standing.gif'));
  await using launched = await launchApp(home.path, ['--add', own.path]);
  const { page } = launched;
  await settled(page, 4);
  const button = page.getByTestId('play-animation');

  for (const as of moving) {
    await open(page, `moving.${as}`);
    await until(`${as} moves`, async () => (await seen(page)).size === 2);
    await button.filter({ hasText: 'Pause' }).waitFor();
    await page.keyboard.press('v');
    await page.getByTestId('still').waitFor();
    await button.filter({ hasText: 'Play' }).waitFor();
    expect([...(await seen(page))], as).toEqual(['red']);
    if (as === 'gif') await shot(page, '1-paused');
    await page.keyboard.press('Escape');
  }
  await open(page, 'standing.gif');
  expect(await button.count()).toBe(0);
  await page.keyboard.press('Escape');

  await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'dark' });
  await page.evaluate(() => window.lumisift.call('settings.change', { language: 'zh-CN' }));
  for (const as of moving) {
    await open(page, `moving.${as}`);
    await page.getByTestId('still').waitFor();
    expect([...(await seen(page))], as).toEqual(['red']);
    if (as === 'webp') await shot(page, '2-still-zh');
    await button.click();
    await until(`${as} moves when it is asked to`, async () => (await seen(page)).size === 2);
    await page.keyboard.press('Escape');
  }
  const cell = (name: string) => page.locator(`[data-testid="photo-cell"][aria-label^="${name}"]`);
  await cell('moving.gif').click();
  await cell('moving.webp').click({ modifiers: ['Control'] });
  await page.keyboard.press('Shift+C');
  const panes = page.locator('[data-testid="compare-pane"][data-ready="true"]');
  await until('both are shown', async () => (await panes.count()) === 2);
  expect(await panes.getByTestId('still').count()).toBe(2);
  await rested(page);
  expect([...(await seen(page))]).toEqual(['red']);
  await shot(page, '3-compared');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await open(page, 'standing.gif');
  await page.getByRole('img', { name: 'standing.gif' }).waitFor();
  expect(await page.getByTestId('still').count()).toBe(0);
});

async function open(page: Page, name: string): Promise<void> {
  await page.getByTestId('viewer').waitFor({ state: 'detached' });
  await page.locator(`[data-testid="photo-cell"][aria-label^="${name}"]`).dblclick();
  await page.locator('[data-testid="viewer"][data-picture="ready"]').waitFor();
  await rested(page);
}

/** The colours that the middle of the window has in the course of a second. */
async function seen(page: Page): Promise<Set<'red' | 'blue'>> {
  const colours = new Set<'red' | 'blue'>();
  for (const end = Date.now() + 1_000; Date.now() < end;) {
    const clip = { x: 600, y: 400, width: 4, height: 4 };
    const [red = 0, , blue = 0] = await sharp(await page.screenshot({ clip }))
      .removeAlpha()
      .raw()
      .toBuffer();
    colours.add(red > blue ? 'red' : 'blue');
  }
  return colours;
}
