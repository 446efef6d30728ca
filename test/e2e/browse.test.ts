import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { until } from '../fixtures/open-library.ts';
import { launchApp } from './launch-app.ts';
import { attributeNow, createShots, settled } from './seen.ts';

const samples = path.join(import.meta.dirname, '../../resources/sample-photos');
const shot = createShots('browse');

test('years, places, cameras and tags are looked through, and a click asks for one of them; the way leads back', async () => {
  using home = temporaryFolder();
  using own = temporaryFolder();
  const photos = path.join(own.path, 'My photos');
  fs.cpSync(samples, photos, { recursive: true });
  const count = fs.readdirSync(photos, { recursive: true, encoding: 'utf8' }).filter((it) => it.endsWith('.jpg')).length; // prettier-ignore
  await using launched = await launchApp(home.path, ['--add', photos]);
  const { page } = launched;
  await settled(page, count);
  const items = page.getByTestId('browse-item');
  await page.getByTestId('nav-browse').click();
  await items.first().waitFor();
  await page.locator('[data-testid="browse-item"] img').first().waitFor();
  await shot(page, '1-years');
  const [year = '', said = ''] = (await items.first().innerText()).split('\n').filter((line) => line.trim() !== '');
  expect(year).toMatch(/^\d{4}$/);
  await items.first().click();
  await until('its photos', async () => (await attributeNow(page.getByTestId('photo-grid'), 'data-asked')) === `date:${year}`); // prettier-ignore
  expect(said).toBe(`${await page.getByTestId('result-count').getAttribute('data-count')} photo${said.endsWith('s') ? 's' : ''}`); // prettier-ignore
  await page.keyboard.press('Alt+ArrowLeft');
  await items.first().waitFor();
  await page.emulateMedia({ colorScheme: 'dark' });
  for (const [kind, name] of [
    ['camera', 'Cameras'],
    ['place', 'Places'],
    ['tag', 'Tags'],
  ] as const) {
    // prettier-ignore
    await page.getByTestId('browse').getByText(name, { exact: true }).click();
    await until(`${name} are read`, async () => {
      const view = page.getByTestId('browse');
      return (await attributeNow(view, 'data-by')) === kind && (await attributeNow(view, 'data-count')) !== undefined;
    });
    await shot(page, `2-${kind}-dark`);
  }
});
