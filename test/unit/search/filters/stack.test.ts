import { expect, test } from 'vitest';
import { stackKind } from '../../../../preload/contract/photo.ts';
import { stack } from '../../../../main/search/filters/stack.ts';
import { context } from '../library-context.ts';

test.each([
  ['burst', 'burst'],
  ['Bursts', 'burst'],
  ['HDR', 'bracket'],
  ['连拍', 'burst'],
  ['raw', 'raw'],
])('stack:%s', (text, kind) => {
  expect(stack.parse(text, context)?.value).toEqual({ kind });
});

test('every kind is found by its own name, and a word that is none is no stack', () => {
  for (const kind of stackKind.options) expect(stack.parse(kind, context)?.value).toEqual({ kind });
  expect(stack.parse('heap', context)).toBeUndefined();
});
