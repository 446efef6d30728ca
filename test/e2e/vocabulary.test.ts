import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { until } from '../fixtures/open-library.ts';
import { launchApp } from './launch-app.ts';
import { createShots, settled } from './seen.ts';

const samples = path.join(import.meta.dirname, '../../resources/sample-photos');
const shot = createShots('vocabulary');

test('the vocabulary by keyboard: found, renamed, merged, undone, hidden; a file with mistakes says their lines', async () => {
  using home = temporaryFolder();
  using own = temporaryFolder();
  const photos = path.join(own.path, 'My photos');
  fs.cpSync(samples, photos, { recursive: true });
  await using launched = await launchApp(home.path, ['--add', photos]);
  const { app, page } = launched;
  await settled(page, { least: 31 });
  await page.evaluate(async () => {
    const list = await window.lumisift.call('list.open', {});
    if (!list.ok) throw new Error(list.error.message);
    const [one, two] = list.value.cards.map((card) => card.id);
    if (one === undefined || two === undefined) throw new Error('too few photos');
    await window.lumisift.call('tags.add', { photoIds: [one], name: 'Wauwau' });
    await window.lumisift.call('tags.add', { photoIds: [two], name: 'dog' });
  });

  await page.getByTestId('nav-vocabulary').click();
  await page.getByTestId('vocabulary-search').fill('wauw');
  await page.getByTestId('vocabulary-search').press('ArrowDown');
  await page.keyboard.press('Enter');
  const details = page.getByTestId('concept-details');
  await details.waitFor();
  await until('the names have the keyboard', async () =>
    page.evaluate(() => document.activeElement instanceof HTMLTextAreaElement),
  );
  await page.keyboard.press('End');
  await page.keyboard.type('\nBello');
  await page.keyboard.press('Control+Enter');
  await until('Bello is a name too', async () => (await details.getByTestId('concept-save').count()) === 0);
  await shot(page, '1-renamed');
  await page.keyboard.press('Escape');
  await until('the tree has the keyboard', () =>
    page.evaluate(() => document.activeElement?.getAttribute('role') === 'tree'),
  );

  await page.getByTestId('concept-merge').fill('dog');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await shot(page, '2-merge');
  await page.getByRole('button', { name: 'Merge', exact: true }).click();
  await page.locator('[data-testid="concept-details"][data-id="dog"]').waitFor();
  expect(await countOf('tag:bello')).toBe(2);
  await page.getByRole('button', { name: 'Undo' }).click();
  await until('Wauwau is a tag of its own', async () => (await countOf('tag:dog')) === 1);
  expect(await countOf('tag:bello')).toBe(1);

  await page.getByTestId('vocabulary-search').fill('cat');
  await page.getByTestId('vocabulary-search').press('ArrowDown');
  await page.keyboard.press('Home');
  await page.locator('[data-testid="concept-details"][data-id="cat"]').waitFor();
  await page.getByRole('switch', { name: 'Hide' }).press('Space');
  await page.locator('[data-testid="concept"][data-id="cat"]').getByText('hidden').waitFor();
  await shot(page, '3-hidden');

  const file = path.join(own.path, 'mine.csv');
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
  }, file);
  fs.writeFileSync(file, 'names,parent,hidden\nGarten,plant,\nOmas Rose,Garten,perhaps\nDorn,nobody,\n');
  await page.getByTestId('vocabulary-import').press('Enter');
  const preview = page.getByTestId('vocabulary-preview');
  await preview.waitFor();
  expect(await preview.locator('li').allInnerTexts()).toEqual([
    'Line 3 “perhaps” is neither yes nor no.',
    expect.stringContaining('Line 4 There is no tag “nobody”'),
  ]);
  await shot(page, '4-mistakes');
  await page.keyboard.press('Escape');
  fs.writeFileSync(file, 'names,parent,hidden\nGarten,plant,\nOmas Rose,Garten,\n');
  await page.getByTestId('vocabulary-import').press('Enter');
  await page.locator('[data-testid="vocabulary-preview"][data-is="ready"]').waitFor();
  await shot(page, '5-preview');
  await page.getByTestId('vocabulary-apply').press('Enter');
  await page.getByTestId('vocabulary-search').fill('rose');
  await page.getByTestId('concept').getByText('Omas Rose').waitFor();
  await page.getByTestId('vocabulary-search').press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.emulateMedia({ colorScheme: 'dark' });
  await shot(page, '6-dark');
  await page.getByRole('button', { name: 'Export CSV…' }).press('Enter');
  await until('the whole vocabulary is written', () => {
    const written = fs.readFileSync(file, 'utf8');
    return written.startsWith('\uFEFFid,names') && /^own-\d+@[\da-f]{8},Omas Rose,.*,own-\d+@/mu.test(written);
  });

  async function countOf(text: string): Promise<number> {
    return page.evaluate(async (asked) => {
      const list = await window.lumisift.call('list.open', { text: asked });
      if (!list.ok) throw new Error(list.error.message);
      return list.value.count;
    }, text);
  }
});
