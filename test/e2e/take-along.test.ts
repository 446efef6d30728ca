import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { makePhotos, temporaryFolder } from '../fixtures/make-photos.ts';
import { until } from '../fixtures/open-library.ts';
import { launchApp } from './launch-app.ts';
import { createShots, settled } from './seen.ts';

const shot = createShots('take-along');

/** What the tests keep in the app's process. */
interface Kept {
  opened?: string;
  printed?: { pdf: string; options: unknown; url: string };
}

/** Electron's clipboard as it was before version 45, which is what the tests may run on. */
interface OldClipboard {
  readBuffer(format: string): Buffer;
  readImage(): { toPNG(): Buffer };
  clear(): void;
}

test('photos are copied as files and as a picture, opened by the system, and printed: what the system is handed', async () => {
  using home = temporaryFolder();
  using own = temporaryFolder();
  const photos = path.join(own.path, 'My photos & more');
  await makePhotos(photos, 3);
  await using launched = await launchApp(home.path, ['--add', photos]);
  const { page, app } = launched;
  await settled(page, 3);
  const cell = (name: string) => page.locator(`[data-testid="photo-cell"][aria-label^="${name}"]`);
  const isOld = await app.evaluate(({ clipboard }) => 'readBuffer' in clipboard);

  await cell('photo-1').click();
  await cell('photo-3').click({ modifiers: ['Control'] });
  await page.keyboard.press('Control+c');
  await page.getByText('2 files are copied').waitFor();
  await shot(page, '1-copied');
  const addresses = ['photo-1.jpg', 'photo-3.jpg'].map((name) => pathToFileURL(path.join(photos, name)).href);
  if (process.platform === 'linux' && isOld) {
    const handed = await app.evaluate(({ clipboard }) =>
      (clipboard as unknown as OldClipboard).readBuffer('x-special/gnome-copied-files').toString(),
    );
    expect(handed.split('\n')[0]).toBe('copy');
    expect(handed.split('\n').slice(1).sort()).toEqual(addresses);
  }

  await cell('photo-2').click();
  await page.keyboard.press('Control+Shift+c');
  await page.getByText('The picture is copied').waitFor();
  if (isOld) {
    const png = await app.evaluate(({ clipboard }) =>
      (clipboard as unknown as OldClipboard).readImage().toPNG().toString('base64'),
    );
    const copied = await sharp(Buffer.from(png, 'base64')).removeAlpha().raw().toBuffer();
    const original = await sharp(path.join(photos, 'photo-2.jpg')).raw().toBuffer();
    expect(copied.length).toBe(original.length);
    const apart = copied.reduce((sum, value, at) => sum + Math.abs(value - (original[at] ?? 0)), 0) / copied.length;
    expect(apart).toBeLessThan(1);
  }

  // Words that are marked are copied as words.
  await cell('photo-2').dblclick();
  await page.getByTestId('viewer').waitFor();
  await page.keyboard.press('i');
  await page.getByTestId('info-file').first().waitFor();
  await page.evaluate(() => {
    const words = document.querySelector('[data-testid="info-file"] p');
    if (words) getSelection()?.selectAllChildren(words);
  });
  await page.keyboard.press('Control+c');
  await until('the words', async () => (await app.evaluate(({ clipboard }) => clipboard.readText())) === 'photo-2.jpg');
  await page.evaluate(() => getSelection()?.removeAllRanges());

  await app.evaluate(({ shell }) => {
    shell.openPath = (file) => {
      Object.assign(globalThis, { opened: file });
      return Promise.resolve('');
    };
  });
  await page.getByTestId('viewer').focus();
  await page.keyboard.press('Escape');
  await page.getByTestId('viewer').waitFor({ state: 'detached' });
  await cell('photo-2').click({ button: 'right' });
  await page.getByRole('menu').waitFor();
  await shot(page, '2-menu');
  await page.getByRole('menuitem', { name: /system’s program/u }).click();
  await until('the system opens it', async () => (await app.evaluate(() => (globalThis as Kept).opened)) !== undefined);
  expect(await app.evaluate(() => (globalThis as Kept).opened)).toBe(path.join(photos, 'photo-2.jpg'));

  // In place of the dialog the page that would be printed is kept.
  await app.evaluate(({ app: electron }) => {
    electron.on('web-contents-created', (_event, contents) => {
      contents.print = (options, done) => {
        void contents.printToPDF({}).then((pdf) => {
          Object.assign(globalThis, { printed: { pdf: pdf.toString('base64'), options, url: contents.getURL() } });
          done?.(true, '');
        });
      };
    });
  });
  await cell('photo-1').click();
  await cell('photo-3').click({ modifiers: ['Control'] });
  await page.keyboard.press('Control+p');
  await until('it is printed', async () => (await app.evaluate(() => (globalThis as Kept).printed)) !== undefined);
  const { pdf = '', options, url } = (await app.evaluate(() => (globalThis as Kept).printed)) ?? {};
  expect([options, url]).toEqual([{ silent: false, printBackground: false }, 'app://print/']);
  const bytes = Buffer.from(pdf, 'base64');
  const text = bytes.toString('latin1');
  expect(text.match(/\/Type\s*\/Page\b/gu)).toHaveLength(2);
  expect(text.match(/\/Subtype\s*\/Image/gu)).toHaveLength(2);
  fs.writeFileSync(path.join(import.meta.dirname, '../../test-results/take-along/printed.pdf'), bytes);
  // Its window is gone, and the app's is not.
  await until(
    'one window',
    async () => (await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)) === 1,
  );
});
