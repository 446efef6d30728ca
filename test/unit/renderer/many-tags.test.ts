import { expect, test } from 'vitest';
import { chunksOf, mostAtOnce, shareOf, summed } from '../../../renderer/logic/many-tags.ts';

const tag = (name: string, confirmedCount: number, suggestedCount = 0, rejectedCount = 0) => ({
  conceptId: name,
  name,
  confirmedCount,
  suggestedCount,
  rejectedCount,
});

test('a selection of more photos than a call takes is sent in chunks, in order, without a loss', () => {
  const ids = Array.from({ length: 2 * mostAtOnce + 5 }, (_, i) => i + 1);
  const chunks = chunksOf(ids);
  expect(chunks.map(({ length }) => length)).toEqual([mostAtOnce, mostAtOnce, 5]);
  expect(chunks.flat()).toEqual(ids);
  expect(chunksOf([])).toEqual([]);
});

test('tags of several chunks are counted together, those on most photos first', () => {
  expect(
    summed([
      [tag('dog', 3), tag('beach', 0, 8), tag('cat', 0, 0, 1)],
      [tag('dog', 2, 1), tag('cat', 0, 2)],
    ]),
  ).toEqual([tag('dog', 5, 1), tag('beach', 0, 8), tag('cat', 0, 2, 1)]);
});

test('a tag in the person’s own words is not mixed up with a concept of the same name', () => {
  const own = { name: 'dog', confirmedCount: 1, suggestedCount: 0, rejectedCount: 0 };
  expect(summed([[tag('dog', 1)], [own]])).toHaveLength(2);
});

test('a tag is on all photos, on some, or on none', () => {
  expect(shareOf(tag('dog', 5), 5)).toBe('all');
  expect(shareOf(tag('dog', 4), 5)).toBe('some');
  expect(shareOf(tag('dog', 0, 5), 5)).toBe('none');
});
