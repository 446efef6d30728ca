import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { snapshot } from '../fixtures/disk.ts';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { until } from '../fixtures/open-library.ts';
import { seriousOn } from './axe.ts';
import { launchApp } from './launch-app.ts';
import { useOwnTrash } from './own-trash.ts';
import { attributeNow, createShots, rested, settled } from './seen.ts';

const samples = path.join(import.meta.dirname, '../../resources/sample-photos');
const shot = createShots('manager-story');

useOwnTrash();

test('a day with photos: from the card to the slideshow, and after each step the disk is what was asked for and nothing else', async () => {
  using home = temporaryFolder();
  using own = temporaryFolder();
  const photos = path.join(own.path, 'My photos');
  const card = path.join(own.path, 'CARD');
  const out = path.join(own.path, 'For Ana');
  fs.cpSync(path.join(samples, 'home/chelsea.jpg'), path.join(photos, 'chelsea.jpg'));
  fs.mkdirSync(out);
  const dcim = path.join(card, 'DCIM/100CANON');
  for (const name of ['aitzgorri.jpg', 'picos.jpg', 'sample-18.jpg', 'sample-20.jpg'])
    fs.cpSync(path.join(samples, 'trips', name), path.join(dcim, name));
  // One is in the library already, under another name.
  fs.copyFileSync(path.join(photos, 'chelsea.jpg'), path.join(dcim, 'IMG_0007.jpg'));
  const day = new Date(2024, 7, 31, 12);
  for (const name of fs.readdirSync(dcim)) fs.utimesSync(path.join(dcim, name), day, day);

  /** What is to be on the disk; a step says what it changes. */
  const wanted = { card: snapshot(card), photos: snapshot(photos), out: snapshot(out) };
  const onDisk = () => ({ card: snapshot(card), photos: snapshot(photos), out: snapshot(out) });
  const shaOnCard = (name: string) => wanted.card[`DCIM/100CANON/${name}`] ?? 'not on the card';

  await using launched = await launchApp(home.path, ['--add', photos]);
  const { page, app } = launched;
  const row = (name: string) => page.locator(`[data-testid="sidebar-folders"] li[data-name="${name}"]`);
  const cell = (name: string) => page.locator(`[data-testid="photo-cell"][aria-label*="${name}"]`);
  const cells = page.getByTestId('photo-cell');
  const choose = (folder: string) =>
    app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
    }, folder);
  await settled(page, 1);
  expect(onDisk()).toEqual(wanted);

  // Import: what is new comes into a folder of its day.
  await choose(card);
  await row('My photos').locator('.open').click();
  await page.getByTestId('folder-import').click();
  await page.getByTestId('import-preview').locator('li').first().waitFor();
  // One of five is in the library already.
  await page.getByTestId('import-look').getByText('4 new, 1 already in the library').waitFor();
  await shot(page, '01-import');
  expect(await seriousOn(page)).toEqual([]);
  expect(onDisk()).toEqual(wanted);
  await page.getByTestId('import-start').click();
  await page.getByTestId('import-dialog').waitFor({ state: 'detached' });
  await settled(page, 5);
  for (const name of ['aitzgorri.jpg', 'picos.jpg', 'sample-18.jpg', 'sample-20.jpg']) {
    const imported = Object.keys(onDisk().photos).filter((it) => path.basename(it) === name);
    expect(imported).toHaveLength(1);
    wanted.photos[imported[0] ?? ''] = shaOnCard(name);
  }
  expect(onDisk()).toEqual(wanted);
  const picos = Object.keys(wanted.photos).find((it) => it.endsWith('picos.jpg')) ?? '';
  await shot(page, '02-imported');

  // Browse to that folder.
  const [year = '', ...below] = path.dirname(picos).split('/');
  await row('My photos').locator('.fold').waitFor();
  await row('My photos').locator('.open').press('ArrowRight');
  await row(year).locator('.open').click();
  for (const [i, name] of below.entries()) {
    await row([year, ...below][i] ?? '')
      .locator('.open')
      .press('ArrowRight');
    await row(name).locator('.open').click();
  }
  await page.locator('h1', { hasText: below.at(-1) ?? year }).waitFor();
  await until('its photos', async () => (await cells.count()) >= 1 && (await cell('picos.jpg').count()) === 1);
  await shot(page, '03-folder');

  await row(year).locator('.open').click();
  await until('all of the card', async () => (await cells.count()) === 4);
  await cell('picos.jpg').click();
  await page.keyboard.press('f');
  await cell('picos.jpg').getByTestId('favourite').waitFor();
  await shot(page, '04-favourite');
  expect(onDisk()).toEqual(wanted);

  const shape = () =>
    cell('aitzgorri.jpg')
      .locator('img')
      .evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth > image.naturalHeight);
  await until('its picture', shape);
  await cell('aitzgorri.jpg').click();
  await page.keyboard.press(']');
  await until('it is turned', async () => !(await shape()));
  await page.keyboard.press('Escape');
  await settled(page, 5);
  await shot(page, '05-turned');
  expect(onDisk()).toEqual(wanted);

  // Compare two, side by side, one of them as it was turned.
  await cell('aitzgorri.jpg').click();
  await cell('picos.jpg').click({ modifiers: ['Control'] });
  await page.keyboard.press('Shift+C');
  await until(
    'both are shown in full',
    async () => (await page.locator('[data-testid="compare-pane"][data-ready="true"]').count()) === 2,
  );
  await shot(page, '06-compare');
  await page.keyboard.press('Escape');
  await page.getByTestId('compare').waitFor({ state: 'detached' });
  expect(onDisk()).toEqual(wanted);

  // Trash the favourite: one file less. It comes back as the favourite it was.
  await page.keyboard.press('Escape');
  await cell('picos.jpg').click();
  await page.keyboard.press('Delete');
  await page.getByTestId('trash-dialog').waitFor();
  await shot(page, '07-trash');
  expect(onDisk()).toEqual(wanted);
  await page.getByTestId('trash-confirm').click();
  await cell('picos.jpg').waitFor({ state: 'detached' });
  await until('it is gone', () => !fs.existsSync(path.join(photos, picos)));
  const { [picos]: trashed, ...others } = wanted.photos;
  expect(trashed).toBeDefined();
  expect(onDisk()).toEqual({ ...wanted, photos: others });
  await shot(page, '08-trashed');
  await page.keyboard.press('Control+z');
  await until('it is back', () => fs.existsSync(path.join(photos, picos)));
  await cell('picos.jpg').getByTestId('favourite').waitFor();
  await settled(page, 5);
  await shot(page, '09-back');
  expect(onDisk()).toEqual(wanted);

  // Export both, as they are seen: the turned one is turned in its copy.
  await cell('aitzgorri.jpg').click();
  await cell('picos.jpg').click({ modifiers: ['Control'] });
  await choose(out);
  await page.getByTestId('selection-export').click();
  await page.getByTestId('export-dialog').waitFor();
  await page.getByLabel('Format').selectOption({ label: 'JPEG' });
  await page.getByTestId('export-pattern').fill('{name} for Ana');
  await shot(page, '10-export');
  await page.getByTestId('export-start').click();
  await page.getByTestId('export-dialog').waitFor({ state: 'detached' });
  expect(fs.readdirSync(out).sort()).toEqual(['aitzgorri for Ana.jpg', 'picos for Ana.jpg']);
  wanted.out = snapshot(out);
  expect(onDisk()).toEqual(wanted);
  await page.getByText('2 files exported.').waitFor();
  await shot(page, '11-exported');

  // Drag out: the system is handed the files themselves.
  await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (contents) contents.startDrag = (item) => void Object.assign(globalThis, { dragged: item.files });
  });
  const dragged = () => app.evaluate(() => (globalThis as { dragged?: string[] }).dragged);
  await page.getByTestId('selection-drag').dispatchEvent('dragstart');
  await until('the files are handed over', async () => (await dragged()) !== undefined);
  const handed = Object.keys(wanted.photos).filter((it) => /(?:picos|aitzgorri)\.jpg$/u.test(it));
  expect([...((await dragged()) ?? [])].sort()).toEqual(handed.map((it) => path.join(photos, it)).sort());
  expect(onDisk()).toEqual(wanted);

  // The slideshow goes on by itself, and ends with Escape.
  await page.keyboard.press('Escape');
  await cells.first().click();
  await page.keyboard.press('p');
  const viewer = page.locator('[data-testid="viewer"][data-picture="ready"]');
  await viewer.waitFor();
  const first = await viewer.getAttribute('data-photo-id');
  await until('the next photo', async () => ![undefined, first].includes(await attributeNow(viewer, 'data-photo-id'))); // prettier-ignore
  // The photo alone, wherever the hand lies.
  await viewer.getByRole('button').filter({ visible: true }).first().waitFor({ state: 'detached' });
  await rested(page);
  await shot(page, '12-slideshow');
  await page.keyboard.press('Escape');
  await page.getByTestId('viewer-favourite').waitFor();
  await page.keyboard.press('Escape');
  await page.getByTestId('viewer').waitFor({ state: 'detached' });
  expect(onDisk()).toEqual(wanted);
  expect(launched.log()).not.toMatch(/\berror\b/iu);
});
