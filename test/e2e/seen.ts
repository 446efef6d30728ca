import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { until } from '../fixtures/open-library.ts';

/** Waits until this many photos (or `least` and more) are embedded and nothing is left to do. */
export async function settled(page: Page, count: number | { least: number }, timeoutMs = 60_000): Promise<void> {
  const wanted = (embedded: number) => (typeof count === 'number' ? embedded === count : embedded >= count.least);
  await until(
    `${typeof count === 'number' ? count : `${count.least} and more`} photos are embedded`,
    async () => {
      const embedded = await embeddedCount(page);
      return embedded !== undefined && wanted(embedded);
    },
    timeoutMs,
  );
}

/** Photos that have a vector; undefined while there is work. */
async function embeddedCount(page: Page): Promise<number | undefined> {
  const progress = await page.evaluate(() => window.lumisift.call('work.progress', undefined));
  return progress.ok && progress.value.state === 'idle' ? progress.value.embeddedCount : undefined;
}

/** Of the first photo in the grid: a cell is named "file name, date". */
export async function nameOfFirst(page: Page): Promise<string | undefined> {
  const cell = page.locator('[data-testid="photo-cell"][data-index="0"]');
  const label = (await cell.count()) === 0 ? undefined : await cell.getAttribute('aria-label');
  return label?.split(/[,，]/u)[0];
}

/** Takes pictures of the window into `test-results/<folder>`. */
export function createShots(folder: string): (page: Page, name: string) => Promise<void> {
  const shots = path.join(import.meta.dirname, '../../test-results', folder);
  fs.mkdirSync(shots, { recursive: true });
  return async (page, name) => void (await page.screenshot({ path: path.join(shots, `${name}.png`) }));
}
