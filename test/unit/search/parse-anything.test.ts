import fc from 'fast-check';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { formatQuery, longestText, parse, warmUp } from '../../../main/search/parse.ts';
import { query, type Term } from '../../../preload/contract/query.ts';
import { context } from './library-context.ts';
import { meaningOf } from './outline.ts';

beforeAll(() => {
  for (const step of warmUp(context)) void step;
});

const marks = ['"', '“', '”', '„', '«', '「', '-', '−', '+', '*', '2*', '|', ':', '..', '<', '>=', '(', ')', '\\', ',', '/', '@', '#', ' ', '　', '\t', '\n', '\u0000', '\u202e', '\ud83d', '🏖️', '👩‍👩‍👧', 'NOT', 'OR']; // prettier-ignore
const words = ['beach', 'date', 'date:', 'camera:', 'place:', 'near:', 'rating:', 'is:', 'tag:', 'photo:', 'photo:1@0,0,1,1', 'in', 'last', 'summer', '2019', '19', '3', '4.', 'May', 'without', 'ohne', 'Lisbon', 'в', 'Лиссабоне', '去年', '夏', '的', '没有', '人', 'の', 'ない', '작년', 'شاطئ', 'חוף', 'é', 'e\u0301', 'ß', 'ﬁ', 'İ', 'Fuji', '5D', '35mm lens', 'folder', 'rated', 'stars', "Oma's garden"]; // prettier-ignore

const anything = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.array(fc.constantFrom(...marks), { maxLength: 60 }).map((parts) => parts.join('')),
  fc.array(fc.constantFrom(...marks, ...words), { maxLength: 40 }).map((parts) => parts.join('')),
  fc.array(fc.constantFrom(...marks, ...words), { maxLength: 40 }).map((parts) => parts.join(' ')),
);

describe('any text at all', () => {
  test('becomes a query of the contract, without a throw', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const read = parse(text, context);
        expect(query.parse(read)).toEqual(read);
        for (const chip of read.filters) expect(chip.text).toBe(read.source.slice(chip.span.start, chip.span.end));
      }),
      { numRuns: 1500 },
    );
  });

  test('said in operators means the same', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const read = parse(text, context);
        const again = parse(formatQuery(read), context);
        expect(meaningOf(again)).toEqual(meaningOf(read));
        expect(formatQuery(again)).toBe(formatQuery(read));
      }),
      // What once failed is tried first.
      { numRuns: 1500, examples: [['camera:"/"'], ['🏖️ " 5D'], ['camera:"//x"'], ['date:"://"']] },
    );
  });

  test('any terms are written and read back', () => {
    const sign = fc.constantFrom('plus' as const, 'minus' as const);
    const weight = fc.constantFrom(1, 2, 0.5, 0.01, 100, 1.2345);
    const id = fc.integer({ min: 1, max: 999_999 });
    const part = fc.integer({ min: 0, max: 1000 }).map((n) => n / 1000);
    // As the parser makes words: composed, no control characters, single spaces.
    const wordsOf = (text: string) => parse(`"${text}"`, context).terms.find((one) => one.is === 'words')?.words ?? 'x';
    const words = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
      .map((text) => wordsOf(text.replaceAll(/["\\]/g, '')))
      .chain((text) => fc.constantFrom(text, `say "${text}"`, `back\\${text}`, `${text}\\`));
    const term: fc.Arbitrary<Term> = fc.oneof(
      fc.record({ is: fc.constant('words' as const), words, sign, weight }),
      fc.record({ is: fc.constant('photo' as const), photoId: id, sign, weight }),
      fc.record({ is: fc.constant('picture' as const), pictureId: id, sign, weight }),
      fc.record({
        is: fc.constant('region' as const),
        photoId: id,
        region: fc.record({ x: part, y: part, w: part, h: part }),
        sign,
        weight,
      }),
      fc.record({
        is: fc.constant('region' as const),
        photoId: id,
        region: fc.oneof(fc.constant({ x: 0, y: 0, w: 1, h: 1 }), fc.record({ x: part, y: part, w: part, h: part })),
        atMs: fc.integer({ min: 0, max: 999_999_999 }),
        sign,
        weight,
      }),
    );
    fc.assert(
      fc.property(fc.array(term, { maxLength: 10 }), (terms) => {
        expect(parse(formatQuery({ terms, filters: [], likes: [] }), context).terms).toEqual(terms);
      }),
      { numRuns: 500 },
    );
  });

  test('is read twice the same', () => {
    fc.assert(
      fc.property(anything, (text) => {
        expect(parse(text, context)).toEqual(parse(text, context));
      }),
      { numRuns: 200 },
    );
  });
});

describe('10,000 characters', () => {
  const shapes: Record<string, string> = {
    words: 'the quick brown fox in may 2019 ',
    dates: '2019-2020 - ',
    'last last last': 'last ',
    'small words': 'in the of a from my ',
    'open quotes': '"',
    'open quotes of all kinds': '“„«「"',
    minus: '- ',
    'minus words': '-a ',
    operators: 'date:',
    'operators that can not be read': 'date:soon ',
    'place after place': 'in Lisbon ',
    weights: '2*',
    'no spaces': 'a',
    digits: '1',
    'digits and dots': '1.',
    dashes: '–',
    commas: ',',
    spaces: ' ',
    Chinese: '去年夏天没有人的海滩',
    'Chinese numerals': '十',
    Japanese: '人のいない',
    Korean: '작년 여름 ',
    Russian: 'в прошлом году ',
    Arabic: 'شاطئ ',
    emoji: '👩‍👩‍👧',
    accents: 'e\u0301',
    'combining marks': '\u0301',
    'without without': 'without ',
    stars: '★',
    hashes: '#',
    slashes: '/',
    'camera models': '5d ',
    'full width': '２０１９年',
    'half of a character': '\ud83d',
    'right to left marks': '\u202e\u200f',
  };

  test.each(Object.entries(shapes))(
    'of %s are read in work that grows with the text, not with its square',
    (_, shape) => {
      const sized = (length: number) => shape.repeat(Math.ceil(length / shape.length)).slice(0, length);
      const whole = workOf(sized(longestText));
      expect(query.safeParse(whole.read).success).toBe(true);
      expect(whole.matches).toBeLessThanOrEqual(2.5 * workOf(sized(longestText / 2)).matches + 500);
    },
  );

  test('and more: the rest is not read, and that is said', () => {
    const read = parse('beach '.repeat(3000), context);
    expect(read.problems.map(({ kind }) => kind)).toContain('too-long');
    expect(read.source.length).toBeLessThanOrEqual(longestText);
  });
});

/** What is read, and how often a regular expression was tried on the way. */
function workOf(text: string) {
  const tried = vi.spyOn(RegExp.prototype, 'exec');
  try {
    return { read: parse(text, context), matches: tried.mock.calls.length };
  } finally {
    tried.mockRestore();
  }
}
