import { expect, test } from 'vitest';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { seriousOn } from './axe.ts';
import { launchApp } from './launch-app.ts';
import { createShots } from './seen.ts';
import { anew, photosForViews, prepared, views } from './views.ts';

const shot = createShots('access');
const themes = ['light', 'dark'] as const;

test('the welcome keeps nobody out, in both themes', async () => {
  using home = temporaryFolder();
  await using launched = await launchApp(home.path);
  const { page } = launched;
  await page.getByTestId('welcome').waitFor();
  const found: string[] = [];
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme });
    found.push(...(await seriousOn(page)).map((one) => `welcome, ${colorScheme}: ${one}`));
  }
  expect(found).toEqual([]);

  // What would keep somebody out is found.
  await page.evaluate(() => {
    const words = Object.assign(document.createElement('p'), { textContent: 'hardly to be read' });
    words.style.color = '#2a2b2e';
    document.querySelector('main')?.append(document.createElement('button'), words);
  });
  const rules = (await seriousOn(page)).map((one) => one.split(' ')[0]);
  expect(rules.sort()).toEqual(['button-name', 'color-contrast']);
});

test('no view and no dialog keeps anybody out, in both themes', async () => {
  using home = temporaryFolder();
  using own = temporaryFolder();
  await using launched = await launchApp(home.path, ['--add', photosForViews(own.path)]);
  const { page } = launched;
  await prepared(page);
  const found: string[] = [];
  for (const theme of themes) {
    await page.evaluate((value) => window.lumisift.call('settings.change', { theme: value }), theme);
    for (const [name, open] of Object.entries(views)) {
      await anew(page);
      await open(page);
      await shot(page, `${name}-${theme}`);
      found.push(...(await seriousOn(page)).map((one) => `${name}, ${theme}: ${one}`));
    }
  }
  expect(found).toEqual([]);
});
