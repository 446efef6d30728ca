import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { snapshot } from '../fixtures/disk.ts';
import { makePhotos, temporaryFolder } from '../fixtures/make-photos.ts';
import { until } from '../fixtures/open-library.ts';
import { launchApp } from './launch-app.ts';
import { useOwnTrash } from './own-trash.ts';
import { attributeNow, createShots, settled, textNow } from './seen.ts';

const shot = createShots('files');

useOwnTrash();

test('photos are moved to another folder, renamed, trashed, exported and dragged out; each step is taken back with one key', async () => {
  using home = temporaryFolder();
  using own = temporaryFolder();
  const photos = path.join(own.path, 'My photos');
  const out = path.join(own.path, 'out');
  fs.mkdirSync(out);
  await makePhotos(path.join(photos, 'Trip'), 2, 10);
  await makePhotos(photos, 3);
  fs.writeFileSync(path.join(photos, 'photo-1.jpg.xmp'), '<x:xmpmeta xmlns:x="adobe:ns:meta/"/>');
  const before = snapshot(photos);
  await using launched = await launchApp(home.path, ['--add', photos]);
  const { page, app } = launched;
  await settled(page, 5);
  const row = (name: string) => page.locator(`[data-testid="sidebar-folders"] li[data-name="${name}"]`);
  const cell = (name: string) => page.locator(`[data-testid="photo-cell"][aria-label^="${name}"]`);
  const undone = (what: string) => until(what, () => JSON.stringify(snapshot(photos)) === JSON.stringify(before));

  // The tree is read after the list of folders.
  await row('My photos').locator('.fold').waitFor();
  await row('My photos').locator('.open').press('ArrowRight');
  await row('Trip').waitFor();
  await cell('photo-1.jpg').click();
  await cell('photo-1.jpg').dragTo(row('Trip').locator('.open'));
  await until('it is moved', () => fs.existsSync(path.join(photos, 'Trip/photo-1.jpg')));
  await until('the count', async () => (await attributeNow(row('Trip'), 'data-count')) === '3');
  await shot(page, '1-moved');
  expect(fs.existsSync(path.join(photos, 'Trip/photo-1.jpg.xmp'))).toBe(true);
  await page.keyboard.press('Control+z');
  await undone('moved back');

  await cell('photo-2.jpg').click();
  await page.keyboard.press('F2');
  await page.getByTestId('name-input').fill('Lisbon at night');
  await shot(page, '2-name');
  await page.keyboard.press('Enter');
  await cell('Lisbon at night.jpg').waitFor();
  expect(fs.existsSync(path.join(photos, 'Lisbon at night.jpg'))).toBe(true);
  await page.keyboard.press('Control+z');
  await undone('the old name');

  await row('Trip').locator('.open').click();
  await page.getByTestId('folder-new').click();
  await page.getByTestId('name-input').fill('Day 1');
  await page.keyboard.press('Enter');
  await row('Day 1').waitFor();
  expect(fs.statSync(path.join(photos, 'Trip/Day 1')).isDirectory()).toBe(true);
  await page.getByTestId('folder-rename').click();
  await page.getByTestId('name-input').fill('Porto');
  await page.keyboard.press('Enter');
  await row('Porto').waitFor();
  expect(fs.existsSync(path.join(photos, 'Porto/photo-10.jpg'))).toBe(true);
  await page.locator('h1', { hasText: 'Porto' }).waitFor();
  await page.getByTestId('photo-grid').waitFor();
  await page.keyboard.press('Control+z');
  await row('Trip').waitFor();
  await page.keyboard.press('Control+z');
  await until('the folder is gone', () => !fs.existsSync(path.join(photos, 'Trip/Day 1')));
  await undone('all as it was');

  await page
    .getByRole('button', { name: /^Photos/u })
    .first()
    .click();
  await cell('photo-1.jpg').click();
  await cell('photo-3.jpg').click({ modifiers: ['Control'] });
  await page.keyboard.press('Delete');
  await page.getByTestId('trash-dialog').waitFor();
  await until('what goes along is told', async () =>
    ((await textNow(page.getByTestId('trash-dialog'))) ?? '').includes('1 file that belongs'),
  );
  await shot(page, '3-ask');
  expect(snapshot(photos)).toEqual(before);
  await page.getByTestId('trash-confirm').click();
  await until('both are gone', () => !fs.existsSync(path.join(photos, 'photo-3.jpg')));
  await until('three are left', async () => (await page.getByTestId('photo-cell').count()) === 3);
  expect(Object.keys(snapshot(photos))).toEqual(['Trip/photo-10.jpg', 'Trip/photo-11.jpg', 'photo-2.jpg']);
  await page.getByTestId('nav-trash').click();
  await page.locator('[data-testid="trashed"][data-name="photo-3.jpg"][data-state="there"]').waitFor();
  await shot(page, '4-trash');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.evaluate(() => window.lumisift.call('settings.change', { language: 'zh-CN' }));
  await page.getByText('回收站').first().waitFor();
  await shot(page, '5-trash-zh-dark');
  await page.evaluate(() => window.lumisift.call('settings.change', { language: 'en' }));
  await page.emulateMedia({ colorScheme: 'light' });
  await page.keyboard.press('Control+z');
  await undone('both are back');
  await page.locator('[data-testid="trashed"]').first().waitFor({ state: 'detached' });

  await page.getByTestId('search-box').waitFor({ state: 'detached' });
  await page
    .getByRole('button', { name: /^Photos/u })
    .first()
    .click();
  await until('all five', async () => (await page.getByTestId('photo-cell').count()) === 5);
  await cell('photo-1.jpg').click();
  await cell('photo-3.jpg').click({ modifiers: ['Control'] });
  await app.evaluate(({ dialog }, folder) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [folder] });
  }, out);
  await page.getByTestId('selection-export').click();
  await page.getByTestId('export-dialog').waitFor();
  await page.getByLabel('Format').selectOption({ label: 'WebP' });
  await page.getByTestId('export-pattern').fill('{name} small');
  await shot(page, '6-export');
  await page.getByTestId('export-start').click();
  await page.getByTestId('export-dialog').waitFor({ state: 'detached' });
  expect(fs.readdirSync(out).sort()).toEqual(['photo-1 small.webp', 'photo-3 small.webp']);

  // What the system is handed.
  await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (contents) contents.startDrag = (item) => void Object.assign(globalThis, { dragged: item.files });
  });
  await dragBegins(page);
  await until('the files are handed over', async () =>
    app.evaluate(() => Array.isArray((globalThis as { dragged?: unknown }).dragged)),
  );
  const dragged = await app.evaluate(() => (globalThis as { dragged?: string[] }).dragged ?? []);
  expect(dragged.map((file) => path.basename(file)).sort()).toEqual(['photo-1.jpg', 'photo-3.jpg']);
  expect(snapshot(photos)).toEqual(before);
});

async function dragBegins(page: Page): Promise<void> {
  await page.getByTestId('selection-drag').dispatchEvent('dragstart');
}
