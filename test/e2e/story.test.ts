import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { watchNetwork } from '../fixtures/network-watch.ts';
import { until } from '../fixtures/open-library.ts';
import { launchApp } from './launch-app.ts';
import { attributeNow, createShots, nameOfFirst, settled } from './seen.ts';

const queries: { text: string; file: string }[] = JSON.parse(
  fs.readFileSync(path.join(import.meta.dirname, '../fixtures/sample-queries.json'), 'utf8'),
);
const samples = path.join(import.meta.dirname, '../../resources/sample-photos');
const shot = createShots('story');

test('the whole story: first run, add a folder, index, search, open, similar, restart - and nothing leaves the machine', async () => {
  using home = temporaryFolder();
  using own = temporaryFolder();
  const photos = path.join(own.path, 'My photos');
  fs.cpSync(samples, photos, { recursive: true });
  fs.writeFileSync(path.join(photos, 'broken.jpg'), 'not a picture');
  const pictures = fs
    .readdirSync(photos, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(jpe?g|png|webp)$/i.test(name));
  const count = pictures.length - 1;
  const strangers: string[] = [];

  {
    await using launched = await launchApp(home.path);
    const { page, app } = launched;
    const network = watchNetwork(app.process().pid ?? 0);

    await page.getByTestId('welcome').waitFor();
    await shot(page, '1-first-run');
    await app.evaluate(({ dialog }, folder) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [folder] });
    }, photos);
    await page.getByTestId('welcome').getByRole('button').first().click();
    await page.getByTestId('progress').waitFor();
    await shot(page, '2-indexing');
    await settled(page, count);
    await page.locator('[data-testid="photo-cell"] img.loaded').first().waitFor();
    await shot(page, '3-all-photos');

    for (const [at, { text, file }] of queries.entries()) {
      await search(page, text);
      await until(`"${text}" finds ${file}`, async () => (await nameOfFirst(page)) === path.basename(file));
      if (at === 0) await shot(page, '4-search');
    }

    // An answer of several photos: the viewer goes through what is shown, not through what is folded away.
    await search(page, 'mountains');
    await until('mountains are found', async () => (await nameOfFirst(page)) === 'picos.jpg');
    await page.getByTestId('search-box').press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByTestId('viewer').waitFor();
    const first = await page.getByTestId('viewer').getAttribute('data-photo-id');
    await until(
      'the photo is shown in full',
      async () => (await attributeNow(page.getByTestId('viewer'), 'data-picture')) === 'ready',
    );
    await page.keyboard.press('i');
    await page.getByTestId('info-file').first().waitFor();
    await shot(page, '5-viewer');
    await page.keyboard.press('ArrowRight');
    await until(
      'the next photo',
      async () => ![undefined, first].includes(await attributeNow(page.getByTestId('viewer'), 'data-photo-id')),
    );
    await page.keyboard.press('s');
    await page.getByTestId('similar-chip').waitFor();
    await page.locator('[data-testid="photo-cell"] img.loaded').first().waitFor();
    await shot(page, '6-similar');

    await page.evaluate(() => window.lumisift.call('work.pause', undefined));
    await until('paused', async () => (await attributeNow(page.getByTestId('progress'), 'data-state')) === 'paused');
    await page.evaluate(() => window.lumisift.call('work.resume', undefined));
    strangers.push(...network.stop());
    expect(launched.log()).not.toMatch(/\berror\b/i);
  }

  {
    await using launched = await launchApp(home.path);
    const { page, app } = launched;
    const network = watchNetwork(app.process().pid ?? 0);
    await page.locator('[data-testid="photo-cell"] img.loaded').first().waitFor();
    await settled(page, count);
    const failures = await page.evaluate(() => window.lumisift.call('failures.list', { offset: 0, limit: 10 }));
    expect(failures).toMatchObject({ ok: true, value: { count: 1, files: [{ kind: 'not-a-picture' }] } });
    await page.getByTestId('nav-failures').click();
    await page.getByTestId('failure').waitFor();
    await shot(page, '7-failures');
    await page.getByTestId('nav-settings').click();
    await page.getByTestId('settings').waitFor();
    await shot(page, '8-settings');
    await page.evaluate(() => window.lumisift.call('settings.change', { theme: 'dark', language: 'zh-CN' }));
    await until('Chinese', async () => (await attributeNow(page.locator('html'), 'lang')) === 'zh-CN');
    await page.keyboard.press('/');
    await page.getByTestId('search-box').waitFor();
    await page.locator('[data-testid="photo-cell"] img.loaded').first().waitFor();
    await shot(page, '9-dark-chinese');
    strangers.push(...network.stop());
  }
  expect(strangers).toEqual([]);
});

async function search(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Escape');
  await page.getByTestId('search-box').fill(text);
}
