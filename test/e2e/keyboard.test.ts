import path from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { until } from '../fixtures/open-library.ts';
import { launchApp } from './launch-app.ts';
import { boxNow, createShots, settled, valueNow } from './seen.ts';

const samples = path.join(import.meta.dirname, '../../resources/sample-photos');
const shot = createShots('keyboard');

test('the keyboard is where a person expects it: after a slash, after dialogs, after a deleted album, while tags are reviewed', async () => {
  using home = temporaryFolder();
  await using launched = await launchApp(home.path, ['--add', samples]);
  const { page } = launched;
  await settled(page, { least: 31 });
  const search = page.getByTestId('search-box');

  // From a photo: what is typed right after the slash is all there, the first letter too.
  await page.locator('[data-testid="photo-cell"][data-index="0"]').click();
  await page.keyboard.press('/');
  await page.keyboard.type('indoor', { delay: 15 });
  expect(await search.inputValue()).toBe('indoor');
  await search.fill('');

  // A dialog gives the keyboard back to what opened it.
  await page.getByTestId('new-album').click();
  await page.keyboard.press('Escape');
  await until('the button has it again', () => hasFocus(page, '[data-testid="new-album"]'));
  for (const name of ['First', 'Second']) {
    await page.getByTestId('new-album').click();
    await page.getByTestId('album-name').fill(name);
    await page.keyboard.press('Enter');
    await page.locator(`[data-testid="albums"] li[data-name="${name}"]`).waitFor();
  }
  await page.locator('[data-testid="albums"] li[data-name="First"] .open').focus();
  await page.keyboard.press('Delete');
  await until('the next album has it', () => hasFocus(page, 'li[data-name="Second"] .open'));

  // Ctrl+Z takes back the answer that was given, not what was done before the tray was opened.
  await until('there is something to review', async () => (await openCount(page)) >= 3);
  await page.getByTestId('nav-review').click();
  await page.getByTestId('review-question').waitFor();
  const asked = await questionOf(page);
  await page.keyboard.press('y');
  expect(await questionOf(page)).not.toBe(asked);
  await page.keyboard.press('Control+z');
  expect(await questionOf(page)).toBe(asked);
  expect(await page.locator('[data-testid="albums"] li[data-name="First"]').count()).toBe(0);
  // A notice has its own room below: never on the buttons, and all of them are in a list.
  const skip = page.getByTestId('review-skip');
  const box = await boxNow(skip);
  const { x, y, width, height } = box ?? { x: 0, y: 0, width: 0, height: 0 };
  const uppermost = await page.evaluate(
    ([left = 0, top = 0]) =>
      document.elementFromPoint(left, top)?.closest('[data-testid]')?.getAttribute('data-testid'),
    [x + width / 2, y + height / 2],
  );
  expect(uppermost).toBe('review-skip');
  await skip.click();
  await page.getByTestId('nav-messages').click();
  await page.getByTestId('message').filter({ hasText: 'First' }).first().waitFor();
  await page.keyboard.press('Escape');
  await page.getByTestId('messages').waitFor({ state: 'detached' });
  await shot(page, '1-review');
});

test('many albums and saved searches leave the settings in the window; names that are not saved wait', async () => {
  using home = temporaryFolder();
  await using launched = await launchApp(home.path, ['--add', samples]);
  const { app, page } = launched;
  await page.getByTestId('nav-settings').waitFor();
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1000, 700));
  await page.evaluate(async () => {
    for (let at = 0; at < 30; at++) await window.lumisift.call('albums.create', { name: `Album ${at}` });
    for (let at = 0; at < 12; at++)
      await window.lumisift.call('searches.save', { name: `Search ${at}`, text: `a dog ${at}`, keptAsWords: [] });
  });
  await page.reload();
  await page.locator('[data-testid="saved-searches"] li').nth(11).waitFor();
  await until('thirty albums', async () => (await page.locator('[data-testid="albums"] li').count()) === 30);
  const height = await page.evaluate(() => window.innerHeight);
  for (const part of ['progress', 'nav-settings']) {
    const box = await page.getByTestId(part).boundingBox();
    expect(box === null ? Infinity : box.y + box.height, part).toBeLessThanOrEqual(height);
  }
  await page.getByTestId('sidebar-folders').scrollIntoViewIfNeeded();
  await shot(page, '2-sidebar');

  await page.getByTestId('nav-vocabulary').click();
  await page.getByTestId('vocabulary-search').fill('dog');
  const tree = page.getByTestId('concept-tree');
  await tree.getByText('dog', { exact: true }).click();
  await page.getByTestId('names-en').fill('doggo\ndog');
  await tree.getByText('hot dog', { exact: true }).click();
  await until('another one', async () => (await valueNow(page.getByTestId('names-en'))) === 'hot dog');
  await tree.getByText('dog', { exact: true }).click();
  await until('as it was typed', async () => (await valueNow(page.getByTestId('names-en'))) === 'doggo\ndog');

  // A tag to merge with is one that is there: the list can be seen, and Enter takes the first of it.
  await page.getByTestId('concept-merge').fill('bulld');
  await page.getByTestId('tag-offers').getByText('bulldog').waitFor();
  await until('all of it is in the window', async () => {
    const offers = await boxNow(page.getByTestId('tag-offers'));
    // A place in the scroll is a whole number of pixels, the list's end is not.
    return offers !== undefined && offers.y + offers.height <= height + 1;
  });
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByText('“bulldog”').first().waitFor();
  await page.keyboard.press('Escape');
  await until('the field has it again', () => hasFocus(page, '[data-testid="concept-merge"]'));
  await page.getByTestId('concept-merge').fill('no such tag');
  await page.getByTestId('tag-offers').getByText('There is no tag').waitFor();
  await shot(page, '3-vocabulary');
});

function hasFocus(page: Page, selector: string): Promise<boolean> {
  return page.evaluate((wanted) => document.activeElement?.matches(wanted) === true, selector);
}

async function openCount(page: Page): Promise<number> {
  const state = await page.evaluate(() => window.lumisift.call('suggestions.state', undefined));
  return state.ok ? state.value.openCount : 0;
}

function questionOf(page: Page): Promise<string> {
  return page.getByTestId('review-question').evaluate((it) => `${it.dataset['photoId']} ${it.dataset['concept']}`);
}
