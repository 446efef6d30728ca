import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makePhotos, temporaryFolder } from '../fixtures/make-photos.ts';
import { until } from '../fixtures/open-library.ts';
import { launchApp } from './launch-app.ts';
import { createShots, settled } from './seen.ts';

const exiftool = path.join(import.meta.dirname, '../../node_modules/exiftool-vendored.pl/bin/exiftool');
const shot = createShots('writing');

test('tags, stars and a caption are previewed, written beside the photos, and undone with one press', async () => {
  using home = temporaryFolder();
  using own = temporaryFolder();
  const photos = path.join(own.path, 'My photos');
  await makePhotos(photos, 4);
  fs.writeFileSync(path.join(photos, 'photo-2.jpg.xmp'), 'not <XML');
  await using launched = await launchApp(home.path, ['--add', photos]);
  const { page } = launched;
  await settled(page, { least: 4 });
  const cell = (index: number) => page.locator(`[data-testid="photo-cell"][data-index="${index}"]`);
  await cell(0).locator('img.loaded').waitFor();

  // A caption in the viewer, by keyboard.
  await cell(0).click();
  await page.keyboard.press('Enter');
  await page.keyboard.press('i');
  await page.getByTestId('caption-edit').click();
  await page.getByTestId('caption-input').fill('Grandma’s “garden”');
  await page.keyboard.press('Enter');
  await page.getByTestId('caption-edit').getByText('Grandma’s “garden”').waitFor();
  await page.keyboard.press('Escape');

  await cell(0).click();
  await cell(3).click({ modifiers: ['Shift'] });
  await page.keyboard.press('t');
  await page.getByTestId('tag-box-input').fill("Oma's / garden");
  await page.keyboard.press('Enter');
  await page.getByTestId('tag-box-input').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('4');

  await page.getByTestId('selection-write').click();
  await page.locator('[data-testid="write"][data-stage="preview"]').waitFor();
  await until('three files can be written, one can not', async () => (await page.getByTestId('planned').count()) === 4);
  expect(await page.locator('[data-problem="sidecar-damaged"]').count()).toBe(1);
  expect(fs.readdirSync(photos).filter((name) => name.endsWith('.xmp'))).toEqual(['photo-2.jpg.xmp']);
  await shot(page, '1-preview');

  await page.getByTestId('write-go').click();
  await page.getByTestId('write-result').waitFor();
  expect(await page.getByTestId('write-result').textContent()).toContain('3');
  await shot(page, '2-written');
  const sidecars = ['photo-1.jpg.xmp', 'photo-3.jpg.xmp', 'photo-4.jpg.xmp'].map((name) => path.join(photos, name));
  for (const sidecar of sidecars) {
    const said = execFileSync(exiftool, ['-s3', '-XMP-dc:Subject', '-XMP-xmp:Rating', sidecar], { encoding: 'utf8' });
    expect(said.trim().split('\n')).toEqual(["Oma's / garden", '4']);
  }
  expect(fs.readFileSync(path.join(photos, 'photo-2.jpg.xmp'), 'utf8')).toBe('not <XML');

  await page.getByTestId('write-undo').click();
  await page.locator('[data-testid="write"][data-stage="undone"]').waitFor();
  expect(fs.readdirSync(photos).filter((name) => name.endsWith('.xmp'))).toEqual(['photo-2.jpg.xmp']);
  await page.getByTestId('write-close').click();

  // Into the photos themselves, and back from the settings.
  const before = [1, 2, 3, 4].map((n) => fs.readFileSync(path.join(photos, `photo-${n}.jpg`)));
  await page.getByTestId('selection-write').click();
  await page.locator('[data-testid="write"][data-stage="preview"]').waitFor();
  await page.getByText('Into the photos').click();
  await until('all four can be written', async () => (await page.getByTestId('planned').count()) === 4);
  await page.getByTestId('write-go').click();
  await page.getByTestId('write-result').waitFor();
  await page.getByTestId('write-close').click();
  expect(fs.readFileSync(path.join(photos, 'photo-1.jpg')).equals(before[0] ?? Buffer.of())).toBe(false);
  await settled(page, { least: 4 });
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+,');
  const past = page.locator('[data-testid="past-write"][data-state="done"]');
  await past.scrollIntoViewIfNeeded();
  await shot(page, '3-history');
  await past.getByTestId('undo-write').click();
  await until('the photos are as they were', () =>
    [1, 2, 3, 4].every((n, at) =>
      fs.readFileSync(path.join(photos, `photo-${n}.jpg`)).equals(before[at] ?? Buffer.of()),
    ),
  );
  expect(launched.log()).not.toMatch(/\berror\b/i);
});
