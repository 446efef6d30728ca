import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { until } from '../fixtures/open-library.ts';
import { launchApp } from './launch-app.ts';
import { attributeNow, createShots, nameOfFirst, settled, textNow } from './seen.ts';

const samples = path.join(import.meta.dirname, '../../resources/sample-photos');
const shot = createShots('marks');

test('favourites by a key, with a heart and stars on the photo; what is hidden goes, is found again, and comes back', async () => {
  using home = temporaryFolder();
  using own = temporaryFolder();
  const photos = path.join(own.path, 'My photos');
  fs.cpSync(samples, photos, { recursive: true });
  const count = fs.readdirSync(photos, { recursive: true, encoding: 'utf8' }).filter((it) => it.endsWith('.jpg')).length; // prettier-ignore
  await using launched = await launchApp(home.path, ['--add', photos]);
  const { page } = launched;
  await settled(page, count);
  const cell = (index: number) => page.locator(`[data-testid="photo-cell"][data-index="${index}"]`);
  const shown = async () => Number(await page.getByTestId('photo-grid').getAttribute('aria-rowcount'));
  const hearts = page.getByTestId('favourite');
  const first = await nameOfFirst(page);

  await cell(0).click();
  await page.keyboard.press('f');
  await hearts.waitFor();
  expect(await cell(0).getAttribute('aria-label')).toContain('Favourite');
  await page.keyboard.press('4');
  await until('stars on the photo', async () => (await textNow(page.getByTestId('marks')))?.includes('4') === true);
  await page.keyboard.press('Control+a');
  await page.keyboard.press('f');
  await until('all are favourites', async () => (await hearts.count()) > 3);
  await page.keyboard.press('Escape');
  await shot(page, '1-favourites');
  await page.keyboard.press('Control+z');
  await until('as before', async () => (await hearts.count()) === 1);
  await page.getByTestId('nav-favourites').click();
  await until('the favourite alone', async () => (await page.getByTestId('photo-cell').count()) === 1);
  expect(await page.getByTestId('chip').innerText()).toContain('Favourite');
  await cell(0).dblclick();
  await page.getByTestId('viewer').waitFor();
  const heart = page.getByTestId('viewer-favourite');
  await until('the heart is on', async () => (await attributeNow(heart, 'aria-pressed')) === 'true');
  await shot(page, '2-viewer');
  await page.keyboard.press('f');
  await until('the heart is off', async () => (await attributeNow(heart, 'aria-pressed')) === 'false');
  await page.keyboard.press('Control+z');
  await until('the heart is on again', async () => (await attributeNow(heart, 'aria-pressed')) === 'true');
  await page.keyboard.press('Escape');

  await page.getByTestId('nav-photos').click();
  await until('all again', async () => (await page.getByTestId('photo-cell').count()) > 1);
  const rows = await shown();
  await cell(0).click();
  await page.keyboard.press('h');
  await page.getByTestId('notices').getByText('is:hidden').waitFor();
  // It still counts as embedded; the grid is that of all others.
  await settled(page, count);
  expect(await nameOfFirst(page)).not.toBe(first);
  await page.getByTestId('search-box').fill('is:hidden');
  await until('it is there', async () => (await nameOfFirst(page)) === first);
  await page.emulateMedia({ colorScheme: 'dark' });
  await shot(page, '3-hidden-dark');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.getByTestId('nav-photos').click();
  await until('without it', async () => ![first, undefined].includes(await nameOfFirst(page)));
  await cell(0).click();
  await page.keyboard.press('Control+z');
  await until('it is back', async () => (await nameOfFirst(page)) === first);
  expect(await shown()).toBe(rows);
});
