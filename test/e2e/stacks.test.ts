import fs from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { snapshot } from '../fixtures/disk.ts';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { makeBurst } from '../fixtures/make-burst.ts';
import { until } from '../fixtures/open-library.ts';
import { launchApp } from './launch-app.ts';
import { motionPhoto } from '../fixtures/motion-photo.ts';
import { useOwnTrash } from './own-trash.ts';
import { attributeNow, createShots, evaluateNow, settled, valueNow } from './seen.ts';

const shot = createShots('stacks');
const samples = path.join(import.meta.dirname, '../../resources/sample-photos/outdoors');

useOwnTrash();

test('a stack is one card that opens in the grid and to a strip; by hand together and apart; what is done to it is done to all of it', async () => {
  using home = temporaryFolder();
  using photos = temporaryFolder();
  const to = (name: string) => path.join(photos.path, name);
  const taken = { IFD2: { DateTimeOriginal: '2024:06:01 12:00:00' } };
  const first = path.join(samples, 'sample-10.jpg');
  await sharp(first).withExif(taken).toFile(to('IMG_1.jpg'));
  await sharp(first).modulate({ brightness: 0.6 }).withExif(taken).toFile(to('IMG_1-edited.jpg'));
  for (const n of [11, 12, 13]) fs.copyFileSync(path.join(samples, `sample-${n}.jpg`), to(`sample-${n}.jpg`));
  const before = snapshot(photos.path);
  await using launched = await launchApp(home.path, ['--add', photos.path]);
  const { page } = launched;
  await settled(page, 5);
  const cell = (name: string) => page.locator(`[data-testid="photo-cell"][aria-label^="${name}"]`);
  const count = () => page.getByTestId('photo-cell').count();
  await until('four cards', async () => (await count()) === 4);
  expect(await page.getByTestId('result-count').textContent()).toContain('and 1 more in stacks');
  expect(await cell('IMG_1-edited.jpg').getAttribute('aria-label')).toContain('Photo and edits, 2 photos');
  await shot(page, '1-folded');

  // Opened by its badge, folded by its key.
  await cell('IMG_1-edited.jpg').getByTestId('stack-badge').click();
  await until('five cards', async () => (await count()) === 5);
  expect(await cell('IMG_1.jpg').getAttribute('data-stack')).toBe('open');
  await shot(page, '2-open');
  await cell('IMG_1.jpg').click();
  await page.keyboard.press('e');
  await until('four again', async () => (await count()) === 4);

  // The strip: arrows go through the photos, one of them may stand for all.
  await cell('IMG_1-edited.jpg').dblclick();
  const viewer = page.getByTestId('viewer');
  await page.getByTestId('stack-strip').waitFor();
  expect(await page.getByTestId('stack-photo').count()).toBe(2);
  await page.keyboard.press('ArrowDown');
  await until('the other', async () => (await attributeNow(viewer, 'aria-label'))?.includes('IMG_1.jpg') === true);
  await shot(page, '3-strip');
  // One that stands on no page of the list is turned under the eyes, too.
  const isWide = () =>
    page
      .getByTestId('stack-photo')
      .last()
      .locator('img')
      .evaluate((it: HTMLImageElement) => it.naturalWidth > it.naturalHeight);
  const wasWide = await isWide();
  await page.keyboard.press(']');
  await until('its picture in the strip is turned', async () => (await isWide()) !== wasWide);
  await page.keyboard.press('Control+z');
  await until('and back', async () => (await isWide()) === wasWide);
  await page.keyboard.press('b');
  await until('it stands first', async () => (await attributeNow(page.getByTestId('stack-photo').first(), 'title'))?.startsWith('IMG_1.jpg') === true); // prettier-ignore
  await page.keyboard.press('Escape');
  await cell('IMG_1.jpg').waitFor();

  // By hand: three more in one, taken back, and again.
  await cell('sample-11.jpg').click();
  await cell('sample-12.jpg').click({ modifiers: ['Control'] });
  await cell('IMG_1.jpg').click({ modifiers: ['Control'] });
  expect(await page.getByTestId('selected-count').getAttribute('data-count')).toBe('4');
  await page.keyboard.press('Control+g');
  await until('two cards', async () => (await count()) === 2);
  expect(await page.locator('[data-stack="folded"]').getAttribute('aria-label')).toContain('Stack, 4 photos');
  await page.keyboard.press('Control+z');
  await until('as before', async () => (await count()) === 4);

  // Stars are given to all of it, and taken back from all of it.
  await cell('IMG_1.jpg').click();
  await page.keyboard.press('4');
  await page.getByText('2 photos rated').waitFor();
  const rated = async () => (await listed(page, 'rating:4')).sort();
  await until('both are rated', async () => (await rated()).join() === 'IMG_1-edited.jpg,IMG_1.jpg');
  await page.keyboard.press('Control+z');
  await until('none is', async () => (await rated()).length === 0);

  // To the trash it goes as a whole, which is said before; and comes back as a whole.
  await cell('IMG_1.jpg').click();
  await page.keyboard.press('Delete');
  const dialog = page.getByTestId('trash-dialog');
  await dialog.getByText('Of a stack everything goes').waitFor();
  await shot(page, '4-trash');
  await page.getByTestId('trash-confirm').click();
  await until('three are left', async () => (await count()) === 3);
  expect(fs.existsSync(to('IMG_1.jpg')) || fs.existsSync(to('IMG_1-edited.jpg'))).toBe(false);
  await page.keyboard.press('Control+z');
  await until('both are there', () => JSON.stringify(snapshot(photos.path)) === JSON.stringify(before));
  await until('one card', async () => (await count()) === 4 && (await page.locator('[data-stack="folded"]').count()) === 1); // prettier-ignore

  // Taken apart it stays apart, also with a new start; in Chinese and in the dark.
  await cell('IMG_1.jpg').click();
  await page.keyboard.press('Control+Shift+g');
  await until('five', async () => (await count()) === 5);
  await page.evaluate(() => window.lumisift.call('settings.change', { theme: 'dark', language: 'zh-CN' }));
  await cell('sample-13.jpg').click();
  await cell('sample-12.jpg').click({ modifiers: ['Control'] });
  await page.keyboard.press('Control+g');
  await until('four', async () => (await count()) === 4);
  await shot(page, '5-dark-chinese');
  await page.evaluate(() => window.lumisift.call('settings.change', { foldsStacks: false }));
  await until('each photo', async () => (await count()) === 5);
});

test('the film of a motion photo plays under the pointer and in the viewer', async () => {
  using home = temporaryFolder();
  using photos = temporaryFolder();
  const film = fs.readFileSync(path.join(import.meta.dirname, '../fixtures/films/castle-dog-kitchen.mov'));
  const to = (name: string) => path.join(photos.path, name);
  fs.writeFileSync(to('moving.jpg'), await motionPhoto(sharp(path.join(samples, 'sample-10.jpg')), film));
  fs.copyFileSync(path.join(samples, 'sample-11.jpg'), to('still.jpg'));
  await using launched = await launchApp(home.path, ['--add', photos.path]);
  const { page } = launched;
  await settled(page, 2);
  expect(await listed(page, 'is:live')).toEqual(['moving.jpg']);
  const cell = page.locator('[data-testid="photo-cell"][aria-label^="moving.jpg"]');
  await cell.getByTestId('has-motion').waitFor();
  await cell.hover();
  const motion = page.getByTestId('motion');
  const playedS = async (of: Locator) => (await evaluateNow(of, (video: HTMLVideoElement) => video.currentTime)) ?? 0;
  await until('it plays', async () => (await playedS(motion)) > 0.1);
  await shot(page, '6-hover');
  await page.mouse.move(5, 5);
  await motion.waitFor({ state: 'detached' });
  const isFirst = (await cell.getAttribute('data-index')) === '0';
  await cell.dblclick();
  await page.getByTestId('play-motion').waitFor();
  await page.mouse.move(5, 5);
  await page.keyboard.press('v');
  const large = page.getByTestId('viewer').getByTestId('motion');
  await until('it plays in the viewer', async () => (await playedS(large)) > 0.1);
  await shot(page, '7-motion');
  await page.keyboard.press('v');
  await page.getByTestId('viewer').getByTestId('motion').waitFor({ state: 'detached' });
  await page.keyboard.press(isFirst ? 'ArrowRight' : 'ArrowLeft');
  await page.getByTestId('play-motion').waitFor({ state: 'detached' });
  await page.keyboard.press('Escape');

  // Found by what its film shows, and shown at that moment: the dog comes after four seconds.
  await page.getByTestId('search-box').fill('a dog');
  await page.keyboard.press('Enter');
  const found = page.locator('[data-testid="photo-cell"][aria-label^="moving.jpg"][aria-label*="Moment at 0:0"]');
  await found.waitFor();
  expect(await found.getByTestId('has-motion').innerText()).toMatch(/0:0[4-7]/);
  await shot(page, '7b-found-in-film');
  await found.hover();
  await until('it plays from there', async () => (await playedS(motion)) > 4);
});

test('a burst is one card, and a series from which one is kept; the others go and come back', async () => {
  using home = temporaryFolder();
  using photos = temporaryFolder();
  await makeBurst(photos.path);
  const before = snapshot(photos.path);
  await using launched = await launchApp(home.path, ['--add', photos.path]);
  const { page } = launched;
  await settled(page, 5);
  await until('two cards', async () => (await page.getByTestId('photo-cell').count()) === 2);
  await shot(page, '8-burst');
  await page.getByTestId('nav-copies').click();
  await page.getByText('Series', { exact: true }).click();
  const group = page.getByTestId('copy-group');
  await until('the series', async () => (await group.count()) === 1);
  const keeper = group.locator('[data-keeps="true"]');
  expect(await keeper.textContent()).toContain('sharpest');
  expect(await keeper.textContent()).toContain('DSC_3.jpg');
  await shot(page, '9-series');
  await page.keyboard.press('k');
  await page.getByTestId('trash-confirm').click();
  await until('one is left, and the other motif', () => Object.keys(snapshot(photos.path)).sort().join() === 'DSC_3.jpg,DSC_5.jpg'); // prettier-ignore
  // The files are gone before it can be taken back.
  await page.getByText('3 photos went to the trash').waitFor();
  await page.keyboard.press('Control+z');
  await until('all are back', () => JSON.stringify(snapshot(photos.path)) === JSON.stringify(before));

  // What may be cleared away is there from the start; the largest films stand by size. What is hidden stays away.
  await page.getByTestId('nav-photos').click();
  await page.getByTestId('clean-up').click();
  const lines = page.getByTestId('clean-ups').locator('li');
  await until('seven lines', async () => (await lines.count()) === 7);
  await lines.filter({ hasText: 'Largest films' }).getByRole('button').first().click();
  await until('it is asked', async () => (await valueNow(page.getByTestId('search-box'))) === 'is:video');
  await shot(page, '10-clearing-up');
  await lines.filter({ hasText: 'Tiny' }).hover();
  await page.getByRole('button', { name: 'Hide “Tiny” for ever' }).click();
  await until('six lines', async () => (await lines.count()) === 6);
  await page.keyboard.press('Control+z');
  await until('seven again', async () => (await lines.count()) === 7);
});

async function listed(page: Page, text: string): Promise<string[]> {
  const list = await page.evaluate(
    (asked) => window.lumisift.call('list.open', { text: asked, foldsStacks: false }),
    text,
  );
  return list.ok ? list.value.cards.map(({ name }) => name) : [];
}
