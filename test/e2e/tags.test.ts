import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { until } from '../fixtures/open-library.ts';
import { launchApp } from './launch-app.ts';
import { attributeNow, createShots, settled } from './seen.ts';

const samples = path.join(import.meta.dirname, '../../resources/sample-photos');
const shot = createShots('tags');

test('tags in the viewer: confirmed and rejected by one key, added, found, and there after a restart', async () => {
  using home = temporaryFolder();
  using own = temporaryFolder();
  const photos = path.join(own.path, 'My photos');
  fs.cpSync(samples, photos, { recursive: true });
  {
    await using launched = await launchApp(home.path, ['--add', photos]);
    const { page } = launched;
    await openCat(page);
    // The first such key shows what it would answer; nothing is answered unseen.
    await page.keyboard.press('y');
    await page.locator('[data-tag="cat"][data-state="suggested"].current').waitFor();
    await page.locator('[data-tag="cat"] .name').press('Delete');
    await page.locator('[data-tag="cat"][data-state="rejected"]').waitFor();
    // The keyboard is on the next suggestion already.
    await until('the next one has it', () =>
      page.evaluate(() => document.activeElement?.closest('li')?.dataset['tag'] === 'animal'),
    );
    await page.keyboard.press('Control+z');
    await page.locator('[data-tag="cat"][data-state="suggested"].current').waitFor();
    await page.keyboard.press('y');
    await page.locator('[data-tag="cat"][data-state="confirmed"]').waitFor();
    // A cat is an animal: that need not be asked any more.
    await page.locator('[data-tag="animal"]').waitFor({ state: 'detached' });
    await page.keyboard.press('t');
    await until('the field has the keyboard', () =>
      page.evaluate(() => document.activeElement?.getAttribute('data-testid') === 'tag-input'),
    );
    await page.getByTestId('tag-input').fill('Sunday at home');
    await page.keyboard.press('Enter');
    await page.locator('[data-tag][data-state="confirmed"]').filter({ hasText: 'Sunday at home' }).waitFor();
    await shot(page, '1-answered');
    await page.locator('[data-tag="cat"] .name').click();
    await until('photos with the tag', async () => (await page.getByTestId('photo-cell').count()) === 1);
    await shot(page, '2-found');
  }
  await using launched = await launchApp(home.path);
  const { page } = launched;
  await openCat(page);
  await page.keyboard.press('i');
  await page.locator('[data-tag="cat"][data-state="confirmed"]').waitFor();
  const tags = await page
    .getByTestId('tags')
    .locator('li')
    .evaluateAll((all) => all.map((it) => `${it.textContent.trim()}: ${it.dataset['state']}`));
  // What is suggested besides is the model's affair; what follows from an answer is not asked again.
  expect(tags.filter((it) => it.endsWith(': confirmed'))).toEqual(['cat: confirmed', 'Sunday at home: confirmed']);
  expect(tags).not.toContain('animal: suggested');
});

async function openCat(page: Page): Promise<void> {
  await settled(page, { least: 31 });
  await page.locator('[data-testid="photo-cell"]').first().waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('chelsea');
  const first = page.locator('[data-testid="photo-cell"][data-index="0"]');
  await until('the cat is first', async () => (await attributeNow(first, 'aria-label'))?.includes('chelsea') === true);
  await first.dblclick();
  await page.getByTestId('viewer').waitFor();
}
