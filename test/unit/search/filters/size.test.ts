import { expect, test } from 'vitest';
import { size } from '../../../../main/search/filters/size.ts';
import { context } from '../library-context.ts';

test.each([
  ['>500MB', { minBytes: 5e8, maxBytes: 1e15 }],
  ['<200 kb', { minBytes: 0, maxBytes: 2e5 }],
  ['1..2GB', { minBytes: 1e9, maxBytes: 2e9 }],
  ['1,5gb+', { minBytes: 1.5e9, maxBytes: 1e15 }],
  ['20', { minBytes: 16e6, maxBytes: 24e6 }],
])('size:%s', (text, value) => {
  expect(size.parse(text, context)?.value).toEqual(value);
  expect(size.parse(size.format(value), context)?.value).toEqual(value);
});

test.each(['', 'big', '>MB', '5 xb', '9..1MB', '99999999TB'])('"%s" is no size', (text) => {
  expect(size.parse(text, context)).toBeUndefined();
});
