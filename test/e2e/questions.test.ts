import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { until } from '../fixtures/open-library.ts';
import { launchApp } from './launch-app.ts';
import { attributeNow, createShots, settled } from './seen.ts';

const samples = path.join(import.meta.dirname, '../../resources/sample-photos');
const shot = createShots('questions');
const questions = z
  .array(z.object({ language: z.string(), text: z.string(), files: z.array(z.string()).min(1) }))
  .min(40)
  .parse(JSON.parse(fs.readFileSync(path.join(import.meta.dirname, '../fixtures/window-questions.json'), 'utf8')));

test('everyday questions in five languages show a right photo in the first row of the sample photos', async () => {
  using home = temporaryFolder();
  await using launched = await launchApp(home.path);
  const { page, app } = launched;
  await app.evaluate(({ dialog }, folder) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [folder] });
  }, samples);
  await page.getByTestId('welcome').getByRole('button').first().click();
  await settled(page, 36);
  expect(new Set(questions.map(({ language }) => language)).size).toBe(5);

  const missed: string[] = [];
  for (const { language, text, files } of questions) {
    const names = await namesInFirstRow(page, text);
    if (!names.some((name) => files.includes(name))) missed.push(`${language} ${text}: ${names.join(', ')}`);
  }
  expect(missed).toEqual([]);

  await likesRefine(page);
  expect(launched.log()).not.toMatch(/\berror\b/i);
});

async function likesRefine(page: Page): Promise<void> {
  await namesInFirstRow(page, 'animal');
  const cell = page.locator('[data-testid="photo-cell"][data-index="2"]');
  const liked = (await cell.getAttribute('aria-label'))?.split(',')[0] ?? '';
  await cell.hover();
  await cell.getByTestId('like-this').click();
  await page.locator('[data-testid="like"][data-sign="plus"]').waitFor();
  await until('it is first', async () => (await nameAt(page, 0)) === liked);
  await until('and said to be chosen', async () => {
    const first = page.locator('[data-testid="photo-cell"][data-index="0"]').getByTestId('found-in');
    return (await first.allTextContents()).join() === 'Chosen';
  });
  await shot(page, '1-more-like-this');

  // By the keyboard: not the second one.
  const turnedDown = await nameAt(page, 1);
  await page.getByTestId('search-box').press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('d');
  await page.locator('[data-testid="like"][data-sign="minus"]').waitFor();
  await until('it is gone from there', async () => !['', turnedDown].includes(await nameAt(page, 1)));
  await shot(page, '2-not-this');
  for (let left = 2; left > 0; left--) {
    await page.getByTestId('like').first().getByRole('button').click();
    await until('one is taken back', async () => (await page.getByTestId('like').count()) === left - 1);
  }
}

/** As many photos as stand in one row, from the first on. */
async function namesInFirstRow(page: Page, question: string): Promise<string[]> {
  await page.keyboard.press('/');
  await page.getByTestId('search-box').fill(question);
  const grid = page.getByTestId('photo-grid');
  await until(`“${question}” is answered`, async () => (await attributeNow(grid, 'data-asked')) === question);
  const columns = Number(await grid.getAttribute('aria-colcount'));
  await page.locator(`[data-testid="photo-cell"][data-index="${columns - 1}"]`).waitFor();
  return Promise.all(Array.from({ length: columns }, (_, index) => nameAt(page, index)));
}

async function nameAt(page: Page, index: number): Promise<string> {
  const label = await attributeNow(page.locator(`[data-testid="photo-cell"][data-index="${index}"]`), 'aria-label');
  return label?.split(/[,，]/u)[0] ?? '';
}
