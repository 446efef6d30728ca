import { expect, test } from 'vitest';
import { itemAt, missingPages, pageSize, withPage, type Pages } from '../../../renderer/logic/pages.ts';

const page = (first: number, count = pageSize) => Array.from({ length: count }, (_, i) => first + i);

test('an item is found on its page, and is undefined until the page is there', () => {
  const pages = withPage(new Map(), 2, page(400));
  expect(itemAt(pages, 437)).toBe(437);
  expect(itemAt(pages, 0)).toBeUndefined();
});

test('only the pages that a view touches are missing, and none past the end', () => {
  expect(missingPages(new Map(), 150, 250, 100_000)).toEqual([0, 1]);
  expect(missingPages(new Map(), 350, 900, 420)).toEqual([1, 2]);
  expect(missingPages(withPage(new Map(), 0, page(0)), 0, 100, 100_000)).toEqual([]);
});

test('a page that came short is missing still; the last page is as long as the list', () => {
  expect(missingPages(withPage(new Map(), 0, page(0, 50)), 0, 10, 1000)).toEqual([0]);
  expect(missingPages(withPage(new Map(), 0, page(0, 50)), 0, 10, 50)).toEqual([]);
});

test('memory is bounded: the farthest pages are let go', () => {
  let pages: Pages<number> = new Map();
  for (let i = 0; i < 500; i++) pages = withPage(pages, i, page(i * pageSize), 10);
  expect([...pages.keys()]).toEqual([490, 491, 492, 493, 494, 495, 496, 497, 498, 499]);
});
