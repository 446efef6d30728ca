import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openDatabases } from '../../main/db/open.ts';
import { makeCopy } from '../../main/db/backups/make-copy.ts';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { until } from '../fixtures/open-library.ts';
import { fillLibrary } from '../torture/precious-library.ts';
import { readPrecious } from '../torture/read-precious.ts';
import { seriousOn } from './axe.ts';
import { launchApp } from './launch-app.ts';
import { createShots } from './seen.ts';

const shot = createShots('recovery');

test('a library that is gone is offered back in the window, by keyboard; Settings makes, lists and restores backups, and takes everything precious out and in', async () => {
  using home = temporaryFolder();
  const file = path.join(home.path, 'precious.json');
  let before: Map<string, string>;
  {
    using db = openDatabases({ folder: home.path });
    fillLibrary(db, { from: 0, to: 30 });
    before = readPrecious(db.sql);
    await makeCopy(home.path, Date.now());
  }
  for (const name of ['library.db', 'library.pages']) fs.rmSync(path.join(home.path, name));
  {
    await using launched = await launchApp(home.path);
    const { app, page } = launched;
    await page.getByTestId('recovery').waitFor();
    expect(await page.getByTestId('recovery-holds').innerText()).toMatch(/^30 photos, .* 2 albums/);
    expect(fs.existsSync(path.join(home.path, 'library.db'))).toBe(false);
    await shot(page, '1-offered');
    expect(await seriousOn(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await seriousOn(page)).toEqual([]);
    await shot(page, '2-dark');
    await page.getByTestId('recovery-restore').press('Enter');
    await page.getByTestId('notices').getByText('The library was gone').waitFor();

    await page.keyboard.press('Control+,');
    const backups = page.getByTestId('backups');
    await backups.waitFor();
    await page.getByTestId('backup-make').press('Enter');
    await until('there are two backups', async () => (await page.getByTestId('backup').count()) === 2);
    await page.getByTestId('backup-make').scrollIntoViewIfNeeded();
    await shot(page, '3-settings');
    await app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
    }, file);
    await page.getByTestId('precious-export').press('Enter');
    await until('everything precious is written', () => fs.existsSync(file));
    await page.getByTestId('precious-import').press('Enter');
    await page.getByTestId('precious-preview').waitFor();
    await shot(page, '4-preview');
    await page.getByTestId('precious-apply').press('Enter');
    await page.getByTestId('notices').getByText('All of it was here already.').waitFor();

    await page.getByTestId('backup-restore').last().press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Restore' }).press('Enter');
    await page.getByTestId('notices').getByText('was put in the place of the library').waitFor();
    await shot(page, '5-restored');
  }
  expect(fs.readdirSync(home.path).filter((name) => name.startsWith('library-damaged'))).toHaveLength(1);
  using db = openDatabases({ folder: home.path });
  const after = readPrecious(db.sql);
  for (const [key, value] of before)
    if (!key.startsWith('setting')) expect([key, after.get(key)]).toEqual([key, value]);
});
