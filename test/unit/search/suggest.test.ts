import { expect, test } from 'vitest';
import { parse } from '../../../main/search/parse.ts';
import { suggest, type SuggestContext } from '../../../main/search/suggest.ts';
import { context } from './library-context.ts';

const here: SuggestContext = { ...context, recent: ['sunset in lisbon', 'sunset + harbour', 'dogs'] };
const labels = (text: string, limit?: number) => suggest(text, here, limit).map(({ label }) => label);

test('an empty box offers what was searched before, latest first', () => {
  expect(labels('')).toEqual(['sunset in lisbon', 'sunset + harbour', 'dogs']);
});

test('what was searched before comes first, then what the library has', () => {
  expect(labels('sun').slice(0, 2)).toEqual(['sunset in lisbon', 'sunset + harbour']);
  expect(suggest('sunset', here).at(-1)).toEqual({
    kind: 'recent',
    label: 'sunset + harbour',
    text: 'sunset + harbour',
  });
});

test('the last words are completed and the others stay', () => {
  expect(suggest('tram in lis', here)[0]).toEqual({
    kind: 'place',
    label: 'Lisbon, Portugal',
    text: 'tram in place:"Lisbon, Portugal"',
  });
  expect(suggest('night new yo', here)[0]?.label).toBe('New York, United States');
});

test('case and accents do not matter, and any word of a name may begin so', () => {
  expect(labels('GARDEN')).toContain("Oma's garden");
  expect(labels('canon')[0]).toBe('Canon EOS 5D Mark IV');
  expect(labels('xf35')).toContain('XF35mmF1.4 R');
});

test('places are offered in the language of the person', () => {
  expect(suggest('Lissa', { ...here, languages: ['de'] })[0]?.label).toBe('Lissabon, Portugal');
});

test('a minus stays before what it takes away', () => {
  expect(suggest('beach -bel', here)[0]?.text).toBe('beach -tag:Bella');
});

test('every suggestion taken is understood', () => {
  for (const typed of ['l', 'f', 'c', 't', 'o', 'n', 'b', 'p', 'j', 'x']) {
    for (const { kind, text } of suggest(typed, here, 50)) {
      if (kind === 'recent' || kind === 'filter') continue;
      const read = parse(text, context);
      expect(read.problems, text).toEqual([]);
      expect(read.filters.length, text).toBe(1);
    }
  }
});

test('nothing is offered for what nothing begins with', () => {
  expect(labels('zzzz')).toEqual([]);
});
