import fs from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { until } from '../fixtures/open-library.ts';
import { seriousOn } from './axe.ts';
import { launchApp } from './launch-app.ts';
import { createShots, settled } from './seen.ts';
import { photosForViews } from './views.ts';

const shot = createShots('menus');

test('whatever is pointed at has a menu of what can be done with it, by the pointer and by a key', async () => {
  using home = temporaryFolder();
  using own = temporaryFolder();
  const photos = photosForViews(own.path);
  await using launched = await launchApp(home.path, ['--add', photos]);
  const { app, page } = launched;
  await settled(page, { least: 31 });
  const menu = page.getByTestId('context-menu');
  const itemsOf = async (target: Locator) => {
    await target.click({ button: 'right' });
    await menu.waitFor();
    const items = await menu
      .getByRole('menuitem')
      .evaluateAll((all) => all.map((it) => it.getAttribute('data-command') ?? ''));
    expect(await seriousOn(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await menu.waitFor({ state: 'detached' });
    return items;
  };
  const take = async (target: Locator, id: string) => {
    await target.click({ button: 'right' });
    await menu.locator(`[data-command="${id}"]`).click();
  };
  const folder = page.locator('[data-testid="sidebar-folders"] li').first();
  expect(await itemsOf(folder)).toEqual(['open', 'new', 'import', 'reveal', 'rescan', 'settings', 'remove']);

  // By a key, on what has the keyboard; done there, the folder is on the disk.
  await folder.locator('.open').focus();
  await page.keyboard.press('Shift+F10');
  await menu.waitFor();
  await shot(page, 'folder');
  await menu.locator('[data-command="new"]').press('Enter');
  await page.getByTestId('name-input').fill('From the menu');
  await page.keyboard.press('Enter');
  await until('the folder', () => fs.existsSync(path.join(photos, 'From the menu')));

  await page.getByTestId('nav-browse').click();
  await take(page.getByTestId('browse-item').first(), 'save');
  await page.getByTestId('album-name').fill('A year');
  await page.keyboard.press('Enter');
  const album = page.locator('[data-testid="albums"] li[data-name="A year"]');
  await album.waitFor();
  expect(await itemsOf(album)).toEqual(['album-open', 'album-edit', 'album-in', 'album-delete']);

  await page.getByTestId('nav-vocabulary').click();
  const tag = page.locator('[data-testid="concept"]').first();
  const tagId = await tag.getAttribute('data-id');
  await take(tag, 'hide');
  const isHidden = (id: string | null) =>
    page.evaluate(async (conceptId) => {
      const concept = await window.lumisift.call('vocabulary.get', { id: conceptId ?? '' });
      return concept.ok && concept.value.isHidden;
    }, id);
  await until('it is hidden', () => isHidden(tagId));

  await page.getByTestId('nav-failures').click();
  expect(await itemsOf(page.getByTestId('failure').first())).toContain('ignore');
  await page.getByTestId('clean-up').click();
  expect(await itemsOf(page.locator('[data-testid="clean-ups"] li').first())).toEqual(['open', 'hide']);

  const isFullScreen = () =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().some((window) => window.isFullScreen()));
  await page.keyboard.press('Control+k');
  await page.getByTestId('palette-input').fill('full screen');
  await page.keyboard.press('Enter');
  await until('the window fills the screen', isFullScreen);
  await page.keyboard.press('F11');
  await until('it does no longer', async () => !(await isFullScreen()));

  // In a stack the photo of the strip is meant that is pointed at.
  for (let i = 0; i < 2; i++) await page.getByTestId('nav-photos').click();
  const cell = (index: number) => page.locator(`[data-testid="photo-cell"][data-index="${index}"]`);
  await cell(0).click();
  await cell(1).click({ modifiers: ['Control'] });
  await page.keyboard.press('Control+g');
  await until('a stack', async () => (await page.getByTestId('stack-badge').count()) > 0);
  await page.locator('[data-testid="photo-cell"]:has([data-testid="stack-badge"])').first().dblclick();
  const other = page.locator('[data-testid="stack-photo"][aria-current="false"]').first();
  await other.waitFor();
  const otherId = await other.getAttribute('data-photo-id');
  await take(page.locator(`[data-testid="stack-photo"][data-photo-id="${otherId}"]`), 'favourite');
  await until('that one is a favourite', () =>
    page.evaluate(async (id) => {
      const photo = await window.lumisift.call('photos.get', { id });
      return photo.ok && photo.value.isFavourite === true;
    }, Number(otherId)),
  );
  // A dialog that is asked for over an open photo takes the keyboard, and gives it back.
  await take(page.getByTestId('viewer').locator('.stage, .canvas, img').first(), 'export');
  await page.getByTestId('export-pattern').fill('{name} for Ana');
  await page.keyboard.press('Escape');
  await page.getByTestId('export-dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('Control+k');
  await page.getByTestId('palette-input').fill('date and place');
  await page.keyboard.press('Enter');
  await page.getByTestId('describe-date').fill('1993');
  await page.keyboard.press('Escape');
  await page.getByTestId('describe').waitFor({ state: 'detached' });
  await page.keyboard.press('Escape');
  await page.getByTestId('viewer').waitFor({ state: 'detached' });

  // Side by side, the pane.
  await cell(3).click();
  await cell(4).click({ modifiers: ['Control'] });
  await page.keyboard.press('Shift+C');
  const second = page.locator('[data-testid="compare-pane"][data-pane="1"]');
  expect(await itemsOf(second)).toContain('export');
  expect(await second.getAttribute('data-active')).toBe('true');
  await shot(page, 'compare');
});
