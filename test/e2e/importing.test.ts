import fs from 'node:fs';
import path from 'node:path';
import type { ElectronApplication } from 'playwright';
import { expect, test } from 'vitest';
import { snapshot } from '../fixtures/disk.ts';
import { makePhotos, temporaryFolder } from '../fixtures/make-photos.ts';
import { until } from '../fixtures/open-library.ts';
import { launchApp } from './launch-app.ts';
import { useOwnTrash } from './own-trash.ts';
import { createShots, settled } from './seen.ts';

const shot = createShots('importing');

useOwnTrash();

test('from a card: what is there is told, names are shown as the pattern changes, it can be stopped, and is taken back', async () => {
  using home = temporaryFolder();
  using own = temporaryFolder();
  const photos = path.join(own.path, 'My photos');
  const card = path.join(own.path, 'card');
  await makePhotos(photos, 2);
  await makePhotos(path.join(card, 'DCIM/100'), 60, 100);
  fs.copyFileSync(path.join(photos, 'photo-1.jpg'), path.join(card, 'DCIM/100/known.jpg'));
  const day = new Date(2024, 7, 31, 12);
  for (const name of fs.readdirSync(path.join(card, 'DCIM/100')))
    fs.utimesSync(path.join(card, 'DCIM/100', name), day, day);
  const cardBefore = snapshot(card);
  const before = snapshot(photos);
  await using launched = await launchApp(home.path, ['--add', photos]);
  const { page, app } = launched;
  await settled(page, 2);
  await app.evaluate(({ dialog }, folder) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [folder] });
  }, card);
  await page.locator('[data-testid="sidebar-folders"] li[data-name="My photos"] .open').click();
  await page.getByTestId('folder-import').click();
  await page.getByTestId('import-dialog').waitFor();
  await page.getByText('61 photos').waitFor();
  const names = () => page.getByTestId('import-preview').locator('li').allInnerTexts();
  await until('names by day', async () => (await names())[0]?.startsWith('2024/2024-08-31/') === true);
  await page.getByTestId('import-dialog').getByRole('combobox').selectOption({ label: 'By month' });
  await until('names by month', async () => (await names())[0]?.startsWith('2024/08/photo-') === true);
  // What the library has already is counted, and has no name to come.
  await page.getByText('60 new, 1 already in the library').waitFor();
  expect((await names()).join()).not.toContain('known');
  await page.getByTestId('import-pattern').fill('{year}/Lisbon {number}');
  await until('names of one’s own', async () => (await names())[1] === '2024/Lisbon 02.jpg');
  await shot(page, '1-import');
  expect(snapshot(photos)).toEqual(before);

  // Stopped on its way: what came in stays, and is taken back from its message.
  await holdUp(app, 3);
  await page.getByTestId('import-start').click();
  await page.getByTestId('import-progress').waitFor();
  await until('some are copied', () => fs.existsSync(path.join(photos, '2024/Lisbon 03.jpg')));
  await shot(page, '2-progress');
  await page.getByTestId('import-cancel').click();
  // Calls are answered in their order: whoever has this answer has been heard.
  await page.evaluate(() => window.lumisift.call('work.progress', undefined));
  await app.evaluate(() => (globalThis as HeldUp).letGo?.());
  await page.getByTestId('import-dialog').waitFor({ state: 'detached' });
  await page.getByText('Stopped.').waitFor();
  // The one that it was at was finished.
  expect(Object.keys(snapshot(photos)).length - 2).toBe(4);
  await page.getByRole('button', { name: 'Undo' }).first().click();
  await until('all as it was', () => JSON.stringify(snapshot(photos)) === JSON.stringify(before));

  // To its end.
  await page.getByTestId('folder-import').click();
  await page.getByTestId('import-start').click();
  await page.getByTestId('import-dialog').waitFor({ state: 'detached' });
  await until('all are here', () => Object.keys(snapshot(photos)).length === 62);
  await page.evaluate(() => window.lumisift.call('settings.change', { theme: 'dark', language: 'zh-CN' }));
  await page.getByTestId('folder-import').click();
  await page.getByTestId('import-look').getByText('其中的全部内容').waitFor();
  await shot(page, '3-import-dark-zh');
  await page.getByTestId('import-cancel').click();
  expect(snapshot(card)).toEqual(cardBefore);
});

interface HeldUp {
  letGo?: () => void;
}

/** However fast the disk is, no more files than these are copied until the test lets it go on. */
function holdUp(app: ElectronApplication, most: number): Promise<void> {
  return app.evaluate((_electron, count) => {
    const files = process.getBuiltinModule('node:fs/promises');
    const { copyFile } = files;
    const held = new Promise<void>((resolve) => Object.assign(globalThis, { letGo: resolve }));
    let left = count;
    files.copyFile = async (...args) => {
      if (left-- <= 0) await held;
      return copyFile(...args);
    };
  }, most);
}
