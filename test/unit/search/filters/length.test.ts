import { expect, test } from 'vitest';
import { length } from '../../../../main/search/filters/length.ts';
import { context } from '../library-context.ts';

const longest = 3_600_000_000;

test.each([
  ['>1m', 60_000, longest],
  ['<30s', 0, 30_000],
  ['>=90', 90_000, longest],
  ['1:30+', 90_000, longest],
  ['1m..5m', 60_000, 300_000],
  ['1m30s..1:02:03', 90_000, 3_723_000],
  ['1m', 48_000, 72_000],
  ['<10 минут', 0, 600_000],
  ['>1小时', 3_600_000, longest],
])('length:%s', (text, minMs, maxMs) => {
  expect(length.parse(text, context)?.value).toEqual({ minMs, maxMs });
});

test.each(['', '>', 'long', '5m..1m', '1:2', '1e9h', '3 apples', '-5'])('length:%s is none', (text) => {
  expect(length.parse(text, context)).toBeUndefined();
});

test('what a chip says is read back to the same length', () => {
  for (const text of ['>1m', '<30s', '1m..5m', '>2h', '90s..1:31']) {
    const value = length.parse(text, context)?.value ?? null;
    expect(length.parse(length.format(value), context)?.value).toEqual(value);
  }
});
