import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { until } from '../fixtures/open-library.ts';
import { launchApp } from './launch-app.ts';
import { attributeNow, createShots, settled } from './seen.ts';

const samples = path.join(import.meta.dirname, '../../resources/sample-photos');
const shot = createShots('picture-info');

test('beside an open photo stand its tones, and all that its file says is searched and copied', async () => {
  using home = temporaryFolder();
  await using launched = await launchApp(home.path, ['--add', samples]);
  const { page, app } = launched;
  await settled(page, { least: 31 });
  await page.getByTestId('search-box').fill('chelsea');
  await until('the cat', async () =>
    ((await attributeNow(page.locator('[data-index="0"]'), 'aria-label')) ?? '').startsWith('chelsea'),
  );
  await page.locator('[data-index="0"]').dblclick();
  await page.getByTestId('viewer').waitFor();
  await page.keyboard.press('i');
  await page.getByTestId('tones').waitFor();
  expect((await page.getByTestId('tones').locator('.red').getAttribute('d'))?.length).toBeGreaterThan(1_000);
  await shot(page, '1-tones');

  await page.getByTestId('info-sheet').click();
  await page.getByTestId('file-sheet-tag').first().waitFor();
  const all = await page.getByTestId('file-sheet-tag').count();
  expect(all).toBeGreaterThan(15);
  await shot(page, '2-sheet');
  await page.getByTestId('file-sheet-search').fill('mime');
  await until('one is found', async () => (await page.getByTestId('file-sheet-tag').count()) === 1);
  await app.evaluate(({ clipboard }) => {
    clipboard.writeText = (text) => Promise.resolve(void Object.assign(globalThis, { copied: text }));
  });
  await page.getByTestId('file-sheet-copy').click();
  await until('it is copied', async () =>
    ((await app.evaluate(() => (globalThis as { copied?: string }).copied)) ?? '').includes('MIMEType\timage/'),
  );
  await page.evaluate(() => window.lumisift.call('settings.change', { theme: 'light', language: 'zh-CN' }));
  await page.getByTestId('file-sheet-search').fill('');
  await until('all again', async () => (await page.getByTestId('file-sheet-tag').count()) === all);
  await shot(page, '3-sheet-zh');
  await page.keyboard.press('Escape');
  await page.getByTestId('file-sheet').waitFor({ state: 'detached' });
  expect(await page.getByTestId('viewer').count()).toBe(1);
});
