import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { until } from '../fixtures/open-library.ts';
import { launchApp } from './launch-app.ts';
import { attributeNow, createShots, nameOfFirst, settled, textNow, valueNow } from './seen.ts';

const samples = path.join(import.meta.dirname, '../../resources/sample-photos');
const shot = createShots('search');

test('a search is understood, says how sure it is, and is kept', async () => {
  using home = temporaryFolder();
  using own = temporaryFolder();
  const photos = path.join(own.path, 'Album');
  fs.cpSync(samples, photos, { recursive: true });
  const count = dated(photos);

  await using launched = await launchApp(home.path);
  const { page, app } = launched;
  await app.evaluate(({ dialog }, folder) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [folder] });
  }, photos);
  await page.getByTestId('welcome').getByRole('button').first().click();
  await settled(page, count);

  await chipsAreReadEditedAndRemoved(page);
  await matchesComeFirstAndTheNearestFollow(page, count);
  await nothingSurelyMatches(page, count);
  await minusTakesAway(page);
  await datesSortAndNarrow(page);
  await namesAreSuggested(page);
  await searchesAreKept(page);
  await picturesAreDropped(page);
  await starsAreGiven(page);
  expect(launched.log()).not.toMatch(/\berror\b/i);
});

async function chipsAreReadEditedAndRemoved(page: Page): Promise<void> {
  await ask(page, 'mountains in summer 2019 in:trips -type:png');
  await until('three chips', async () => (await page.getByTestId('chip').count()) === 3);
  expect(await chipTexts(page)).toEqual(['Jun – Aug 2019', 'trips', 'not PNG']);
  await shot(page, '1-chips');

  // Changed in place: the words it was read from become an operator.
  await page.locator('[data-testid="chip"][data-key="date"] button').first().click();
  const dates = page.getByTestId('filter-editor').locator('input[type="date"]');
  await dates.first().fill('2019-07-01');
  await dates.last().fill('2019-07-31');
  await shot(page, '2-edit');
  await page.keyboard.press('Enter');
  await text(page, 'mountains date:2019-07-01..2019-07-31 in:trips -type:png');
  await until('the chip says July', async () => (await chipTexts(page))[0] === 'Jul 2019');

  await page.locator('[data-testid="chip"][data-key="type"]').getByTestId('chip-remove').click();
  await text(page, 'mountains date:2019-07-01..2019-07-31 in:trips');

  await ask(page, 'mountains in summer 2019');
  await page.getByTestId('chip-as-words').click();
  await page.getByTestId('kept').waitFor();
  await until('no chip is left', async () => (await page.getByTestId('chip').count()) === 0);
  await text(page, 'mountains in summer 2019');
  await page.getByTestId('kept').getByRole('button').click();
  await page.locator('[data-testid="chip"][data-key="date"]').waitFor();

  await ask(page, 'colour:red house in place:Atlantis');
  await until('what was not understood is said', async () => {
    const said = (await textNow(page.getByTestId('search-notes'))) ?? '';
    return said.includes('colour') && said.includes('Atlantis');
  });
  await shot(page, '3-not-understood');

  await ask(page, 'mountains');
  await page.getByTestId('add-filter').click();
  await page.getByRole('menuitem', { name: 'Orientation' }).click();
  await page.getByRole('option', { name: 'Landscape' }).click();
  await text(page, 'mountains orientation:landscape');
}

async function matchesComeFirstAndTheNearestFollow(page: Page, count: number): Promise<void> {
  // Before the window asks: an answer to another question would take the place of its own.
  const [most = 0, usual = 0, least = 0] = await matchCounts(page, 'a castle', [-1, 0, 1]);
  expect(most).toBeGreaterThan(usual);
  expect(usual).toBeGreaterThan(least);
  await ask(page, 'polar bear in the snow');
  await until('the bear is first', async () => (await nameOfFirst(page)) === 'sample-13.jpg');
  const matches = await shown(page);
  expect(matches).toBeGreaterThan(0);
  expect(matches).toBeLessThan(count / 2);
  // All others follow, without a press, under a heading that says what they are.
  const headings = (await page.getByRole('rowheader').allTextContents()).join();
  expect(headings).toMatch(/Matches|May match/);
  expect(headings).toMatch(new RegExp(`Nearest\\s*${count - matches} photos`));
  expect(await page.getByTestId('photo-cell').count()).toBeGreaterThan(matches);
  await shot(page, '4-bands');

  // What is surest is less, and what is less sure is more.
  await ask(page, 'a castle');
  await until('as usual', async () => (await shown(page)) === usual);
  const slider = page.getByTestId('refine').getByRole('slider');
  await slider.fill('-1');
  await until('more is shown', async () => (await shown(page)) === most);
  await slider.fill('1');
  await until('less is shown', async () => (await shown(page)) === least);
  await slider.fill('0');
  await until('as before', async () => (await shown(page)) === usual);
  await until('the choice is kept', async () => (await setting(page, 'strictness')) === 0);
}

async function nothingSurelyMatches(page: Page, count: number): Promise<void> {
  await ask(page, 'a steam locomotive in outer space');
  const heading = page.getByRole('rowheader').first();
  await until('it is said', async () => (await textNow(heading))?.startsWith('Nothing surely matches. Nearest:') === true); // prettier-ignore
  expect(await heading.textContent()).toContain(`${count} photos`);
  expect(await page.getByTestId('photo-cell').count()).toBeGreaterThan(0);
  await shot(page, '5-nothing-sure');
}

async function minusTakesAway(page: Page): Promise<void> {
  await ask(page, 'snow');
  await until('the bear in the snow is first', async () => (await nameOfFirst(page)) === 'sample-13.jpg');
  await ask(page, 'snow -bear');
  await page.locator('[data-testid="term"][data-sign="minus"]').waitFor();
  await until('another photo is first', async () => {
    const name = await nameOfFirst(page);
    return name !== undefined && name !== 'sample-13.jpg';
  });
  await shot(page, '6-minus');
  await ask(page, '2*sunset + harbour');
  await until('both terms are shown', async () => (await page.getByTestId('term').count()) === 2);
  expect(await page.getByTestId('term').first().textContent()).toContain('×2');
}

async function datesSortAndNarrow(page: Page): Promise<void> {
  await ask(page, 'in:Album');
  await until('filters alone are the timeline of what passes', async () =>
    /^\w+ \d{4}/.test((await textNow(page.getByRole('rowheader').first())) ?? ''),
  );
  const bars = page.getByTestId('histogram').getByRole('option');
  await bars.first().waitFor();
  const [first, last] = [await bars.first().boundingBox(), await bars.last().boundingBox()];
  if (!first || !last) throw new Error('the histogram is not on screen');
  const y = first.y + first.height / 2;
  await page.mouse.move(first.x + first.width / 2, y);
  await page.mouse.down();
  await page.mouse.move((first.x + last.x) / 2, y, { steps: 4 });
  await shot(page, '7-histogram');
  await page.mouse.up();
  await page.locator('[data-testid="chip"][data-key="date"]').waitFor();
  expect(await page.getByTestId('search-box').inputValue()).toMatch(/^in:Album date:[\d.-]+$/);
  await page.getByTestId('histogram').getByRole('button').click();
  await text(page, 'in:Album');

  await ask(page, 'mountains');
  await page.getByTestId('refine').getByText('Newest').click();
  await until('days are headings within the bands', async () =>
    /(Matches|May match) · \w+ \d{1,2}, \d{4}/.test((await page.getByRole('rowheader').allTextContents()).join()),
  );
  await shot(page, '8-by-date');
  await page.getByTestId('refine').getByText('Best match').click();
}

async function namesAreSuggested(page: Page): Promise<void> {
  await ask(page, '');
  const box = page.getByTestId('search-box');
  await box.pressSequentially('sunset tri');
  await page.locator('[data-testid="suggestion"][data-kind="folder"]').first().waitFor();
  await shot(page, '9-suggestions');
  await box.press('ArrowDown');
  await box.press('Enter');
  expect((await box.inputValue()).trim()).toMatch(/^sunset in:\S*trips$/);
  await page.locator('[data-testid="chip"][data-key="in"]').waitFor();
  expect(await page.getByTestId('suggestion').count()).toBe(0);

  await box.fill('sunset t');
  await page.getByTestId('suggestions').waitFor();
  await box.press('Escape');
  await until('the offers go first', async () => (await page.getByTestId('suggestions').count()) === 0);
  expect(await box.inputValue()).toBe('sunset t');
  // Then the keyboard goes to the photos, and back: what was asked is never wiped.
  await box.press('Escape');
  await until('the photos have it', () =>
    page.evaluate(() => document.activeElement?.getAttribute('data-testid') !== 'search-box'),
  );
  expect(await box.inputValue()).toBe('sunset t');
  await page.getByRole('button', { name: 'Clear search' }).click();
  await until('it is cleared by its button', async () => (await valueNow(box)) === '');
}

async function searchesAreKept(page: Page): Promise<void> {
  const box = page.getByTestId('search-box');
  await ask(page, 'snowy mountains in:trips');
  await page.getByTestId('photo-cell').first().waitFor();
  await page.getByTestId('save-search').click();
  await page.getByRole('dialog').getByRole('textbox').fill('Winter trips');
  await page.keyboard.press('Enter');
  const saved = page.getByTestId('saved-searches').getByRole('listitem');
  await saved.first().waitFor();
  await shot(page, '10-saved');

  await ask(page, 'castle');
  await page.getByTestId('photo-cell').first().waitFor();
  await box.press('Enter');
  await page.keyboard.press('/');
  await box.fill('');
  await box.click();
  await page.locator('[data-testid="suggestion"][data-kind="recent"]').first().waitFor();
  expect(await page.getByTestId('suggestions').textContent()).toContain('castle');
  await shot(page, '11-recent');
  await box.press('Escape');

  await saved.first().getByRole('button').first().click();
  await text(page, 'snowy mountains in:trips');
  await saved.first().hover();
  await saved.first().getByRole('button').last().click();
  await until('it is gone', async () => (await saved.count()) === 0);
  await page.getByTestId('notices').getByRole('button', { name: 'Undo' }).click();
  await saved.first().waitFor();
}

async function picturesAreDropped(page: Page): Promise<void> {
  const bytes = fs.readFileSync(path.join(samples, 'outdoors/sample-13.jpg'));
  await drag(page, 'dragenter', 'holiday.jpg', bytes);
  await page.getByTestId('drop-overlay').waitFor();
  await shot(page, '12-drop');
  await drag(page, 'drop', 'holiday.jpg', bytes);
  await page.getByTestId('similar-chip').waitFor();
  expect(await page.getByTestId('similar-chip').getAttribute('data-term')).toMatch(/^picture:\d+$/);
  await until('its like is found', async () => (await nameOfFirst(page)) === 'sample-13.jpg');
  await page.getByTestId('similar-chip').locator('img').waitFor();
  // Words that are typed after it narrow the answer.
  await page.keyboard.type('castle');
  await until('words are mixed with it', async () => (await valueNow(page.getByTestId('search-box'))) === 'castle');
  await shot(page, '13-dropped');
  const box = page.getByTestId('search-box');
  await box.press('Escape');
  expect(await box.inputValue()).toBe('castle');
  await box.fill('');
  expect(await page.getByTestId('similar-chip').count()).toBe(1);
  await box.press('Backspace');
  await until('then the picture', async () => (await page.getByTestId('similar-chip').count()) === 0);

  await drag(page, 'drop', 'notes.jpg', Buffer.from('this is no picture'));
  await page.getByTestId('notices').getByRole('alert').waitFor();
  await shot(page, '14-no-picture');
}

async function starsAreGiven(page: Page): Promise<void> {
  await ask(page, 'castle');
  await until('the castle is first', async () => (await nameOfFirst(page)) === 'sample-23.jpg');
  await page.getByTestId('search-box').press('Enter');
  await page.keyboard.press('4');
  await page.getByTestId('notices').getByText('rated').waitFor();
  await ask(page, 'rating:4');
  await until('it is found by its stars', async () => (await shown(page)) === 1);
  await page.getByTestId('notices').getByRole('button', { name: 'Undo' }).last().click();
  await until('the stars are gone again', async () => {
    // By way of another question: one that stands there already is not asked again.
    await ask(page, 'castle');
    await ask(page, 'rating:4');
    return (await page.getByTestId('photo-cell').count()) === 0;
  });
}

const packet = (attributes: string) => `<x:xmpmeta xmlns:x="adobe:ns:meta/">
  <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
    xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" ${attributes}/></rdf:RDF></x:xmpmeta>`;

/** Folders of three times; answers how many photos there are. */
function dated(folder: string): number {
  const times: Record<string, string> = { trips: '2019-07-04', home: '2019-11-20', outdoors: '2020-02-11' };
  const names = fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(jpe?g|png|webp)$/i.test(name));
  for (const name of names) {
    const at = `${times[name.split(path.sep)[0] ?? ''] ?? '2019-07-04'}T12:00:00`;
    // A date of the photo's own: that of a file stands apart, and is in no histogram.
    fs.writeFileSync(path.join(folder, `${name}.xmp`), packet(`photoshop:DateCreated="${at}"`));
  }
  return names.length;
}

async function ask(page: Page, question: string): Promise<void> {
  await page.keyboard.press('/');
  await page.getByTestId('search-box').fill(question);
  const grid = page.getByTestId('photo-grid');
  // An answer without a photo has no grid.
  await until(
    `“${question}” is answered`,
    async () => (await grid.count()) === 0 || (await attributeNow(grid, 'data-asked')) === question,
  );
}

async function text(page: Page, wanted: string): Promise<void> {
  await until(`the text is ${wanted}`, async () => (await valueNow(page.getByTestId('search-box')))?.trim() === wanted);
}

async function chipTexts(page: Page): Promise<string[]> {
  const texts = await page.getByTestId('chip').allTextContents();
  return texts.map((one) => one.replaceAll(/[\s\u2009\u202f]+/g, ' ').trim());
}

async function shown(page: Page): Promise<number> {
  return Number((await attributeNow(page.getByTestId('result-count'), 'data-count')) ?? 0);
}

/** How many photos match, the more and the less strictly it is asked. */
async function matchCounts(page: Page, question: string, strictnesses: readonly number[]): Promise<number[]> {
  return page.evaluate(
    async ([asked, all]) => {
      const counts: number[] = [];
      for (const strictness of all) {
        const list = await window.lumisift.call('list.open', { text: asked, strictness });
        const matching = list.ok ? list.value.sections.filter(({ band }) => band === 'sure' || band === 'likely') : [];
        counts.push(matching.reduce((sum, { count }) => sum + count, 0));
      }
      return counts;
    },
    [question, strictnesses] as const,
  );
}

async function setting(page: Page, name: 'strictness'): Promise<number | undefined> {
  const settings = await page.evaluate(() => window.lumisift.call('settings.get', undefined));
  return settings.ok ? settings.value[name] : undefined;
}

/** As the system would: the page hears of a file under the pointer. */
async function drag(page: Page, type: 'dragenter' | 'drop', name: string, bytes: Buffer): Promise<void> {
  await page.evaluate(
    ([event, file, base64]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))], file));
      document.body.dispatchEvent(new DragEvent(event, { bubbles: true, cancelable: true, dataTransfer: transfer }));
    },
    [type, name, bytes.toString('base64')] as const,
  );
}
