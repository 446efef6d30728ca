import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { bringSecondModel } from '../fixtures/second-model.ts';
import { launchApp } from './launch-app.ts';
import { createShots, settled } from './seen.ts';

const samples = path.join(import.meta.dirname, '../../resources/sample-photos');
const shot = createShots('switch');

test('the model changes while the window is used, is gone back from, and its vectors are let go', async () => {
  using home = temporaryFolder();
  using own = temporaryFolder();
  const photos = path.join(own.path, 'My photos');
  fs.cpSync(samples, photos, { recursive: true });
  await using launched = await launchApp(home.path, ['--add', photos]);
  const { page } = launched;
  await settled(page, { least: 31 });
  bringSecondModel(home.path);
  await page.keyboard.press('Control+,');
  await page.getByTestId('settings').waitFor();
  const change = page.getByTestId('model-change');
  await change.waitFor({ state: 'detached' });

  const inUse = page.getByTestId('models').locator('li', { hasText: 'In use' });
  await page
    .getByTestId('models')
    .locator('li', { hasText: 'Second Model' })
    .getByRole('button', { name: 'Use this model' })
    .click();
  await page.evaluate(() => window.lumisift.call('engine.pauseSwitch', { isPaused: true }));
  await page.locator('[data-testid="model-change"][data-state="filling"]').waitFor();
  await change.getByRole('button', { name: 'Resume' }).waitFor();
  await shot(page, '1-filling');
  await change.getByRole('button', { name: 'Resume' }).click();
  await page.locator('[data-testid="model-change"][data-state="kept"]').waitFor({ timeout: 120_000 });
  await inUse.filter({ hasText: 'Second Model' }).waitFor();
  await shot(page, '2-kept');

  await change.getByRole('button', { name: 'Back to Lumisift Starter' }).click();
  await inUse.filter({ hasText: 'Lumisift Starter' }).waitFor();
  await change.getByRole('button', { name: 'Delete what Second Model knew' }).click();
  await change.waitFor({ state: 'detached' });

  // What this computer can do is measured when the person asks, and its share is theirs to set.
  await page.getByRole('radio', { name: 'Half' }).check();
  await page.getByRole('switch', { name: 'Not on battery' }).click();
  await page.getByRole('button', { name: 'Measure again' }).click();
  await page.getByTestId('engine').getByText('Photos per second').first().waitFor({ timeout: 120_000 });
  await shot(page, '3-engine');
  expect(await page.evaluate(() => window.lumisift.call('settings.get', undefined))).toMatchObject({
    value: { modelId: 'starter', coreShare: 'half', notOnBattery: true },
  });
});
