import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { until } from '../fixtures/open-library.ts';
import { launchApp } from './launch-app.ts';
import { attributeNow, createShots, rested, settled } from './seen.ts';

const samples = path.join(import.meta.dirname, '../../resources/sample-photos/outdoors');
const shot = createShots('turning');

test('photos turn by a key in the grid and open, are mirrored, and turn back; their files do not', async () => {
  using home = temporaryFolder();
  using own = temporaryFolder();
  const [name = ''] = fs.readdirSync(samples).filter((one) => one.endsWith('.jpg')).sort(); // prettier-ignore
  const file = path.join(own.path, name);
  fs.copyFileSync(path.join(samples, name), file);
  const bytes = fs.readFileSync(file);
  await using launched = await launchApp(home.path, ['--add', own.path]);
  const { page } = launched;
  await settled(page, 1);
  await until('its picture', async () => (await shapeOf(page, 'photo-cell')) !== undefined);
  const before = await shapeOf(page, 'photo-cell');
  const turned = before === 'wide' ? 'high' : 'wide';
  await page.locator('[data-testid="photo-cell"]').first().click();
  await page.keyboard.press(']');
  await until('it is turned in the grid', async () => (await shapeOf(page, 'photo-cell')) === turned);
  await page.keyboard.press('Control+z');
  await until('it is turned back', async () => (await shapeOf(page, 'photo-cell')) === before);

  await page.locator('[data-testid="photo-cell"]').first().dblclick();
  const viewer = page.getByTestId('viewer');
  const ready = () => until('it is shown', async () => (await attributeNow(viewer, 'data-picture')) === 'ready');
  await viewer.waitFor();
  await ready();
  await page.getByTestId('viewer-turn').click();
  await until('it is turned in the viewer', async () => (await shapeOf(page, 'viewer')) === turned);
  await ready();
  const whole = viewer.locator('img').first();
  const shownBefore = await whole.getAttribute('src');
  await page.keyboard.press('Shift+F');
  await until(
    'it is another picture',
    async () => ![undefined, shownBefore].includes(await attributeNow(whole, 'src')),
  );
  await ready();
  await shot(page, '1-turned-and-mirrored');
  await page.keyboard.press('Escape');
  await settled(page, 1);
  await page.emulateMedia({ colorScheme: 'dark' });
  await shot(page, '2-grid-dark');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await until('it is as it was', async () => (await shapeOf(page, 'photo-cell')) === before);
  expect(fs.readFileSync(file)).toEqual(bytes);
});

test('a turn is written into the file when that is asked for: the photo is shown as before, and is turned back with one press', async () => {
  using home = temporaryFolder();
  using own = temporaryFolder();
  const [name = ''] = fs.readdirSync(samples).filter((one) => one.endsWith('.jpg')).sort(); // prettier-ignore
  const file = path.join(own.path, name);
  fs.copyFileSync(path.join(samples, name), file);
  const bytes = fs.readFileSync(file);
  await using launched = await launchApp(home.path, ['--add', own.path]);
  const { page } = launched;
  await settled(page, 1);
  const cell = page.getByTestId('photo-cell').first();
  await until('its picture', async () => (await shapeOf(page, 'photo-cell')) === 'wide');
  await cell.click();
  await page.keyboard.press(']');
  await until('it is turned', async () => (await shapeOf(page, 'photo-cell')) === 'high');

  await page.getByTestId('selection-write').click();
  const preview = page.locator('[data-testid="write"][data-stage="preview"]');
  await preview.waitFor();
  expect(await page.getByTestId('write-field-turn').count()).toBe(0);
  await page.getByText('Into the photos').click();
  await preview.waitFor();
  expect(await page.getByTestId('planned').count()).toBe(0);
  await page.getByTestId('write-field-turn').check();
  const change = page.locator('[data-testid="planned"] [data-field="turn"]');
  await change.waitFor();
  expect((await change.innerText()).trim()).toBe('upright → a quarter to the right');
  await shot(page, '3-write');
  expect(fs.readFileSync(file)).toEqual(bytes);
  await page.getByTestId('write-go').click();
  await page.getByTestId('write-result').waitFor();
  expect((await sharp(fs.readFileSync(file)).metadata()).orientation).toBe(6);
  await page.keyboard.press('Escape');
  await page.getByTestId('write').waitFor({ state: 'detached' });
  await settled(page, 1);
  await until('it is shown as before', async () => (await shapeOf(page, 'photo-cell')) === 'high');
  await cell.dblclick();
  await page.locator('[data-testid="viewer"][data-picture="ready"]').waitFor();
  await until('open too', async () => (await shapeOf(page, 'viewer')) === 'high');
  await rested(page);
  await shot(page, '4-written');
  await page.keyboard.press('Escape');

  await page.emulateMedia({ colorScheme: 'dark' });
  await page.getByTestId('nav-settings').click();
  await page.getByTestId('undo-write').click();
  await until('the file is as it was', () => fs.readFileSync(file).equals(bytes));
  await page.getByTestId('nav-photos').click();
  await settled(page, 1);
  await until('it is turned in the library', async () => (await shapeOf(page, 'photo-cell')) === 'high');
});

/** Of the picture in it. */
async function shapeOf(page: Page, testId: string): Promise<'wide' | 'high' | undefined> {
  const sizes = await page
    .locator(`[data-testid="${testId}"] img`)
    .evaluateAll((images) => images.map((one) => (one instanceof HTMLImageElement ? [one.naturalWidth, one.naturalHeight] : []))); // prettier-ignore
  const [width = 0, height = 0] = sizes.at(-1) ?? [];
  return width === 0 ? undefined : width > height ? 'wide' : 'high';
}
