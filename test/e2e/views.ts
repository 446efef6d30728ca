import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { settled } from './seen.ts';

const first = (page: Page) => page.locator('[data-testid="photo-cell"][data-index="0"]');

const samples = path.join(import.meta.dirname, '../../resources/sample-photos');

/** @returns a folder in this one with the sample photos and two files that cannot be read */
export function photosForViews(folder: string): string {
  const photos = path.join(folder, 'photos');
  fs.cpSync(samples, photos, { recursive: true });
  for (const name of ['a', 'b']) fs.writeFileSync(path.join(photos, `${name}.jpg`), 'no picture');
  return photos;
}

/** Waits until they are read, and makes an album that asks and one by hand. */
export async function prepared(page: Page): Promise<void> {
  await settled(page, { least: 31 });
  await page.evaluate(async () => {
    const rule = { text: 'a cat', least: 'likely' as const, strictness: 0 };
    await window.lumisift.call('albums.create', { name: 'Cats', rule });
    await window.lumisift.call('albums.create', { name: 'By hand' });
  });
}

export async function anew(page: Page): Promise<void> {
  await page.reload();
  await first(page).waitFor();
}

/** In a narrow window the folders and albums are folded away. */
async function unfolded(page: Page): Promise<void> {
  const show = page.locator('nav.closed button[aria-expanded="false"]');
  if ((await show.count()) > 0) await show.click();
}

/** Every view and dialog of a window that shows photos, two of them not to be read, and two albums: each opened from a new page. */
export const views: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  timeline: () => Promise.resolve(),
  selected: async (page) => {
    await first(page).click();
    await page.getByTestId('selection').waitFor();
  },
  answer: async (page) => {
    await page.getByTestId('search-box').fill('a cat near water');
    await page.locator('[data-testid="photo-grid"][data-asked="a cat near water"]').waitFor();
    await page.keyboard.press('Escape');
  },
  folder: async (page) => {
    await unfolded(page);
    await page.locator('[data-testid="sidebar-folders"] .open').first().click();
    await page.getByTestId('folder-header').waitFor();
  },
  album: async (page) => {
    await unfolded(page);
    await page.locator('[data-testid="albums"] li .open').first().click();
    await page.getByTestId('album-bar').waitFor();
  },
  menu: async (page) => {
    await first(page).click({ button: 'right' });
    await page.getByRole('menu').waitFor();
  },
  viewer: async (page) => {
    await first(page).dblclick();
    await page.getByTestId('viewer').waitFor();
    await page.keyboard.press('i');
    await page.getByTestId('tones').waitFor();
  },
  words: async (page) => {
    await first(page).dblclick();
    await page.getByTestId('viewer').waitFor();
    await page.keyboard.press('m');
    await page.getByTestId('match-panel').waitFor();
  },
  sheet: async (page) => {
    await first(page).dblclick();
    await page.getByTestId('viewer').waitFor();
    await page.keyboard.press('i');
    await page.getByTestId('info-sheet').click();
    await page.getByTestId('file-sheet-tag').first().waitFor();
  },
  compare: async (page) => {
    await first(page).click();
    await page.locator('[data-testid="photo-cell"][data-index="1"]').click({ modifiers: ['Control'] });
    await page.keyboard.press('Shift+C');
    await page.getByTestId('compare').waitFor();
  },
  sidebar: unfolded,
  'album-dialog': async (page) => {
    await unfolded(page);
    await page.getByTestId('new-album').click();
    await page.getByTestId('album-dialog').waitFor();
  },
  export: async (page) => {
    await first(page).click();
    await page.getByTestId('selection-export').click();
    await page.getByTestId('export-dialog').waitFor();
  },
  describe: async (page) => {
    await first(page).click();
    await page.getByTestId('selection-describe').click();
    await page.locator('dialog[open]').waitFor();
  },
  tags: async (page) => {
    await first(page).click();
    await page.keyboard.press('t');
    await page.locator('[role="dialog"]').waitFor();
  },
  write: async (page) => {
    await first(page).click();
    await page.getByTestId('selection-write').click();
    await page.locator('dialog[open]').waitFor();
  },
  teach: async (page) => {
    await first(page).click();
    await page.getByTestId('selection-teach').click();
    await page.locator('dialog[open]').waitFor();
  },
  'trash-dialog': async (page) => {
    await first(page).click();
    await page.keyboard.press('Delete');
    await page.getByTestId('trash-dialog').waitFor();
  },
  why: async (page) => {
    await page.getByTestId('search-box').fill('a cat');
    await page.locator('[data-testid="photo-grid"][data-asked="a cat"]').waitFor();
    await first(page).dblclick();
    await page.getByTestId('viewer').waitFor();
    await page.keyboard.press('w');
    await page.getByTestId('why').waitFor();
  },
  messages: async (page) => {
    await page.getByTestId('nav-messages').click();
    await page.locator('dialog[open]').waitFor();
  },
  crop: async (page) => {
    await first(page).dblclick();
    await page.getByTestId('viewer').waitFor();
    await page.keyboard.press('c');
    await page.getByTestId('crop-keep').waitFor();
  },
  name: async (page) => {
    await first(page).click();
    await page.keyboard.press('F2');
    await page.getByTestId('name-dialog').waitFor();
  },
  about: async (page) => {
    await page.keyboard.press('Control+k');
    await page.locator('dialog[open] input').fill('about');
    await page.keyboard.press('Enter');
    await page.getByTestId('sheet-about').waitFor();
  },
  licences: async (page) => {
    await page.getByTestId('nav-settings').click();
    await page.getByTestId('open-licences').click();
    await page.getByTestId('licences').waitFor();
  },
  palette: async (page) => {
    await page.keyboard.press('Control+k');
    await page.locator('dialog[open]').waitFor();
  },
  keys: async (page) => {
    await first(page).click();
    await page.keyboard.press('?');
    await page.getByTestId('sheet-keys').waitFor();
  },
  review: async (page) => {
    await page.getByTestId('nav-review').click();
    await page.locator('h1').first().waitFor();
  },
  vocabulary: async (page) => {
    await page.getByTestId('nav-vocabulary').click();
    await page.locator('h1').first().waitFor();
  },
  browse: async (page) => {
    await page.getByTestId('nav-browse').click();
    await page.locator('main h1').first().waitFor();
  },
  trash: (page) => page.getByTestId('nav-trash').click(),
  copies: (page) => page.getByTestId('nav-copies').click(),
  failures: async (page) => {
    await page.getByTestId('nav-failures').click();
    await page.getByTestId('failure').first().waitFor();
  },
  settings: async (page) => {
    await page.getByTestId('nav-settings').click();
    await page.getByTestId('settings').waitFor();
  },
};
