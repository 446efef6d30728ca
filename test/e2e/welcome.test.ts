import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { until } from '../fixtures/open-library.ts';
import { launchApp } from './launch-app.ts';
import { createShots, nameOfFirst, settled } from './seen.ts';

const shot = createShots('welcome');

test('who has no photos at hand tries the samples: they are copied into the pictures, and found by what is in them', async () => {
  using home = temporaryFolder();
  using pictures = temporaryFolder();
  await using launched = await launchApp(home.path);
  const { app, page } = launched;
  await page.getByTestId('welcome').waitFor();
  await page
    .locator('.found')
    .last()
    .evaluate((picture: HTMLImageElement) => picture.decode());
  await shot(page, '1-welcome');
  await page.setViewportSize({ width: 800, height: 600 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await shot(page, '2-small-dark');
  await page.setViewportSize({ width: 1280, height: 820 });
  await app.evaluate(({ app: it }, folder) => it.setPath('pictures', folder), pictures.path);
  await page.getByTestId('welcome-samples').click();
  await settled(page, 36);
  expect(fs.readdirSync(path.join(pictures.path, 'Lumisift samples')).toSorted()).toEqual([
    'home',
    'outdoors',
    'trips',
  ]);
  await page.getByTestId('search-box').fill('horses on a green hill');
  await until('the horses are first', async () => (await nameOfFirst(page)) === 'sample-11.jpg');
  // With a date, as the welcome says.
  await page.getByTestId('search-box').fill('a bee, October 2006');
  await until('the bee is first', async () => (await nameOfFirst(page)) === 'severns.jpg');
  expect(await page.getByTestId('chip').count()).toBe(1);
  await shot(page, '3-asked');
});
