import fs from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright';
import { until } from '../fixtures/open-library.ts';

/** Waits until this many photos (or `least` and more) are embedded, nothing is left to do, and the window shows it. */
export async function settled(page: Page, count: number | { least: number }): Promise<void> {
  const wanted = (embedded: number) => (typeof count === 'number' ? embedded === count : embedded >= count.least);
  await until(`${typeof count === 'number' ? count : `${count.least} and more`} photos are embedded`, async () => {
    const embedded = await embeddedCount(page);
    return embedded !== undefined && wanted(embedded);
  });
  await until('the timeline is the newest', () => isNewest(page));
}

/** The window reads its timeline anew a while after the last photo came: until then photos move under the hand. */
async function isNewest(page: Page): Promise<boolean> {
  const shown = await page
    .locator('[data-testid="photo-grid"][data-asked=""] [data-testid="photo-cell"][data-photo-id]')
    .evaluateAll((cells) => cells.map(({ dataset }) => [Number(dataset['index']), Number(dataset['photoId'])]));
  if ((await page.locator('[data-testid="album-header"], [data-testid="folder-header"]').count()) > 0) return true;
  const timeline = await page.evaluate(() => window.lumisift.call('list.open', {}));
  if (!timeline.ok) return false;
  const { cards } = timeline.value;
  // Not drawn yet, where nothing is asked.
  const [typed] = await page
    .getByTestId('search-box')
    .evaluateAll((all) => all.map((box) => (box as HTMLInputElement).value));
  const isAsked = await attributeNow(page.getByTestId('photo-grid'), 'data-asked');
  if (shown.length === 0 && cards.length > 0 && typed === '' && !isAsked) return false;
  return shown.every(([index = -1, id]) => index >= cards.length || cards[index]?.id === id);
}

/** Photos that have a vector; undefined while there is work. */
async function embeddedCount(page: Page): Promise<number | undefined> {
  const progress = await page.evaluate(() => window.lumisift.call('work.progress', undefined));
  return progress.ok && progress.value.state === 'idle' ? progress.value.embeddedCount : undefined;
}

/** Of the first photo in the grid: a cell is named "file name, date". */
export async function nameOfFirst(page: Page): Promise<string | undefined> {
  const cell = page.locator('[data-testid="photo-cell"][data-index="0"]');
  const label = await attributeNow(cell, 'aria-label');
  return label?.split(/[,，]/u)[0];
}

/**
 * Of the element that is there at this moment; undefined where none is. Playwright's own `evaluate`, `getAttribute` and their like
 * wait for one, also for one that went away a moment ago and never comes back: a probe of `until` would never answer again.
 */
export async function evaluateNow<T>(locator: Locator, read: (element: any) => T): Promise<T | undefined> {
  const [found] = await locator.elementHandles();
  return found?.evaluate(read);
}

export async function attributeNow(locator: Locator, name: string): Promise<string | undefined> {
  const [found] = await locator.elementHandles();
  return (await found?.getAttribute(name)) ?? undefined;
}

/** What a person reads there. */
export async function textNow(locator: Locator): Promise<string | undefined> {
  const [found] = await locator.elementHandles();
  return found?.innerText();
}

/** Of a field that is typed into. */
export async function valueNow(locator: Locator): Promise<string | undefined> {
  const [found] = await locator.elementHandles();
  return found?.inputValue();
}

/** In pixels of the window. */
export async function boxNow(locator: Locator) {
  const [found] = await locator.elementHandles();
  return (await found?.boundingBox()) ?? undefined;
}

/** Waits until what fades or moves to its place is there; what goes on for ever may. */
export async function rested(page: Page): Promise<void> {
  await until('nothing moves any more', () =>
    page.evaluate(() =>
      document
        .getAnimations()
        .every((one) => one.playState !== 'running' || one.effect?.getComputedTiming().iterations === Infinity),
    ),
  );
}

/** Takes pictures of the window into `test-results/<folder>`. */
export function createShots(folder: string): (page: Page, name: string) => Promise<void> {
  const shots = path.join(import.meta.dirname, '../../test-results', folder);
  fs.mkdirSync(shots, { recursive: true });
  return async (page, name) => void (await page.screenshot({ path: path.join(shots, `${name}.png`) }));
}
