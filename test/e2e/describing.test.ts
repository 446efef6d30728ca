import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import type { PhotoDetail } from '../../preload/contract/photo.ts';
import { packetOf } from '../fixtures/file-library.ts';
import { makePhotos, temporaryFolder } from '../fixtures/make-photos.ts';
import { until } from '../fixtures/open-library.ts';
import { launchApp } from './launch-app.ts';
import { createShots, settled } from './seen.ts';

const exiftool = path.join(import.meta.dirname, '../../node_modules/exiftool-vendored.pl/bin/exiftool');
const shot = createShots('describing');

test('date, zone, place and caption are given to many photos, shifted, undone, taken away, and written into files when asked', async () => {
  using home = temporaryFolder();
  using own = temporaryFolder();
  const photos = path.join(own.path, 'My photos');
  await makePhotos(photos, 3);
  fs.writeFileSync(path.join(photos, 'photo-1.jpg.xmp'), packetOf({ taken: '2016-12-16T16:53:35' }));
  const filesNow = () =>
    fs.readdirSync(photos).map((name) => [name, fs.readFileSync(path.join(photos, name), 'base64')]);
  const files = filesNow();
  await using launched = await launchApp(home.path, ['--add', photos]);
  const { page } = launched;
  await settled(page, 3);
  const cell = (index: number) => page.locator(`[data-testid="photo-cell"][data-index="${index}"]`);
  await cell(0).locator('img.loaded').waitFor();
  const before = await all(page);
  const [first] = before;
  expect(first?.metadata).toMatchObject({ takenFrom: 'xmp', takenWallMs: Date.UTC(2016, 11, 16, 16, 53, 35) });

  // The viewer tells the file that a date is from.
  await cell(0).dblclick();
  await page.getByTestId('viewer').waitFor();
  await page.keyboard.press('i');
  await page.getByTestId('info-from-taken').getByText('photo-1.jpg.xmp').waitFor();
  await page.keyboard.press('i');
  await page.keyboard.press('Escape');

  const chooseAll = async () => {
    await cell(0).click();
    await cell(2).click({ modifiers: ['Shift'] });
    await page.getByTestId('selection-describe').click();
    await page.getByTestId('describe').waitFor();
  };
  const apply = async () => {
    await page.getByTestId('describe-save').click();
    await page.getByTestId('describe').waitFor({ state: 'detached' });
  };
  const given = { date: '2021-03-04 09:05', zone: 'Europe/Lisbon', place: 'Lisbon', caption: 'Tram 28' };
  const said = {
    ownCaption: 'Tram 28',
    isOwnPlace: true,
    metadata: { takenFrom: 'person', takenWallMs: Date.UTC(2021, 2, 4, 9, 5), takenOffsetMin: 0, latitude: 38.71667 },
  };

  // What it can't read is told beside it, and changes nothing.
  await chooseAll();
  await page.getByTestId('describe-date').fill('2021-02-31');
  await page.getByTestId('describe-save').click();
  await page.getByTestId('describe-trouble').getByText('2021-02-31').waitFor();
  expect(await all(page)).toEqual(before);
  for (const [field, text] of Object.entries(given)) await page.getByTestId(`describe-${field}`).fill(text);
  await shot(page, '1-dialog');
  await apply();
  expect(await all(page)).toMatchObject([said, said, said]);

  await page.keyboard.press('Control+z');
  await until('all is as before', async () => JSON.stringify(await all(page)) === JSON.stringify(before));

  await chooseAll();
  for (const [field, text] of Object.entries(given)) await page.getByTestId(`describe-${field}`).fill(text);
  await apply();
  await chooseAll();
  await page.getByTestId('describe-hours').fill('-1.5');
  await apply();
  const shifted = { ...said, metadata: { ...said.metadata, takenWallMs: Date.UTC(2021, 2, 4, 7, 35) } };
  expect(await all(page)).toMatchObject([shifted, shifted, shifted]);
  await page.keyboard.press('Control+z');
  await until('the shift alone is undone', async () =>
    (await all(page)).every(({ metadata }) => metadata.takenWallMs === said.metadata.takenWallMs),
  );

  // Taken away, the files are heard again.
  await chooseAll();
  for (const field of Object.keys(given)) await page.getByTestId(`describe-clear-${field}`).check();
  await page.emulateMedia({ colorScheme: 'dark' });
  await shot(page, '2-cleared');
  await page.emulateMedia({ colorScheme: 'light' });
  await apply();
  expect(await all(page)).toEqual(before);
  await page.keyboard.press('Control+z');
  await until('they are given again', async () => (await all(page)).every(({ isOwnPlace }) => isOwnPlace));
  expect(filesNow()).toEqual(files);

  await cell(0).dblclick();
  await page.getByTestId('viewer').waitFor();
  await page.keyboard.press('i');
  await page.getByTestId('info-panel').getByText('Lisbon').first().waitFor();
  expect(await page.getByTestId('info-from-taken').count()).toBe(0);
  await shot(page, '3-viewer');
  await page.keyboard.press('i');
  await page.keyboard.press('Escape');

  // Only when asked, and read back by another program.
  await cell(0).click();
  await cell(2).click({ modifiers: ['Shift'] });
  await page.getByTestId('selection-write').click();
  await page.locator('[data-testid="write"][data-stage="preview"]').waitFor();
  await until('three files can be written', async () => (await page.getByTestId('planned').count()) === 3);
  expect(filesNow()).toEqual(files);
  await page.getByTestId('write-go').click();
  await page.getByTestId('write-result').getByText('3').waitFor();
  await shot(page, '4-written');
  await page.getByTestId('write-close').click();
  const tags = [
    '-XMP-photoshop:DateCreated',
    '-XMP-exif:DateTimeOriginal',
    '-XMP-dc:Description',
    '-XMP-exif:GPSLatitude#',
  ];
  for (const name of ['photo-1', 'photo-2', 'photo-3']) {
    const sidecar = path.join(photos, `${name}.jpg.xmp`);
    const lines = execFileSync(exiftool, ['-s3', ...tags, sidecar], { encoding: 'utf8' })
      .trim()
      .split('\n');
    expect(lines).toEqual([
      '2021:03:04 09:05:00+00:00',
      '2021:03:04 09:05:00+00:00',
      'Tram 28',
      expect.stringMatching(/^38\.7166/),
    ]);
  }
  const bytes = (name: string) => filesNow().find(([one]) => one === name);
  for (const name of ['photo-1.jpg', 'photo-2.jpg', 'photo-3.jpg'])
    expect(bytes(name)).toEqual(files.find(([one]) => one === name));
  expect(launched.log()).not.toMatch(/\berror\b/i);
});

/** What is known of all photos, by their names. */
async function all(page: Page): Promise<PhotoDetail[]> {
  const details = await page.evaluate(async () => {
    const list = await window.lumisift.call('list.open', {});
    const found = list.ok ? list.value.cards.map(({ id }) => window.lumisift.call('photos.get', { id })) : [];
    return (await Promise.all(found)).flatMap((one) => (one.ok ? [one.value] : []));
  });
  return details.sort((one, other) => one.name.localeCompare(other.name));
}
