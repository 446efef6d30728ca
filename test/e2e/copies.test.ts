import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { snapshot } from '../fixtures/disk.ts';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { until } from '../fixtures/open-library.ts';
import { launchApp } from './launch-app.ts';
import { useOwnTrash } from './own-trash.ts';
import { attributeNow, createShots, settled, textNow } from './seen.ts';

const shot = createShots('copies');
const samples = path.join(import.meta.dirname, '../../resources/sample-photos/outdoors');

useOwnTrash();

test('copies are shown side by side; the others go to the trash when asked, and come back with what was said of them', async () => {
  using home = temporaryFolder();
  using photos = temporaryFolder();
  const original = path.join(samples, 'sample-10.jpg');
  const to = (name: string) => path.join(photos.path, name);
  fs.copyFileSync(original, to('hill.jpg'));
  fs.copyFileSync(path.join(samples, 'sample-11.jpg'), to('other.jpg'));
  const { width, height } = await sharp(original).metadata();
  fs.mkdirSync(to('sent'));
  await sharp(original).resize(Math.round(width * 0.6)).jpeg({ quality: 70 }).toFile(to('sent/hill-small.jpg')); // prettier-ignore
  await sharp(original).jpeg({ quality: 60 }).toFile(to('sent/hill-again.jpg'));
  // The camera swung a little to the side: alike, and another picture.
  const aside = { left: Math.round(width * 0.15), top: 0, width: Math.round(width * 0.85), height };
  await sharp(original).extract(aside).jpeg().toFile(to('near.jpg'));
  const before = snapshot(photos.path);
  const left = () => Object.keys(snapshot(photos.path)).sort();
  await using launched = await launchApp(home.path, ['--add', photos.path]);
  const { page } = launched;
  await settled(page, 5);

  await page.getByTestId('nav-copies').click();
  const group = page.getByTestId('copy-group');
  await until('the group', async () => (await group.count()) === 1);
  const copy = (name: string) => group.getByTestId('copy').filter({ hasText: name });
  expect(await group.getByTestId('copy').count()).toBe(3);
  const ids = Object.fromEntries(
    await Promise.all(
      ['hill.jpg', 'hill-small.jpg', 'hill-again.jpg'].map(
        async (name) => [name, Number(await copy(name).getAttribute('data-photo-id'))] as const,
      ),
    ),
  );
  const { 'hill.jpg': hill = 0, 'hill-small.jpg': small = 0 } = ids;
  await page.evaluate(
    async ([id]) => {
      await window.lumisift.call('tags.add', { photoIds: [id], name: 'Grandma' });
      await window.lumisift.call('photos.rate', { ids: [id], rating: 4 });
    },
    [small] as const,
  );
  // What is said of them is read when the page is opened.
  await page.getByTestId('nav-vocabulary').click();
  await page.getByTestId('nav-copies').click();
  await until('the stars', async () => ((await textNow(copy('hill-small.jpg'))) ?? '').includes('★★★★'));
  expect(await copy('hill.jpg').getAttribute('data-keeps')).toBe('true');
  await shot(page, '1-copies');

  // Nothing is touched before the person said yes.
  await page.keyboard.press('k');
  const dialog = page.getByTestId('trash-dialog');
  await dialog.getByText('What was said of them stays with the one that you keep.').waitFor();
  await shot(page, '2-ask');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(snapshot(photos.path)).toEqual(before);
  expect(await saidOf(page, hill)).toEqual({ tags: [], rating: undefined });

  await group.getByTestId('copies-keep').click();
  await page.getByTestId('trash-confirm').click();
  await until('two are gone', () => left().length === 3);
  expect(left()).toEqual(['hill.jpg', 'near.jpg', 'other.jpg']);
  await until('the page is empty', async () => (await group.count()) === 0);
  expect(await saidOf(page, hill)).toEqual({ tags: ['Grandma'], rating: 4 });
  await shot(page, '3-kept');

  await page.keyboard.press('Control+z');
  await until('all are back', () => JSON.stringify(snapshot(photos.path)) === JSON.stringify(before));
  await until('the group is back', async () => (await group.getByTestId('copy').count()) === 3);
  await until('nothing stays of it', async () => (await saidOf(page, hill)).rating === undefined);
  expect(await saidOf(page, hill)).toEqual({ tags: [], rating: undefined });
  expect(await saidOf(page, Number(await copy('hill-small.jpg').getAttribute('data-photo-id')))).toEqual({
    tags: ['Grandma'],
    rating: 4,
  });

  // Another one is kept, in another language; and they are told apart.
  await copy('hill-again.jpg').getByRole('button').click();
  expect(await copy('hill-again.jpg').getAttribute('data-keeps')).toBe('true');
  await page.evaluate(() => window.lumisift.call('settings.change', { language: 'zh-CN' }));
  await page.getByRole('heading', { name: '副本' }).waitFor();
  await shot(page, '4-zh');
  await group.getByTestId('copies-part').click();
  await until('they are no copies', async () => (await group.count()) === 0);
  await page.keyboard.press('Control+z');
  await until('they are again', async () => (await group.count()) === 1);
  expect(snapshot(photos.path)).toEqual(before);
});

test('all sets are cleaned up at once by a rule, after a look at what goes, and a set that is left stays', async () => {
  using home = temporaryFolder();
  using photos = temporaryFolder();
  const to = (name: string) => path.join(photos.path, name);
  fs.mkdirSync(to('best'));
  for (const [at, name] of ['sample-10.jpg', 'sample-11.jpg', 'sample-12.jpg'].entries()) {
    fs.copyFileSync(path.join(samples, name), to(`${at}-large.jpg`));
    // What is preferred is smaller.
    await sharp(path.join(samples, name)).resize(600).jpeg().toFile(to(`best/${at}-small.jpg`)); // prettier-ignore
  }
  const before = snapshot(photos.path);
  const left = () => Object.keys(snapshot(photos.path)).sort();
  await using launched = await launchApp(home.path, ['--add', photos.path]);
  const { page } = launched;
  await settled(page, 6);
  await page.getByTestId('nav-copies').click();
  const group = page.getByTestId('copy-group');
  await until('three sets', async () => (await group.count()) === 3);

  const sets = page.getByTestId('clean-up-set');
  const keepers = async () =>
    (await Promise.all((await sets.all()).map((one) => attributeNow(one, 'data-keeps')))).sort();
  await page.getByTestId('clean-up-all').click();
  await until('the largest', async () => String(await keepers()) === '0-large.jpg,1-large.jpg,2-large.jpg');
  const sum = page.getByTestId('clean-up-sum');
  await until('three files', async () => (await attributeNow(sum, 'data-files')) === '3');
  await shot(page, '6-clean-up');
  await page.keyboard.press('Escape');
  await page.getByTestId('clean-up-copies').waitFor({ state: 'detached' });
  expect(snapshot(photos.path)).toEqual(before);

  // The folder that is preferred is a reason, and a rule.
  await page
    .getByTestId('prefer-folder')
    .getByRole('combobox')
    .selectOption({ label: to('best') });
  await until('its reason', async () => ((await textNow(group.first())) ?? '').includes('in the preferred folder'));
  await page.getByTestId('clean-up-all').click();
  await until('the small ones', async () => String(await keepers()) === '0-small.jpg,1-small.jpg,2-small.jpg');
  const rule = page.getByTestId('clean-up-copies').getByRole('combobox');
  await rule.selectOption('most-pixels');
  await until('the largest again', async () => (await keepers())[0] === '0-large.jpg');
  await rule.selectOption('preferred-folder');
  await until('the small ones again', async () => (await keepers())[0] === '0-small.jpg');
  await sets.filter({ hasText: '1-small.jpg' }).getByRole('checkbox').uncheck();
  await until('two files', async () => (await attributeNow(sum, 'data-files')) === '2');
  await page.getByTestId('clean-up-confirm').click();
  await until('two went', () => left().length === 4);
  expect(left()).toEqual(['1-large.jpg', 'best/0-small.jpg', 'best/1-small.jpg', 'best/2-small.jpg']);
  await until('one set is left', async () => (await group.count()) === 1);
  await page.keyboard.press('Control+z');
  await until('all are back', () => JSON.stringify(snapshot(photos.path)) === JSON.stringify(before));
});

test('after a restart what was cleaned up is taken back from the trash, with what was said of it', async () => {
  using home = temporaryFolder();
  using photos = temporaryFolder();
  const original = path.join(samples, 'sample-10.jpg');
  const to = (name: string) => path.join(photos.path, name);
  fs.copyFileSync(original, to('hill.jpg'));
  await sharp(original).resize(600).jpeg().toFile(to('small.jpg'));
  await sharp(original).jpeg({ quality: 60 }).toFile(to('again.jpg'));
  const before = snapshot(photos.path);
  let [hill, small] = [0, 0];
  {
    await using launched = await launchApp(home.path, ['--add', photos.path]);
    const { page } = launched;
    await settled(page, 3);
    await page.getByTestId('nav-copies').click();
    const copy = (name: string) => page.getByTestId('copy').filter({ hasText: name });
    await copy('hill.jpg').waitFor();
    hill = Number(await copy('hill.jpg').getAttribute('data-photo-id'));
    small = Number(await copy('small.jpg').getAttribute('data-photo-id'));
    await page.evaluate(([id]) => window.lumisift.call('photos.rate', { ids: [id], rating: 4 }), [small] as const);
    await page.getByTestId('copies-keep').click();
    await page.getByTestId('trash-confirm').click();
    await until('two are gone', () => Object.keys(snapshot(photos.path)).length === 1);
    await until('the stars', async () => (await saidOf(page, hill)).rating === 4);
  }
  await using launched = await launchApp(home.path);
  const { page } = launched;
  expect((await saidOf(page, hill)).rating).toBe(4);
  await page.getByTestId('nav-trash').click();
  await page
    .getByTestId('trashed-kept')
    .first()
    .getByText('hill.jpg was kept in its place', { exact: false })
    .waitFor();
  await shot(page, '5-trash-after-restart');
  await page.getByTestId('take-back').click();
  await until('all are back', () => JSON.stringify(snapshot(photos.path)) === JSON.stringify(before));
  await until('the stars left with it', async () => (await saidOf(page, hill)).rating === undefined);
  expect((await saidOf(page, small)).rating).toBe(4);
});

async function saidOf(page: Page, id: number): Promise<{ tags: string[]; rating: number | undefined }> {
  const [tags, detail] = await page.evaluate(
    async (photoId) =>
      [
        await window.lumisift.call('tags.ofMany', { photoIds: [photoId] }),
        await window.lumisift.call('photos.get', { id: photoId }),
      ] as const,
    id,
  );
  if (!tags.ok || !detail.ok) throw new Error('not answered');
  return {
    tags: tags.value.flatMap(({ name, confirmedCount }) => (confirmedCount > 0 ? [name] : [])),
    rating: detail.value.ownRating,
  };
}
