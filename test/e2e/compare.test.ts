import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { makePhotos, temporaryFolder } from '../fixtures/make-photos.ts';
import { until } from '../fixtures/open-library.ts';
import { launchApp } from './launch-app.ts';
import { useOwnTrash } from './own-trash.ts';
import { createShots, rested, settled, textNow } from './seen.ts';

const shot = createShots('compare');

useOwnTrash();

test('photos side by side are zoomed and moved as one, sharp at 100 %; stars and the trash are about the marked one', async () => {
  using home = temporaryFolder();
  using own = temporaryFolder();
  const photos = path.join(own.path, 'photos');
  await makePhotos(photos, 2);
  // Every other pixel is white: what is scaled in between is grey.
  for (const [i, size] of [
    { width: 1500, height: 1001 },
    { width: 1500, height: 1001 },
  ].entries()) {
    const pixels = Buffer.alloc(size.width * size.height * 3);
    for (let at = 0; at < size.width * size.height; at++)
      pixels.fill(((at % size.width) + Math.floor(at / size.width)) % 2 === 0 ? 255 : 0, at * 3, at * 3 + 3);
    pixels.fill(200, 0, 3 * (i + 1)); // no two files are the same
    await sharp(pixels, { raw: { ...size, channels: 3 } })
      .png()
      .toFile(path.join(photos, `board-${i + 1}.png`));
  }
  await using launched = await launchApp(home.path, ['--add', photos]);
  const { page } = launched;
  await settled(page, 4);
  const cell = (name: string) => page.locator(`[data-testid="photo-cell"][aria-label^="${name}"]`);
  const panes = page.getByTestId('compare-pane');
  const shownIds = () => panes.evaluateAll((all) => all.map((pane) => pane.dataset['photoId'] ?? ''));
  const active = () => page.locator('[data-testid="compare-pane"][data-active="true"]');

  await cell('board-1').click();
  await cell('board-2').click({ modifiers: ['Control'] });
  await page.getByTestId('selection-compare').waitFor();
  await page.keyboard.press('Shift+C');
  await page.getByTestId('compare').waitFor();
  await until(
    'both are shown in full',
    async () => (await page.locator('[data-testid="compare-pane"][data-ready="true"]').count()) === 2,
  );
  expect(await panes.count()).toBe(2);
  await shot(page, '1-whole');

  await page.keyboard.press('z');
  await until('100 %', async () => (await textNow(page.getByTestId('compare-percent'))) === '100%');
  await rested(page);
  const box = await panes.first().boundingBox();
  const other = await panes.nth(1).boundingBox();
  if (!box || !other) throw new Error('there are no panes');
  for (const { x, y, width, height } of [box, other]) {
    const clip = { x: x + width / 4, y: y + height / 4, width: width / 2, height: height / 2 };
    const { data: seen } = await sharp(await page.screenshot({ clip }))
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(new Set(seen)).toEqual(new Set([0, 255]));
  }
  const lefts = () =>
    page.locator('[data-testid="compare-pane"] .photo').evaluateAll((all) => all.map((it) => it.style.left));
  const before = await lefts();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 - 90, box.y + box.height / 2 - 40, { steps: 4 });
  await page.mouse.up();
  await until('both move', async () => {
    const [left, right] = await lefts();
    return left !== before[0] && right === left;
  });
  await shot(page, '2-actual-size');

  // Stars, by the keyboard, for the second one.
  await panes.nth(1).focus();
  const starred = await active().getAttribute('data-photo-id');
  await page.keyboard.press('4');
  await page.locator('[data-testid="compare-stars"][data-stars="4"]').waitFor();
  const detail = await page.evaluate((id) => window.lumisift.call('photos.get', { id }), Number(starred));
  expect(detail).toMatchObject({ ok: true, value: { ownRating: 4 } });

  await page.keyboard.press('f');
  await page.getByTestId('compare-favourite').waitFor();
  const [first = ''] = await shownIds();
  await page.keyboard.press('ArrowRight');
  await until('the marked one is another', async () => !(await shownIds()).includes(starred ?? ''));
  expect((await shownIds())[0]).toBe(first);
  await page.keyboard.press('Delete');
  await page.getByTestId('trash-dialog').waitFor();
  await page.getByTestId('trash-confirm').click();
  await page.getByTestId('compare').waitFor({ state: 'detached' });
  await until('one photo less', () => fs.readdirSync(photos).length === 3);
  await page.keyboard.press('Control+z');
  await until('it is back', () => fs.readdirSync(photos).length === 4);

  // One alone is as sharp.
  await settled(page, 4);
  await cell('board-2').dblclick();
  const viewer = page.locator('[data-testid="viewer"][data-picture="ready"]');
  await viewer.waitFor();
  await page.keyboard.press('z');
  await until('100 % of one', async () => (await textNow(viewer.locator('.percent'))) === '100%');
  await rested(page);
  const middle = await sharp(await page.screenshot({ clip: { x: 400, y: 300, width: 400, height: 300 } }))
    .removeAlpha()
    .raw()
    .toBuffer();
  expect(new Set(middle)).toEqual(new Set([0, 255]));
  await page.keyboard.press('Escape');

  // Four at once, in the other language; Escape goes back to the grid.
  await settled(page, 4);
  await cell('board-1').click();
  await page.keyboard.press('Control+a');
  await page.evaluate(() => window.lumisift.call('settings.change', { language: 'zh-CN' }));
  await page.keyboard.press('Shift+C');
  await until('four', async () => (await panes.count()) === 4);
  await shot(page, '3-four');
  await page.keyboard.press('Escape');
  await page.getByTestId('compare').waitFor({ state: 'detached' });
  await until('the grid has the keyboard', () =>
    page.evaluate(() => document.activeElement?.getAttribute('data-testid') === 'photo-cell'),
  );
});
