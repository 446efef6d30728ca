import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { until } from '../fixtures/open-library.ts';
import { launchApp } from './launch-app.ts';
import { attributeNow, createShots, settled } from './seen.ts';

const samples = path.join(import.meta.dirname, '../../resources/sample-photos/trips');
const shot = createShots('cropping');

test('a photo is cropped by hand and key, seen as it was, and whole again; flags are given by keys; a panorama is looked along', async () => {
  using home = temporaryFolder();
  using own = temporaryFolder();
  const [name = ''] = fs.readdirSync(samples).filter((one) => one.endsWith('.jpg')).sort(); // prettier-ignore
  const file = path.join(own.path, name);
  fs.copyFileSync(path.join(samples, name), file);
  await makePanorama(path.join(own.path, 'panorama.jpg'));
  const bytes = fs.readFileSync(file);
  await using launched = await launchApp(home.path, ['--add', own.path]);
  const { page } = launched;
  await settled(page, 2);
  const cell = page.locator(`[data-testid="photo-cell"][aria-label^="${name}"]`);
  const viewer = page.getByTestId('viewer');
  const ready = () => until('it is shown', async () => (await attributeNow(viewer, 'data-picture')) === 'ready');

  await cell.click();
  await page.keyboard.press('Shift+X');
  await until('it is rejected', async () => (await attributeNow(cell.getByTestId('flag'), 'data-flag')) === 'rejected');
  await page.keyboard.press('Shift+P');
  await until('it is picked', async () => (await attributeNow(cell.getByTestId('flag'), 'data-flag')) === 'picked');
  expect(await cell.getAttribute('aria-label')).toContain('Picked');
  await page.keyboard.press('Control+z');
  await until('rejected again', async () => (await attributeNow(cell.getByTestId('flag'), 'data-flag')) === 'rejected');
  await shot(page, '1-rejected');
  await page.keyboard.press('u');
  await cell.getByTestId('flag').waitFor({ state: 'detached' });

  await cell.dblclick();
  await viewer.waitFor();
  await ready();
  const whole = await shapeOf(page);
  await page.keyboard.press('c');
  await page.getByTestId('region').waitFor();
  await page.getByTestId('crop-keep').waitFor();
  await viewer.locator('select').selectOption('1:1');
  const square = () => boxOf(page, '[data-testid="region"]');
  await until('the part is a square', async () => Math.abs(((await square()) ?? 0) - 1) < 0.02);
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('ArrowRight');
  await until('a square still', async () => Math.abs(((await square()) ?? 0) - 1) < 0.02);
  await shot(page, '2-crop-tool');
  await viewer.focus();
  await page.keyboard.press('Enter');
  await page.getByTestId('crop-keep').waitFor({ state: 'detached' });
  await until('it is shown as a square', async () => Math.abs(((await shapeOf(page)) ?? 0) - 1) < 0.02);
  await shot(page, '3-cropped');
  await page.keyboard.press('Shift+P');
  await page.getByTestId('viewer-flag').waitFor();
  await page.keyboard.down('o');
  await page.getByTestId('before').waitFor();
  await until('as it was', async () => Math.abs(((await shapeOf(page)) ?? 0) - (whole ?? 0)) < 0.02);
  await shot(page, '4-before');
  await page.keyboard.up('o');
  await page.getByTestId('before').waitFor({ state: 'detached' });
  await until('cropped again', async () => Math.abs(((await shapeOf(page)) ?? 0) - 1) < 0.02);
  // Turned as well, and seen as the file has it: neither turned nor cropped.
  await page.keyboard.press(']');
  await ready();
  await page.getByTestId('viewer-before').click();
  await page.getByTestId('before').waitFor();
  await ready();
  await until('neither turned nor cropped', async () => Math.abs(((await shapeOf(page)) ?? 0) - (whole ?? 0)) < 0.02);
  await page.getByTestId('viewer-before').click();
  await page.getByTestId('before').waitFor({ state: 'detached' });
  await ready();
  await page.keyboard.press('Escape');
  await page.emulateMedia({ colorScheme: 'dark' });
  await shot(page, '5-grid-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  // Back through the turn, the flag and the crop.
  for (let step = 0; step < 3; step++) await page.keyboard.press('Control+z');
  await cell.getByTestId('flag').waitFor({ state: 'detached' });
  await cell.dblclick();
  await viewer.waitFor();
  await ready();
  await until('it is whole', async () => Math.abs(((await shapeOf(page)) ?? 0) - (whole ?? 0)) < 0.02);
  await page.keyboard.press('Escape');
  expect(fs.readFileSync(file)).toEqual(bytes);

  await page.locator('[data-testid="photo-cell"][aria-label^="panorama.jpg"]').dblclick();
  await viewer.waitFor();
  await ready();
  await shot(page, '6-panorama-whole');
  await page.getByTestId('viewer-along').click();
  const left = () => viewer.locator('.photo').evaluateAll((all) => (all[0] as HTMLElement | undefined)?.offsetLeft);
  await until('it begins at its left end', async () => ((await left()) ?? -1) === 0);
  await page.keyboard.press('ArrowRight');
  await until('it moves along', async () => ((await left()) ?? 0) < -100);
  await shot(page, '7-panorama-along');
  expect(await attributeNow(viewer, 'aria-label')).toContain('panorama.jpg');
  await page.keyboard.press('Escape');
  await until(
    'whole again',
    async () => (await attributeNow(page.getByTestId('viewer-along'), 'aria-pressed')) === 'false',
  );
});

/** Width by height of the picture as it is drawn. */
function shapeOf(page: Page): Promise<number | undefined> {
  return boxOf(page, '[data-testid="viewer"] .photo');
}

async function boxOf(page: Page, selector: string): Promise<number | undefined> {
  const [box] = await page.locator(selector).evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON() as DOMRect)); // prettier-ignore
  return box && box.width / box.height;
}

async function makePanorama(file: string): Promise<void> {
  const [width, height] = [3_000, 500];
  const data = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      data.set([(x / width) * 255, (y / height) * 255, (x >> 6) % 2 ? 200 : 60], (y * width + x) * 3);
  await sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg()
    .toFile(file);
}
