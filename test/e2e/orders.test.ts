import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { until } from '../fixtures/open-library.ts';
import { launchApp } from './launch-app.ts';
import { attributeNow, createShots, nameOfFirst, settled, valueNow } from './seen.ts';

const samples = path.join(import.meta.dirname, '../../resources/sample-photos');
const shot = createShots('orders');

test('back and forward; photos stand by date, name, size or when they came, in folders and albums too, also after a restart', async () => {
  using home = temporaryFolder();
  using own = temporaryFolder();
  const photos = path.join(own.path, 'My photos');
  fs.cpSync(samples, photos, { recursive: true });
  const files = fs
    .readdirSync(photos, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jpg'))
    .map((name) => ({ name: path.basename(name), sizeBytes: fs.statSync(path.join(photos, name)).size }));
  const byName = files.map(({ name }) => name).sort();
  const largest = files.toSorted((a, b) => b.sizeBytes - a.sizeBytes)[0]?.name;
  {
    await using launched = await launchApp(home.path, ['--add', photos]);
    const { page } = launched;
    await settled(page, files.length);
    const order = (value: string) => page.getByTestId('order').locator('select').selectOption(value);
    const first = (name: string | undefined) =>
      until(`${name} is first`, async () => (await nameOfFirst(page)) === name);
    const newest = await nameOfFirst(page);
    await order('name');
    await first(byName[0]);
    await page.locator('[data-testid="photo-cell"] img.loaded').first().waitFor();
    await shot(page, '1-by-name');
    await order('size');
    await first(largest);
    await order('oldest');
    await until('another end', async () => (await nameOfFirst(page)) !== largest);
    // What came last is first, whatever else is chosen.
    await page.getByTestId('nav-recent').click();
    await page.getByRole('heading', { name: 'Recently added' }).waitFor();
    await page.emulateMedia({ colorScheme: 'dark' });
    await shot(page, '2-recent-dark');
    await page.getByTestId('nav-photos').click();
    await order('date');
    await first(newest);
    // Back through all of that, and forward again: by keys, the mouse's own buttons and those of the window.
    await page.getByTestId('nav-settings').click();
    await page.keyboard.press('Alt+ArrowLeft');
    await first(newest);
    await page.keyboard.press('Alt+ArrowLeft');
    await page.getByRole('heading', { name: 'Recently added' }).waitFor();
    await page.evaluate(() => window.dispatchEvent(new MouseEvent('mouseup', { button: 4, bubbles: true })));
    await first(newest);
    await page.getByTestId('search-box').pressSequentially('dog');
    await until('an answer', async () => (await attributeNow(page.getByTestId('photo-grid'), 'data-asked')) === 'dog');
    await page.locator('[data-testid="photo-cell"][data-index="0"]').dblclick();
    await page.getByTestId('viewer').waitFor();
    await page.keyboard.press('Control+BracketLeft');
    await page.getByTestId('viewer').waitFor({ state: 'detached' });
    await page.getByTestId('go-back').click();
    await first(newest);
    expect(await page.getByTestId('search-box').inputValue()).toBe('');
    await page.getByTestId('go-forward').click();
    await until('the answer again', async () => (await valueNow(page.getByTestId('search-box'))) === 'dog');
    await shot(page, '3-ways');
    await page.getByTestId('go-back').click();
    await first(newest);
    // A folder is as everything is.
    await order('name');
    await page.getByTestId('sidebar-lists').getByText('My photos').click();
    await page.getByTestId('folder-header').waitFor();
    await until('the folder by name', async () => (await nameOfFirst(page)) === byName[0]);
  }
  await using launched = await launchApp(home.path);
  await until('by name again', async () => (await nameOfFirst(launched.page)) === byName[0]);
  expect(await launched.page.getByTestId('order').locator('select').inputValue()).toBe('name');
});
