import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { connect } from '../../main/db/connect.ts';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { until } from '../fixtures/open-library.ts';
import { launchApp } from './launch-app.ts';
import { attributeNow, createShots, evaluateNow, settled, textNow } from './seen.ts';

const samples = path.join(import.meta.dirname, '../../resources/sample-photos');
const shot = createShots('review');

interface Answer {
  readonly photoId: number;
  readonly conceptId: string;
  readonly isConfirmed: boolean;
}

test('the review tray: questions are answered by one key each, taken back, and kept', async () => {
  using home = temporaryFolder();
  using own = temporaryFolder();
  const photos = path.join(own.path, 'My photos');
  fs.cpSync(samples, photos, { recursive: true });
  const answers: Answer[] = [];
  {
    await using launched = await launchApp(home.path, ['--add', photos]);
    const { page } = launched;
    await settled(page, { least: 31 });
    await until('there is something to review', async () => (await openCount(page)) >= 16);
    await page.locator('[data-testid="photo-cell"] img.loaded').first().waitFor();
    await page.getByTestId('nav-review').click();
    await page.getByTestId('review-question').waitFor();
    await shot(page, '1-question');

    for (let i = 0; i < 10; i++) {
      const asked = await question(page);
      const isConfirmed = i % 3 !== 2;
      await page.keyboard.press(isConfirmed ? 'y' : 'n');
      // The next one is there at once: nothing is waited for in between.
      expect(await question(page)).not.toEqual(asked);
      answers.push({ ...asked, isConfirmed });
    }
    expect(await page.getByTestId('review').getAttribute('data-answered')).toBe('10');

    // The last answer is taken back: its question is asked again, and answered the other way.
    const last = answers.pop();
    await page.keyboard.press('z');
    expect(await question(page)).toEqual({ photoId: last?.photoId, conceptId: last?.conceptId });
    await page.keyboard.press('y');
    if (last) answers.push({ ...last, isConfirmed: true });

    // What is skipped gets no answer, and does not come back at once.
    const skipped = await question(page);
    await page.keyboard.press('s');
    expect(await question(page)).not.toEqual(skipped);
    await shot(page, '2-answered');

    answers.push(...(await answerPage(page)));
    await page.evaluate(() => window.lumisift.call('settings.change', { theme: 'dark', language: 'zh-CN' }));
    await until('it speaks Chinese', async () => (await textNow(page.getByRole('heading', { level: 1 }))) === '审阅标签'); // prettier-ignore
    await shot(page, '4-dark-chinese');
    expect(launched.log()).not.toMatch(/\berror\b/i);
    expect(launched.console.filter((line) => line.startsWith('error'))).toEqual([]);
    await refusedAnswersComeBack(page, home.path);
  }
  expect(keptIn(home.path)).toEqual(sorted(answers));
});

/** Another program holds the library's file: the answer cannot be written, so its question is asked again. */
async function refusedAnswersComeBack(page: Page, library: string): Promise<void> {
  await page.getByTestId('review').locator('select').selectOption({ index: 0 });
  await page.getByTestId('review-question').waitFor();
  const asked = await question(page);
  const answered = await page.getByTestId('review').getAttribute('data-answered');
  const other = connect(path.join(library, 'library.db'));
  try {
    other.exec('BEGIN IMMEDIATE');
    await page.keyboard.press('y');
    await page.getByRole('alert').first().waitFor();
    expect(await question(page)).toEqual(asked);
    expect(await page.getByTestId('review').getAttribute('data-answered')).toBe(answered);
  } finally {
    other.exec('ROLLBACK');
    other.close();
  }
}

/** Many photos of one concept at once: the wrong ones are marked, the rest is confirmed. */
async function answerPage(page: Page): Promise<Answer[]> {
  const select = page.getByTestId('review').locator('select');
  await until('concepts are listed', async () => (await select.locator('option').count()) > 1);
  // The first is "most useful first", the second the concept with the most photos.
  const conceptId = (await select.locator('option').nth(1).getAttribute('value')) ?? '';
  // By its name: answers that come meanwhile change their order.
  await select.selectOption(conceptId);
  await page.getByRole('radio').nth(1).check({ force: true });
  const tiles = page.getByTestId('question-tile');
  await tiles.first().waitFor();
  // What is likelier is marked already; the keyboard is on the likeliest.
  expect(await tiles.first().getAttribute('data-answer')).toBe('confirmed');
  await until(
    'the keyboard is on the first',
    async () => (await evaluateNow(tiles.first(), (tile) => tile.contains(document.activeElement))) === true,
  );
  await page.keyboard.press('Space');
  await until('the first is marked', async () => (await attributeNow(tiles.first(), 'data-answer')) === 'rejected');
  const shown = await tiles.evaluateAll((all) =>
    all.map((tile) => ({ photoId: Number(tile.dataset['photoId']), answer: tile.dataset['answer'] })),
  );
  const ids = shown.map(({ photoId }) => photoId);
  await shot(page, '3-many-at-once');
  await page.keyboard.press('Enter');
  await until('another page, or the end', async () => {
    const now = await tiles.evaluateAll((all) => all.map((tile) => Number(tile.dataset['photoId'])));
    return !now.includes(ids[0] ?? 0);
  });
  // Answers are sent in order: when a later one is known, these are written.
  await until('they are written', async () => {
    const written = await page.evaluate(
      ([photoIds, concept]) => window.lumisift.call('tags.answers', { photoIds, tag: { conceptId: concept } }),
      [ids, conceptId] as const,
    );
    return written.ok && written.value.confirmed.length + written.value.rejected.length === ids.length;
  });
  return shown.map(({ photoId, answer }) => ({ photoId, conceptId, isConfirmed: answer === 'confirmed' }));
}

async function question(page: Page): Promise<{ photoId: number; conceptId: string }> {
  return page.getByTestId('review-question').evaluate((it) => ({
    photoId: Number(it.dataset['photoId']),
    conceptId: it.dataset['concept'] ?? '',
  }));
}

async function openCount(page: Page): Promise<number> {
  const state = await page.evaluate(() => window.lumisift.call('suggestions.state', undefined));
  return state.ok ? state.value.openCount : 0;
}

/** What the library says after the app has ended. */
function keptIn(library: string): Answer[] {
  const sql = connect(path.join(library, 'library.db'), { isReadOnly: true });
  try {
    const rows = sql
      .prepare<[], { photo_id: number; concept_id: string; is_confirmed: number }>(
        'SELECT a.photo_id, t.concept_id, a.is_confirmed FROM tag_answers a JOIN tags t ON t.id = a.tag_id',
      )
      .all();
    return sorted(
      rows.map((row) => ({ photoId: row.photo_id, conceptId: row.concept_id, isConfirmed: row.is_confirmed === 1 })),
    );
  } finally {
    sql.close();
  }
}

function sorted(answers: readonly Answer[]): Answer[] {
  return answers.toSorted((a, b) => a.photoId - b.photoId || a.conceptId.localeCompare(b.conceptId));
}
