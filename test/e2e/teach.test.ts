import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { until } from '../fixtures/open-library.ts';
import { seriousOn } from './axe.ts';
import { launchApp } from './launch-app.ts';
import { attributeNow, createShots, settled } from './seen.ts';

const samples = path.join(import.meta.dirname, '../../resources/sample-photos');
/** Eight photos of each scene, where the evaluation set is at hand. */
const scenes = path.join(import.meta.dirname, '../../../shared/eval/dev/scene8');
const hasScenes = fs.existsSync(scenes);
const shot = createShots('teach');

test('photos are tagged many at once, and all of it is undone by one key', async () => {
  using home = temporaryFolder();
  using own = temporaryFolder();
  const photos = path.join(own.path, 'My photos');
  fs.cpSync(samples, photos, { recursive: true });
  await using launched = await launchApp(home.path, ['--add', photos]);
  const { page } = launched;
  await settled(page, { least: 31 });
  const count = await photoCount(page);
  const first = page.locator('[data-testid="photo-cell"][data-index="0"]');
  await first.locator('img.loaded').waitFor();

  await first.click();
  await page.locator('[data-testid="photo-cell"][data-index="3"]').click({ modifiers: ['Shift'] });
  await until('four are selected', async () => (await selectedCount(page)) === 4);
  await page.keyboard.press('Control+a');
  await until('all are selected', async () => (await selectedCount(page)) === count);

  // A tag of the vocabulary by its Chinese name, and one in own words.
  await page.keyboard.press('t');
  await page.getByTestId('tag-box-input').fill('自行车');
  await page.getByTestId('tag-offers').getByText('bicycle', { exact: true }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await row(page, 'bicycle', 'all').waitFor();
  await page.getByTestId('tag-box-input').fill('Best of');
  await page.keyboard.press('Enter');
  await row(page, 'Best of', 'all').waitFor();
  await shot(page, '1-many-tagged');
  await until('all have it', async () => (await answerTo(page, 'tag:"Best of"')) === count);
  expect(await answerTo(page, 'tag:bicycle')).toBe(count);

  // A suggestion is confirmed for the photos it is made for, and not for the others.
  const suggested = page.locator('[data-group="suggested"] [data-testid="tag-row"]').first();
  const concept = (await suggested.getAttribute('data-row')) ?? '';
  const suggestedCount = Number(/\d+/.exec((await suggested.getAttribute('aria-label')) ?? '')?.[0]);
  await suggested.press('y');
  await page.locator(`[data-row="${concept}"][data-share="some"]`).waitFor();
  expect(suggestedCount).toBeLessThan(count);
  await until('those alone have it', async () => (await answerTo(page, `tag:${concept}`)) === suggestedCount);

  await page.keyboard.press('Escape');
  await until('the keyboard is on a photo again', async () =>
    page.evaluate(() => document.activeElement?.getAttribute('data-testid') === 'photo-cell'),
  );
  await page.keyboard.press('Control+z');
  await until('the suggestion is open again', async () => (await answerTo(page, `tag:${concept}`)) === 0);
  await page.keyboard.press('Control+z');
  await until('the last tag is gone', async () => (await answerTo(page, 'tag:"Best of"')) === 0);
  expect(await answerTo(page, 'tag:bicycle')).toBe(count);
  await page.keyboard.press('Control+z');
  await until('the other is gone too', async () => (await answerTo(page, 'tag:bicycle')) === 0);
  await page.keyboard.press('Escape');
  await page.getByTestId('selection').waitFor({ state: 'detached' });
  expect(launched.log()).not.toMatch(/\berror\b/i);
});

test('a tag is taught from a few photos, finds the others, and can forget what it learned', async () => {
  if (!hasScenes) console.warn('The evaluation set is not there: what is found is looked at, not measured.');
  using home = temporaryFolder();
  using own = temporaryFolder();
  const photos = path.join(own.path, 'My photos');
  if (!hasScenes) fs.cpSync(samples, photos, { recursive: true });
  else
    for (const scene of ['garden', 'library', 'ocean', 'tennis_court'])
      fs.cpSync(path.join(scenes, scene), path.join(photos, scene), { recursive: true });
  await using launched = await launchApp(home.path, ['--add', photos]);
  const { page } = launched;
  await settled(page, { least: 31 });

  // Five of eight gardens; the other three are to be found.
  await page.getByTestId('search-box').fill(hasScenes ? 'in:garden' : 'in:outdoors');
  // Fewer teach nothing where the model knows no word of the name.
  const taughtCount = 5;
  await until('photos to teach with', async () => {
    const shown = await page.getByTestId('photo-cell').count();
    return shown === 8;
  });
  const all = await idsOnScreen(page);
  await page.locator('[data-testid="photo-cell"][data-index="0"]').click();
  await page.locator(`[data-testid="photo-cell"][data-index="${taughtCount - 1}"]`).click({ modifiers: ['Shift'] });
  await until('they are selected', async () => (await selectedCount(page)) === taughtCount);
  await page.getByTestId('selection-teach').click();
  expect(await page.getByTestId('teach-advice').getAttribute('data-advice')).toBe('enough');
  await page.getByTestId('teach-name').fill('Oma’s garden');
  await page.getByTestId('teach').locator('img').nth(taughtCount - 1).waitFor(); // prettier-ignore
  await shot(page, '2-teach');
  await page.getByTestId('teach-confirm').click();

  const likeliest = page.getByTestId('learned-likeliest').getByTestId('question-tile');
  await likeliest.first().waitFor();
  expect(await page.getByTestId('learned-counts').getAttribute('data-confirmed')).toBe(String(taughtCount));
  await shot(page, '3-looks-like-it');
  expect(await seriousOn(page)).toEqual([]);
  const found = await likeliest.evaluateAll((tiles) => tiles.map((tile) => Number(tile.dataset['photoId'])));
  const taught = all.slice(0, taughtCount);
  expect(found.filter((id) => taught.includes(id))).toEqual([]);
  if (hasScenes) {
    const rest = all.slice(taughtCount);
    expect(rest.filter((id) => found.slice(0, 8).includes(id)).length).toBeGreaterThanOrEqual(2);
  }

  // The same keys as everywhere: yes, no, and the next one.
  await page.keyboard.press('y');
  await page.keyboard.press('n');
  expect(await likeliest.nth(0).getAttribute('data-answer')).toBe('confirmed');
  expect(await likeliest.nth(1).getAttribute('data-answer')).toBe('rejected');
  await page.getByTestId('learned-again').click();
  await until('both teach it', async () => {
    const counts = page.getByTestId('learned-counts');
    const [yes, no] = [await attributeNow(counts, 'data-confirmed'), await attributeNow(counts, 'data-rejected')];
    return yes === String(taughtCount + 1) && no === '1';
  });

  await page.getByTestId('learned-forget').click();
  await page.getByTestId('learned-remember').waitFor();
  expect(await answerTo(page, 'tag:"Oma’s garden"')).toBe(taughtCount + 1);
  await page.getByTestId('learned-remember').click();
  await page.getByTestId('learned-forget').waitFor();
  await shot(page, '4-remembered');
  expect(launched.log()).not.toMatch(/\berror\b/i);
  expect(launched.console.filter((line) => line.startsWith('error'))).toEqual([]);
});

function row(page: Page, name: string, share: 'all' | 'some' | 'none') {
  return page.locator(`[data-testid="tag-row"][data-share="${share}"]`).filter({ hasText: name });
}

async function selectedCount(page: Page): Promise<number> {
  return Number(await attributeNow(page.getByTestId('selected-count'), 'data-count'));
}

async function photoCount(page: Page): Promise<number> {
  const list = await page.evaluate(() => window.lumisift.call('list.open', {}));
  return list.ok ? list.value.count : 0;
}

async function answerTo(page: Page, text: string): Promise<number> {
  const list = await page.evaluate((asked) => window.lumisift.call('list.open', { text: asked }), text);
  return list.ok ? list.value.count : -1;
}

async function idsOnScreen(page: Page): Promise<number[]> {
  return page.getByTestId('photo-cell').evaluateAll((cells) => cells.map((cell) => Number(cell.dataset['photoId'])));
}
