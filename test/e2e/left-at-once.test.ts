import path from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { until } from '../fixtures/open-library.ts';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { launchApp } from './launch-app.ts';
import { settled } from './seen.ts';

const samples = path.join(import.meta.dirname, '../../resources/sample-photos');
const cell = (page: Page, index: number) => page.locator(`[data-testid="photo-cell"][data-index="${index}"]`);

/** What the library knows of a photo. */
async function known(page: Page, id: number) {
  const detail = await page.evaluate((photoId) => window.lumisift.call('photos.get', { id: photoId }), id);
  if (!detail.ok) throw new Error(detail.error.message);
  const { ownCaption, ownRating, isFavourite } = detail.value;
  return { ownCaption, ownRating, isFavourite: isFavourite === true };
}

async function open(page: Page, index: number): Promise<number> {
  await cell(page, index).dblclick();
  await page.getByTestId('viewer').waitFor();
  return Number(await page.getByTestId('viewer').getAttribute('data-photo-id'));
}

test('who goes on at once loses nothing: what was typed, pulled and pressed a moment before is kept, and of its own photo', async () => {
  using home = temporaryFolder();
  let first = 0;
  let second = 0;
  {
    await using launched = await launchApp(home.path, ['--add', samples]);
    const { page } = launched;
    await settled(page, { least: 31 });

    // Stars and a heart, taken back before the library has answered: those and nothing else.
    first = await open(page, 0);
    await page.keyboard.press('i');
    await page.keyboard.press('3');
    await page.keyboard.press('5');
    await page.keyboard.press('Control+z');
    await page.keyboard.press('f');
    await page.keyboard.press('Control+z');
    await until('three stars', async () => {
      const { ownRating, isFavourite } = await known(page, first);
      return ownRating === 3 && !isFavourite;
    });
    await page.keyboard.press('Control+z');
    await until('no stars', async () => (await known(page, first)).ownRating === undefined);

    // A caption is written, and the person goes back with the mouse before they leave the field.
    await page.getByTestId('caption-edit').click();
    await page.getByTestId('caption-input').fill('left with the mouse');
    await page.evaluate(() => window.dispatchEvent(new MouseEvent('mouseup', { button: 3, bubbles: true })));
    await page.getByTestId('viewer').waitFor({ state: 'detached' });
    await until('the caption', async () => (await known(page, first)).ownCaption === 'left with the mouse');

    // What is asked for while all are still being selected is about all of them.
    await cell(page, 0).click();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('f');
    const favourites = () =>
      page.evaluate(async () => {
        const list = await window.lumisift.call('list.open', { text: 'is:favourite' });
        return list.ok ? list.value.count : -1;
      });
    await until('all are favourites', async () => (await favourites()) >= 31);
    await page.keyboard.press('Control+z');
    await until('none is', async () => (await favourites()) === 0);

    // A tag's slider is pulled, and another tag is opened before it rests.
    await page.getByTestId('nav-vocabulary').click();
    await page.getByTestId('vocabulary-search').fill('dog');
    await page.locator('[data-testid="concept"][data-id="dog"]').click();
    const details = page.getByTestId('concept-details');
    await details.getByRole('button', { name: 'As the model thinks best' }).click();
    const slider = details.getByRole('slider');
    await slider.waitFor();
    await page.getByTestId('vocabulary-search').fill('');
    await page.getByTestId('concept-tree').focus();
    await slider.evaluate((range) => {
      if (!(range instanceof HTMLInputElement)) throw new Error('no slider');
      range.value = '0.5';
      range.dispatchEvent(new Event('input', { bubbles: true }));
      const other = [...document.querySelectorAll<HTMLElement>('[data-testid="concept"]')];
      other.find((row) => row.dataset['id'] !== 'dog')?.click();
    });
    const suggestedAt = async (id: string) => {
      const concept = await page.evaluate((it) => window.lumisift.call('vocabulary.get', { id: it }), id);
      return concept.ok ? concept.value.suggestAt : -1;
    };
    await until('it is kept', async () => (await suggestedAt('dog')) === 0.5);
    await page.locator('[data-testid="concept-details"]:not([data-id="dog"])').waitFor();
    const opened = (await details.getAttribute('data-id')) ?? '';
    expect(await suggestedAt(opened)).toBeUndefined();

    // The window is closed while a caption is being written.
    await page.getByTestId('nav-photos').click();
    second = await open(page, 1);
    await page.getByTestId('caption-edit').click();
    await page.getByTestId('caption-input').fill('the window was closed');
  }
  await using again = await launchApp(home.path);
  await cell(again.page, 0).waitFor();
  expect((await known(again.page, second)).ownCaption).toBe('the window was closed');
  expect((await known(again.page, first)).ownCaption).toBe('left with the mouse');

  // What the library can not take stays where it was written.
  await open(again.page, 0);
  await again.page.keyboard.press('i');
  await again.page.getByTestId('caption-edit').waitFor();
  await again.app.evaluate(({ ipcMain }) => {
    ipcMain.removeHandler('call');
    ipcMain.handle('call', () => ({ ok: false, error: { kind: 'disk-full', message: 'full' } }));
  });
  await again.page.getByTestId('caption-edit').click();
  await again.page.getByTestId('caption-input').fill('no room for this');
  await again.page.keyboard.press('Enter');
  await again.page.getByTestId('notices').getByText('full').first().waitFor();
  expect(await again.page.getByTestId('caption-input').inputValue()).toBe('no room for this');
});
