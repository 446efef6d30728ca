import fs from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { until } from '../fixtures/open-library.ts';
import { launchApp } from './launch-app.ts';
import { attributeNow, settled } from './seen.ts';

const samples = path.join(import.meta.dirname, '../../resources/sample-photos');
const shots = path.join(import.meta.dirname, '../../test-results/albums');

test('an album by hand: made from selected photos, put into order by keys and by the hand, emptied, there after a restart', async () => {
  using home = temporaryFolder();
  using own = temporaryFolder();
  fs.mkdirSync(shots, { recursive: true });
  const photos = path.join(own.path, 'My photos');
  fs.cpSync(samples, photos, { recursive: true });
  let order: string[] = [];
  {
    await using launched = await launchApp(home.path, ['--add', photos]);
    const { page } = launched;
    await indexed(page);
    await cell(page, 0).click();
    await cell(page, 2).click({ modifiers: ['Control'] });
    await cell(page, 4).click({ modifiers: ['Control'] });
    await page.keyboard.press('a');
    await page.getByTestId('album-box-input').fill('Oma’s “garden” / 里斯本');
    await page.screenshot({ path: path.join(shots, '1-add.png') });
    await page.keyboard.press('Enter');
    const album = page.locator('[data-testid="albums"] li');
    await album.waitFor();
    await until('three photos', async () => (await attributeNow(album, 'data-count')) === '3');
    await album.locator('.open').click();
    await page.getByTestId('album-header').waitFor();
    await until('the album', async () => (await ids(page)).length === 3);
    const before = await ids(page);

    // By keys: the first one goes one place on, then the last one to the head.
    await cell(page, 0).click();
    await page.keyboard.press('Alt+Shift+ArrowRight');
    await until('the order by keys', async () => sameAs(await ids(page), [before[1], before[0], before[2]]));
    await page.keyboard.press('Control+z');
    await until('the order as it was', async () => sameAs(await ids(page), before));
    await cell(page, 0).click();
    await page.keyboard.press('Alt+Shift+ArrowRight');
    await until('the order by keys again', async () => sameAs(await ids(page), [before[1], before[0], before[2]]));
    // Without Shift the same keys are those of the window: back, and on again.
    await page.keyboard.press('Alt+ArrowLeft');
    await page.getByTestId('album-header').waitFor({ state: 'detached' });
    await page.keyboard.press('Alt+ArrowRight');
    await page.getByTestId('album-header').waitFor();
    await until('the album again', async () => sameAs(await ids(page), [before[1], before[0], before[2]]));
    // By the hand: the last one before the first.
    await dragOnto(cell(page, 2), cell(page, 0), 0.1);
    order = [before[2] ?? '', before[1] ?? '', before[0] ?? ''];
    await until('the order by the hand', async () => sameAs(await ids(page), order));
    await page.screenshot({ path: path.join(shots, '2-album.png') });

    // Another photo is dragged onto its name; it is taken out again, and that is undone.
    await page
      .getByRole('button', { name: /^Photos/u })
      .first()
      .click();
    await until(
      'all photos',
      async () => (await page.getByTestId('album-header').count()) === 0 && (await ids(page)).length > 3,
    );
    await dragOnto(cell(page, 1), album, 0.5);
    await until('four photos', async () => (await attributeNow(album, 'data-count')) === '4');
    await album.locator('.open').click();
    await until('four in the album', async () => (await ids(page)).length === 4);
    await cell(page, 3).click();
    await page.keyboard.press('Delete');
    await until('three again', async () => sameAs(await ids(page), order));
    await page.keyboard.press('Control+z');
    await until('undone', async () => (await ids(page)).length === 4);
    await cell(page, 3).click();
    await page.keyboard.press('Delete');
    await until('taken out', async () => sameAs(await ids(page), order));
    const cover = album.getByTestId('album-cover-picture');
    await until(
      'its first photo stands for it',
      async () => (await attributeNow(cover, 'src'))?.includes(`/${order[0]}?`) === true,
    );
    await cell(page, 1).click();
    await page.keyboard.press('c');
    await until('the cover', async () => (await attributeNow(cover, 'src'))?.includes(`/${order[1]}?`) === true);

    // Words narrow it down.
    await page.getByTestId('search-box').fill('type:png');
    await until('narrowed', async () => (await ids(page)).length < 3);
    await page.getByTestId('search-box').fill('');
    await until('the whole album', async () => sameAs(await ids(page), order));

    // An album in it, by the keyboard: made, then put into the first.
    await page.getByTestId('new-album').click();
    await page.getByTestId('album-name').fill('Day 1');
    await page.screenshot({ path: path.join(shots, '3-dialog.png') });
    await page.keyboard.press('Enter');
    const day = page.locator('[data-testid="albums"] li[data-name="Day 1"]');
    await day.waitFor();
    await day.locator('.open').focus();
    await page.keyboard.press('Alt+Shift+ArrowRight');
    const isInside = async () => (await attributeNow(day, 'style'))?.includes('14px') === true;
    await until('it lies in the first', isInside);
    await page.keyboard.press('Control+z');
    await until('it is out again', async () => !(await isInside()));
  }
  await using launched = await launchApp(home.path);
  const { page } = launched;
  await page.locator('[data-testid="albums"] li').first().locator('.open').click();
  await until('the album after a restart', async () => sameAs(await ids(page), order));
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.screenshot({ path: path.join(shots, '4-dark.png') });
});

test('a smart album made from a search fills as a file is copied in; what does not belong is kept out; it tags its photos', async () => {
  using home = temporaryFolder();
  using own = temporaryFolder();
  fs.mkdirSync(shots, { recursive: true });
  const photos = path.join(own.path, 'My photos');
  fs.cpSync(samples, photos, { recursive: true });
  const cat = fs.readdirSync(photos, { recursive: true, encoding: 'utf8' }).find((name) => name.includes('chelsea'));
  if (cat === undefined) throw new Error('the sample photos have no cat');
  fs.rmSync(path.join(photos, cat));
  await using launched = await launchApp(home.path, ['--add', photos]);
  const { page } = launched;
  await indexed(page);
  await page.getByTestId('search-box').fill('a cat');
  await page.getByTestId('save-search').waitFor();
  await page.getByTestId('save-search').click();
  await page.getByTestId('save-smart').click();
  await page.getByTestId('album-name').fill('Cats');
  // One photo more makes others of a small library likelier, too.
  await page.getByText('Only sure ones', { exact: true }).click();
  await page.getByText('Apply', { exact: true }).click();
  await page.getByTestId('album-tag').fill('Our cat');
  await page.getByRole('slider', { name: 'How sure a photo must be to be tagged' }).press('Home');
  await page.screenshot({ path: path.join(shots, '5-smart-dialog.png') });
  await page.getByTestId('album-save').click();
  const album = page.locator('[data-testid="albums"] li[data-name="Cats"]');
  await album.waitFor();
  await page.getByTestId('album-bar').waitFor();
  // The answer to the search stands there until the album's photos come.
  await until('its photos', async () => String((await ids(page)).length) === (await attributeNow(album, 'data-count')));
  const before = await ids(page);

  fs.copyFileSync(path.join(samples, cat), path.join(photos, 'IMG_0001.jpg'));
  await until('the cat came by itself', async () => (await ids(page)).length === before.length + 1);
  await until('its count too', async () => (await attributeNow(album, 'data-count')) === String(before.length + 1));
  await page.screenshot({ path: path.join(shots, '6-smart.png') });
  const added = (await ids(page)).find((id) => !before.includes(id)) ?? '';

  // Why it is here, and the tag that the album gave.
  await page.locator(`[data-photo-id="${added}"]`).dblclick();
  await page.getByTestId('viewer').waitFor();
  await page.keyboard.press('w');
  await page.getByTestId('why').waitFor();
  await page.screenshot({ path: path.join(shots, '7-why.png') });
  await page.keyboard.press('i');
  await page.locator('[data-testid="tags"] [data-state="applied"]').waitFor();
  await page.screenshot({ path: path.join(shots, '8-tag.png') });
  await page.keyboard.press('Escape');

  await page.locator(`[data-photo-id="${added}"]`).click();
  await page.keyboard.press('Delete');
  await until('it does not belong', async () => !(await ids(page)).includes(added));
  await page.getByTestId('album-examples').click();
  await page.getByTestId('examples-excluded').waitFor();
  await page.screenshot({ path: path.join(shots, '9-examples.png') });
  await page.getByTestId('examples-excluded').getByRole('button').click();
  await until('taken back', async () => (await ids(page)).includes(added));
  await page.keyboard.press('Escape');

  // Its question is changed where its answer is seen.
  await page.getByTestId('album-ask').click();
  await page.getByTestId('asking').waitFor();
  await page.getByTestId('search-box').fill('type:png');
  await until('the answer', async () => (await page.getByTestId('chip').count()) === 1);
  await page.screenshot({ path: path.join(shots, '10-question.png') });
  await page.getByTestId('asking-keep').click();
  await page.getByTestId('album-bar').waitFor();
  await until('the album asks anew', async () => !(await ids(page)).includes(added));
});

test('a smart album from the + beside Albums says how many photos it holds, and how many it would tag from which chance on', async () => {
  using home = temporaryFolder();
  fs.mkdirSync(shots, { recursive: true });
  await using launched = await launchApp(home.path, ['--add', samples]);
  const { page } = launched;
  await indexed(page);
  await page.getByTestId('new-album').click();
  await page.getByTestId('album-name').fill('Beach');
  await page.getByText('By a question', { exact: true }).click();
  expect(await page.getByTestId('album-save').isDisabled()).toBe(true);
  await page.getByTestId('album-words').fill('the sea');
  await page.getByTestId('album-count').waitFor();
  const held = Number(/\d+/u.exec(await page.getByTestId('album-count').innerText())?.[0]);
  expect(held).toBeGreaterThan(0);
  await page.getByText('Apply', { exact: true }).click();
  const tagged = async () => Number(await attributeNow(page.getByTestId('album-tags-count'), 'data-count'));
  await page.getByTestId('album-tags-count').waitFor();
  // What it begins with tags some.
  await until('some are tagged', async () => (await tagged()) > 0);
  await page.screenshot({ path: path.join(shots, '11-tags-count.png') });
  const slider = page.getByRole('slider', { name: 'How sure a photo must be to be tagged' });
  await slider.press('End');
  await until('none is wholly sure', async () => (await tagged()) === 0);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.screenshot({ path: path.join(shots, '12-tags-none.png') });
  await slider.press('Home');
  await until('nearly all are', async () => (await tagged()) > 0);
  const promised = await tagged();
  await page.getByTestId('album-save').click();
  const album = page.locator('[data-testid="albums"] li[data-name="Beach"]');
  await until('its photos', async () => (await attributeNow(album, 'data-count')) === String(held));
  await until('as many as it said are tagged', async () => {
    const found = await page.evaluate(() => window.lumisift.call('list.open', { text: 'tag:beach' }));
    return found.ok && found.value.count === promised;
  });
});

async function indexed(page: Page): Promise<void> {
  await settled(page, { least: 31 });
  await cell(page, 0).waitFor();
}

function cell(page: Page, index: number): Locator {
  return page.locator(`[data-testid="photo-cell"][data-index="${index}"][data-photo-id]`);
}

/** Photos of the list, as far as they are drawn, in its order. */
async function ids(page: Page): Promise<string[]> {
  const cells = page.getByTestId('photo-cell');
  const all = await cells.evaluateAll((found) =>
    found.map((it) => ({ at: Number(it.dataset['index']), id: it.dataset['photoId'] ?? '' })),
  );
  return all.sort((a, b) => a.at - b.at).map(({ id }) => id);
}

function sameAs(one: readonly string[], other: readonly (string | undefined)[]): boolean {
  return one.join() === other.join();
}

/** @param share of the target's width, where the hand lets go */
async function dragOnto(from: Locator, to: Locator, share: number): Promise<void> {
  const box = await to.boundingBox();
  if (!box) throw new Error('there is nothing to drop it on');
  await from.dragTo(to, { targetPosition: { x: box.width * share, y: box.height / 2 } });
}
