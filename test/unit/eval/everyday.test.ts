import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { List } from '../../../preload/contract/list.ts';
import type { PhotoCard, PhotoDetail } from '../../../preload/contract/photo.ts';
import { evaluateEveryday, readEveryday } from '../../../main/eval/everyday.ts';
import type { SearchPath } from '../../../main/eval/through-search.ts';

/** Photos 1 to 300, which answer every question in an order that it names. */
function libraryWith(orders: Record<string, { ids: number[]; sure: number; likely: number }>): SearchPath {
  const all = Array.from({ length: 300 }, (_, at) => at + 1);
  const lists: number[][] = [];
  // Only what is read of a card and of a photo.
  const cardsOf = (ids: readonly number[]) => ids.map((id) => ({ id }) as PhotoCard);
  return {
    lists: {
      open({ text }) {
        const { ids, sure, likely } = orders[text ?? ''] ?? { ids: all, sure: 0, likely: 0 };
        const order = [...ids, ...all.filter((id) => !ids.includes(id))];
        const sections: List['sections'] = [
          { band: 'sure', count: sure },
          { band: 'likely', count: likely },
          { band: 'nearest', count: order.length - sure - likely },
        ];
        const id = lists.push(order);
        return Promise.resolve({ id, count: order.length, sections, cards: cardsOf(order.slice(0, 200)) } as List);
      },
      page: (id, offset, limit) => Promise.resolve(cardsOf(lists[id - 1]?.slice(offset, offset + limit) ?? [])),
    },
    photos: { get: (id) => ({ files: [{ path: `/photos/${id}_a.jpg` }] }) as PhotoDetail },
  };
}

test('places, groups and languages are told for each question, and what is absent is asked too', async () => {
  const library = libraryWith({
    castle: { ids: [7], sure: 1, likely: 0 },
    Burg: { ids: [1, 2, 7], sure: 0, likely: 2 },
    horses: { ids: [], sure: 0, likely: 0 },
    sushi: { ids: [4], sure: 1, likely: 0 },
  });
  const evaluation = await evaluateEveryday(
    {
      queries: [
        { query: 'castle', photos: ['7'], translations: { de: 'Burg' } },
        { query: 'horses', photos: ['299', 'nobody'], translations: {} },
      ],
      absent: ['sushi', 'penguin'],
    },
    library,
  );
  const [written, german] = evaluation.results;
  expect(written).toMatchObject({ questions: 2, hit: 0.5, inFirst24: 0.5, first: 0.5, wronglyNothing: 0.5 });
  expect(german).toMatchObject({ language: 'de', questions: 1, hit: 0, inFirst24: 1, first: 0, wronglyNothing: 0 });
  expect(evaluation.asked.map(({ place }) => place)).toEqual([1, 299, 3, null, null]);
  expect(evaluation.absent).toEqual({ questions: 2, withMatch: 1, withMayMatch: 0 });
  expect(evaluation.missing).toEqual(['nobody']);
  expect(evaluation.photos).toBe(300);
});

test('a file of another form is refused with the place that is wrong', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'lumisift-everyday-'));
  try {
    const file = path.join(folder, 'questions.json');
    writeFileSync(file, '{"queries":[{"query":"dog","photos":[]}]}');
    await expect(readEveryday(file)).rejects.toMatchObject({ kind: 'bad-input', message: /queries\.0\.photos/ });
    await expect(readEveryday(path.join(folder, 'none.json'))).rejects.toMatchObject({ kind: 'bad-input' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
