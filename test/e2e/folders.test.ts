import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { makePhotos, temporaryFolder } from '../fixtures/make-photos.ts';
import { until } from '../fixtures/open-library.ts';
import { launchApp } from './launch-app.ts';
import { attributeNow, createShots, settled } from './seen.ts';

const shot = createShots('folders');

test('a folder shows its photos, with those below or without; words are asked of it; its settings are behind a button', async () => {
  using home = temporaryFolder();
  using own = temporaryFolder();
  const photos = path.join(own.path, 'My photos');
  await makePhotos(path.join(photos, 'Trips', 'Lisbon'), 3);
  await makePhotos(path.join(photos, 'Trips', 'Porto'), 2, 10);
  await makePhotos(path.join(photos, 'Trips'), 1, 20);
  await makePhotos(photos, 1, 30);
  await using launched = await launchApp(home.path, ['--add', photos]);
  const { page } = launched;
  await settled(page, 7);
  const row = (name: string) => page.locator(`[data-testid="sidebar-folders"] li[data-name="${name}"]`);
  await row('My photos').locator('.open').click();
  await page.getByTestId('folder-header').waitFor();
  await until('all of it', async () => (await shown(page)) === 7);
  // The tree is read after the list of folders.
  await row('My photos').locator('.fold').waitFor();
  await row('My photos').locator('.open').press('ArrowRight');
  await row('Trips').locator('.open').click();
  await until('its trips', async () => (await shown(page)) === 6);
  await until('as many as it says', async () => (await attributeNow(row('Trips'), 'data-count')) === '6');
  await row('Trips').locator('.open').press('ArrowRight');
  await row('Lisbon').waitFor();
  await shot(page, '1-tree');
  await page.getByTestId('folder-deep').click();
  await until('the folder alone', async () => (await shown(page)) === 1);
  await page.getByTestId('folder-deep').click();
  await until('with those below', async () => (await shown(page)) === 6);

  await row('Lisbon').locator('.open').click();
  await until('Lisbon', async () => (await shown(page)) === 3);
  await page.getByTestId('search-box').fill('type:png');
  await page.getByTestId('folder-chip').waitFor();
  await until('nothing of that kind', async () => (await shown(page)) === 0);
  await page.getByTestId('search-box').fill('type:jpeg');
  await until('only photos of the folder', async () => (await shown(page)) === 3);
  await page.getByTestId('search-box').fill('');
  await page.getByTestId('folder-header').getByRole('button', { name: 'Trips' }).click();
  await until('one up', async () => (await shown(page)) === 6);

  // What comes into the folder is shown by itself.
  await makePhotos(path.join(photos, 'Trips', 'Faro'), 1, 40);
  await until('a photo more', async () => (await shown(page)) === 7);
  await row('Faro').waitFor();
  await row('My photos').hover();
  await row('My photos')
    .getByRole('button', { name: /^Settings/u })
    .click();
  await page.getByTestId('folder').waitFor();
});

test('a folder that is dropped on the window is offered to be added, and added once it is agreed to', async () => {
  using home = temporaryFolder();
  using own = temporaryFolder();
  await makePhotos(path.join(own.path, 'Dropped'), 2);
  await makePhotos(path.join(own.path, 'Second'), 1, 10);
  await using launched = await launchApp(home.path);
  const { page } = launched;
  await page.getByText('Choose folders').waitFor();
  await dropFiles(page, [path.join(own.path, 'Dropped')]);
  await page.getByTestId('opened').waitFor();
  await shot(page, '2-offered');
  expect(await page.getByTestId('opened').textContent()).toContain(fs.realpathSync(path.join(own.path, 'Dropped')));
  await page.getByRole('button', { name: 'Add “Dropped”' }).click();
  await settled(page, 2);
  await dropFiles(page, [path.join(own.path, 'Second')]);
  await page.getByTestId('opened').waitFor();
  await page.getByRole('button', { name: 'Not now' }).click();
  await page.getByTestId('opened').waitFor({ state: 'detached' });
  const folders = await page.evaluate(() => window.lumisift.call('folders.list', undefined));
  expect(folders.ok && folders.value.map((folder) => path.basename(folder.path))).toEqual(['Dropped']);
  // The page itself has no way to name a path.
  const made = await page.evaluate(() => window.lumisift.open(new File(['x'], '/etc/passwd')));
  expect(made).toMatchObject({ ok: false, error: { kind: 'refused' } });
});

async function shown(page: Page): Promise<number> {
  return Number((await attributeNow(page.getByTestId('result-count'), 'data-count')) ?? 0);
}

/** As the system hands files over to the window that they are dropped on. */
async function dropFiles(page: Page, files: readonly string[]): Promise<void> {
  const client = await page.context().newCDPSession(page);
  const data = { items: [], files: [...files], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await client.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data });
}
