import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { until } from '../fixtures/open-library.ts';
import { launchApp } from './launch-app.ts';
import { attributeNow, boxNow, createShots, nameOfFirst, settled } from './seen.ts';

const samples = path.join(import.meta.dirname, '../../resources/sample-photos');
const shot = createShots('viewer');

test('in the viewer: which words fit, why a photo matches, a part of it as a question, a rating that stays', async () => {
  using home = temporaryFolder();
  using own = temporaryFolder();
  const photos = path.join(own.path, 'My photos');
  fs.cpSync(samples, photos, { recursive: true });
  const count = fs
    .readdirSync(photos, { recursive: true, encoding: 'utf8' })
    .filter((it) => it.endsWith('.jpg')).length;
  let photoId: string | null;

  {
    await using launched = await launchApp(home.path, ['--add', photos]);
    const { page } = launched;
    await settled(page, count);

    // Of the timeline there is nothing to explain.
    await page.locator('[data-testid="photo-cell"] img.loaded').first().waitFor();
    await page.getByTestId('photo-cell').first().dblclick();
    await page.getByTestId('viewer').waitFor();
    await page.keyboard.press('w');
    await page.keyboard.press('i');
    await page.getByTestId('info-panel').waitFor();
    expect(await page.getByRole('tab').count()).toBe(2);
    await page.keyboard.press('i');
    await page.keyboard.press('Escape');

    await findFirst(page, 'dog -snow', 'sample-03.jpg');
    await page.locator('[data-testid="photo-cell"][data-index="0"]').dblclick();
    await page.getByTestId('viewer').waitFor();
    photoId = await page.getByTestId('viewer').getAttribute('data-photo-id');

    await page.keyboard.press('w');
    await page.getByTestId('why').waitFor();
    expect(await page.getByTestId('why').getAttribute('data-band')).toMatch(/^(sure|likely)$/);
    const signs = await page.getByTestId('why-term').evaluateAll((terms) => terms.map((it) => it.dataset['sign']));
    expect(signs).toEqual(['plus', 'minus']);
    await page.getByTestId('heat-map').waitFor();
    const heat = await heatOn(page);
    expect(heat.width).toBeGreaterThan(100);
    // Some of it dark, some of it amber, all of it see-through.
    expect(heat.brightest).toBeGreaterThan(200);
    expect(heat.darkest).toBeLessThan(60);
    expect(heat.mostOpaque).toBeLessThan(200);
    await shot(page, '1-why');
    const before = await page.getByTestId('heat-map').boundingBox();
    await page.keyboard.press('+');
    await until('the map grows with the photo', async () => {
      const now = await boxNow(page.getByTestId('heat-map'));
      return (now?.width ?? 0) > 1.4 * (before?.width ?? Infinity);
    });
    await page.keyboard.press('z');
    await page.getByTestId('heat').getByRole('switch').click();
    await page.getByTestId('heat-map').waitFor({ state: 'detached' });
    await page.getByTestId('heat').getByRole('switch').click();
    await page.getByTestId('heat-map').waitFor();

    await page.keyboard.press('m');
    for (const sentence of ['a kitchen', 'a dog', 'a zxqwv']) {
      await page.getByTestId('match-input').fill(sentence);
      await page.keyboard.press('Enter');
    }
    await until('three answers', async () => {
      const found = await fits(page);
      return found.length === 3 && found.every(({ fit }) => fit !== undefined);
    });
    await page.getByText('zxqwv', { exact: false }).last().waitFor();
    const all = await fits(page);
    expect(all).toHaveLength(3);
    expect(all[0]?.sentence).toBe('a dog');
    expect(all[0]?.fit).toBeGreaterThan(0.4);
    await page.getByTestId('match-input').fill('m i 5');
    await shot(page, '2-match');
    await page.getByTestId('match-input').fill('');
    await page.getByTestId('match-row').last().getByRole('button').click();
    expect(await fits(page)).toHaveLength(2);

    // Escape leaves the field first: the viewer stays.
    await page.keyboard.press('Escape');
    await page.keyboard.press('i');
    await page.getByTestId('rating-of').waitFor();
    expect(await page.getByTestId('rating-of').getAttribute('data-of')).toBe('none');
    await page.keyboard.press('4');
    await until('four stars', async () => (await stars(page)) === '4');
    await shot(page, '3-rated');

    await page.keyboard.press('r');
    await drag(page, { x: 0.1, y: 0.2 }, { x: 0.6, y: 0.9 });
    const drawn = await page.getByTestId('region').boundingBox();
    await page.keyboard.press('ArrowRight');
    await until('the arrow moves it', async () => {
      const now = await boxNow(page.getByTestId('region'));
      return (now?.x ?? 0) > (drawn?.x ?? Infinity);
    });
    await shot(page, '4-region');
    await page.keyboard.press('Escape');
    await page.getByTestId('region').waitFor({ state: 'detached' });
    await page.getByTestId('viewer').waitFor();
    await page.keyboard.press('r');
    await drag(page, { x: 0.1, y: 0.2 }, { x: 0.6, y: 0.9 });
    await page.keyboard.press('Enter');
    await page.getByTestId('viewer').waitFor({ state: 'detached' });
    // The window's own answer first: a question asked beside it would be the newer one and make it stale.
    await until('an answer without the photo itself', async () => (await nameOfFirst(page)) !== 'sample-03.jpg');
    await page.locator('[data-testid="photo-cell"] img.loaded').first().waitFor();
    await shot(page, '5-like-the-part');
    const like = await page.evaluate(
      (id) => window.lumisift.call('list.open', { text: `photo:${id}@0.1,0.2,0.5,0.7` }),
      photoId,
    );
    expect(like.ok && like.value.isRanked).toBe(true);
    const firstLike = like.ok ? like.value.cards[0]?.name : undefined;
    await until('what is like the part', async () => (await nameOfFirst(page)) === firstLike);
    expect(launched.log()).not.toMatch(/\berror\b/i);
    expect(launched.console.filter((line) => line.startsWith('error'))).toEqual([]);
  }

  {
    await using launched = await launchApp(home.path);
    const { page } = launched;
    await page.locator('[data-testid="photo-cell"] img.loaded').first().waitFor();
    const rated = await page.evaluate((id) => window.lumisift.call('photos.get', { id: Number(id) }), photoId);
    expect(rated).toMatchObject({ ok: true, value: { ownRating: 4 } });
    await page.evaluate(() => window.lumisift.call('settings.change', { theme: 'dark', language: 'zh-CN' }));
    await findFirst(page, 'dog', 'sample-03.jpg');
    await page.locator('[data-testid="photo-cell"][data-index="0"]').dblclick();
    await page.keyboard.press('w');
    await page.getByTestId('heat-map').waitFor();
    await shot(page, '6-why-chinese');
    await page.keyboard.press('i');
    await until('four stars', async () => (await stars(page)) === '4');
    await page.keyboard.press('0');
    await until('taken away', async () => (await attributeNow(page.getByTestId('rating-of'), 'data-of')) === 'none');
    await shot(page, '7-info-chinese');
  }
});

/** By way of another answer: the photo may be the first of the timeline too. */
async function findFirst(page: Page, text: string, name: string): Promise<void> {
  for (const [words, first] of [
    ['kitchen', 'sample-04.jpg'],
    [text, name],
  ] as const) {
    await page.getByTestId('search-box').fill(words);
    await until(`"${words}" finds ${first}`, async () => (await nameOfFirst(page)) === first);
  }
}

/** What is painted over the photo. */
async function heatOn(page: Page) {
  return page.getByTestId('heat-map').evaluate((canvas: HTMLCanvasElement) => {
    const { data = new Uint8ClampedArray() } =
      canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {};
    const every = (channel: number) => Array.from({ length: data.length / 4 }, (_, i) => data[4 * i + channel] ?? 0);
    const extreme = (values: number[], pick: (a: number, b: number) => number) => values.reduce((a, b) => pick(a, b));
    return {
      width: canvas.width,
      brightest: extreme(every(0), Math.max),
      darkest: extreme(every(0), Math.min),
      mostOpaque: extreme(every(3), Math.max),
    };
  });
}

async function fits(page: Page): Promise<{ sentence: string; fit: number | undefined }[]> {
  return page.getByTestId('match-row').evaluateAll((rows) =>
    rows.map((row) => ({
      sentence: row.querySelector('p')?.textContent.trim() ?? '',
      fit: row.dataset['probability'] === undefined ? undefined : Number(row.dataset['probability']),
    })),
  );
}

function stars(page: Page): Promise<string | undefined> {
  return attributeNow(page.getByTestId('viewer').getByTestId('stars'), 'data-stars');
}

/** Draws on the photo, from and to fractions of it. */
async function drag(page: Page, from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  const box = await page.getByTestId('viewer').locator('.photo').boundingBox();
  if (!box) throw new Error('no photo is shown');
  const at = ({ x, y }: { x: number; y: number }) => [box.x + x * box.width, box.y + y * box.height] as const;
  await page.mouse.move(...at(from));
  await page.mouse.down();
  await page.mouse.move(...at({ x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }));
  await page.mouse.move(...at(to));
  await page.mouse.up();
}
