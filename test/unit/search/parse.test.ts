import { describe, expect, test } from 'vitest';
import { formatQuery, parse } from '../../../main/search/parse.ts';
import { emptyVocabulary, type ParseContext } from '../../../main/search/parse/context.ts';
import { describeFilters, filters } from '../../../main/search/filters/index.ts';
import { filterDescription } from '../../../preload/contract/query.ts';
import { context } from './library-context.ts';
import { outline } from './outline.ts';

const bare: ParseContext = { now: context.now, languages: ['en-GB'], vocabulary: emptyVocabulary };
const read = (text: string, other: Partial<ParseContext> = {}) => outline(parse(text, { ...context, ...other }));

describe('words given back to the meaning', () => {
  test('are no chip any more, nor is a part of them', () => {
    const [chip] = parse('beach in summer 2019', context).filters;
    expect(chip).toMatchObject({ key: 'date', text: 'summer 2019', origin: 'sentence', span: { start: 9, end: 20 } });
    expect(read('beach in summer 2019', { keptAsWords: [chip?.text ?? ''] })).toBe('(beach in summer 2019)');
  });

  test('stay so while the rest is edited, and other dates are read', () => {
    expect(read('dogs in summer 2019 and in May 2021', { keptAsWords: ['Summer 2019'] })).toBe(
      '(dogs in summer 2019 and) [date 2021-05]',
    );
  });

  test('are kept in the query', () => {
    expect(parse('beach', { ...context, keptAsWords: ['x'] }).keptAsWords).toEqual(['x']);
  });
});

describe('the library decides', () => {
  test('without photos there, a place is a word', () => {
    expect(outline(parse('in Lisbon with the Fuji', bare))).toBe('(in Lisbon with the Fuji)');
    expect(outline(parse('dinner in Lisbon', { ...context, photoPlaces: undefined }))).toBe('(dinner in Lisbon)');
  });

  test('an operator for what is not there says so', () => {
    const { problems, filters: chips } = parse('camera:fuji beach', bare);
    expect(problems).toMatchObject([{ kind: 'not-in-library', message: 'Nothing in your photos fits "camera:fuji".' }]);
    expect(chips).toHaveLength(1);
  });
});

describe('the person decides', () => {
  test('3/4/2020 is in March to an American only', () => {
    expect(read('3/4/2020', { languages: ['en-US'] })).toBe('[date 2020-03-04]');
    expect(read('3/4/2020', { languages: ['de-DE'] })).toBe('[date 2020-04-03]');
    expect(read('4/13/2020', { languages: ['de-DE'] })).toBe('[date 2020-04-13]');
    expect(read('3.4.2020', { languages: ['en-US'] })).toBe('[date 2020-04-03]');
  });

  test('a southern summer is in January', () => {
    expect(read('summer 2019', { isSouthern: true })).toBe('[date 2019-12-01..2020-02-29]');
  });

  test('"hier" is yesterday in French and here in German', () => {
    expect(read('hier', { languages: ['fr'] })).toBe('[date 2024-06-14]');
    expect(read('hier', { languages: ['de'] })).toBe('(hier)');
  });
});

describe('the clock', () => {
  const at = (text: string, year: number, month: number, day: number) =>
    read(text, { now: new Date(year, month - 1, day, 12) });

  test('tells which christmas was the last', () => {
    expect(at('last christmas', 2024, 12, 23)).toBe('[date 2023-12-24..2023-12-26]');
    expect(at('last christmas', 2024, 12, 25)).toBe('[date 2023-12-24..2023-12-26]');
    expect(at('last christmas', 2024, 12, 27)).toBe('[date 2024-12-24..2024-12-26]');
  });

  test('tells which summer was the last', () => {
    expect(at('last summer', 2024, 5, 31)).toBe('[date 2023-06-01..2023-08-31]');
    expect(at('last summer', 2024, 8, 1)).toBe('[date 2023-06-01..2023-08-31]');
    expect(at('last summer', 2024, 9, 1)).toBe('[date 2024-06-01..2024-08-31]');
    expect(at('last winter', 2024, 1, 15)).toBe('[date 2022-12-01..2023-02-28]');
    expect(at('this winter', 2024, 1, 15)).toBe('[date 2023-12-01..2024-02-29]');
  });

  test('a month without a year is the latest that has begun', () => {
    expect(at('in May', 2024, 4, 30)).toBe('[date 2023-05]');
    expect(at('in May', 2024, 5, 1)).toBe('[date 2024-05]');
  });

  test('a month ago of the last day of March is February', () => {
    expect(at('last month', 2024, 3, 31)).toBe('[date 2024-02]');
    expect(at('the last 1 months', 2024, 3, 30)).toBe('[date 2024-02-29..2024-03-30]');
  });

  test('weeks begin on Monday', () => {
    expect(at('this week', 2024, 6, 16)).toBe('[date 2024-06-10..2024-06-16]');
    expect(at('last weekend', 2024, 6, 17)).toBe('[date 2024-06-15..2024-06-16]');
  });
});

describe('what exact matches look for', () => {
  test('is what is wanted, without chips and what is not wanted', () => {
    expect(parse('red "old car" without people in 2019 -dog', context).exact).toBe('red old car');
    expect(parse('date:2019', context).exact).toBe('');
  });
});

describe('operators', () => {
  test('say in English, and anywhere, what a sentence said', () => {
    const german = parse('Strand ohne Leute letzten Sommer in Lissabon', { ...context, languages: ['de'] });
    expect(formatQuery(german)).toBe('"Strand" -"Leute" date:2023-06-01..2023-08-31 place:"Lisbon, PT.14"');
  });

  test('every name of a filter is its own', () => {
    const names = filters.flatMap(({ key, aliases }) => [key, ...aliases]);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(names.filter((name) => name !== name.toLowerCase().normalize('NFC'))).toEqual([]);
  });

  test('every filter is described to the window', () => {
    const described = describeFilters(context);
    expect(described.map(({ key }) => key)).toEqual(filters.map(({ key }) => key));
    for (const one of described) expect(filterDescription.parse(one)).toEqual(one);
  });

  test('the options offered are understood', () => {
    for (const { key, control } of describeFilters(context)) {
      if (control.is !== 'choice') continue;
      for (const { operand } of control.options)
        expect(parse(`${key}:"${operand}"`, context).problems, `${key}:${operand}`).toEqual([]);
    }
  });
});
