import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { indexStart } from '../../../main/db/migrations/index-0001-start.ts';
import { wordQueries } from '../../../main/search/exact-words.ts';
import { spaceLetters } from '../../../main/util/space-letters.ts';

describe('what becomes of a text', () => {
  test.each([
    ['harbour', '"harbour"', '"harbour"*', undefined],
    ['harbour ', '"harbour"', undefined, undefined],
    ['a dog on the beach', '"dog" AND "beach"', '"dog" AND "beach"*', '"dog" OR "beach"'],
    ['NY', '"NY"', undefined, undefined],
    ['IMG_2034.jpg', '"IMG 2034" AND "jpg"', '"IMG 2034" AND "jpg"*', '"IMG 2034" OR "jpg"'],
    ['海边的狗', '"海 边 的 狗"', '"海 边 的 狗"*', undefined],
    ['"quoted" OR NEAR(x)', '"quoted"', undefined, undefined],
    ['DSC01234', '"DSC 01234"', '"DSC 01234"*', undefined],
  ])('%s', (text, whole, begun, some) => {
    expect(wordQueries(text)).toEqual({ whole, begun, some });
  });

  test.each(['', '   ', 'a', 'the of', 'x', '7', '!!!', '😀', 'show photos of the', '\u0000', '"', '\ud800'])(
    'nothing to find in %j',
    (text) => {
      expect(wordQueries(text)).toEqual({ whole: undefined, begun: undefined, some: undefined });
    },
  );

  test('one letter of a script that writes words with it is a word', () => {
    expect(wordQueries('猫').whole).toBe('"猫"');
  });
});

describe('in the real full-text table', () => {
  const sql = new Database(':memory:');
  sql.exec(indexStart);
  const insert = sql.prepare('INSERT INTO texts (rowid, names, folders, captions, keywords) VALUES (?, ?, ?, ?, ?)');
  insert.run(1, 'IMG 2034 - harbour .jpg', 'Italy', 'A dog on the beach', 'summer');
  insert.run(2, 'beach .png', 'Café', '', spaceLetters('海边 小狗'));
  const find = sql.prepare<[string], number>('SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rowid').pluck();
  afterAll(() => void sql.close());
  const found = (text: string) => {
    const { whole, begun } = wordQueries(text);
    const query = begun ?? whole;
    return query === undefined ? [] : find.all(query);
  };

  test.each([
    ['beach', [1, 2]],
    ['bea', [1, 2]],
    ['dog beach', [1]],
    ['dogs beach', []],
    ['a dog on the beach', [1]],
    ['a cat on the beach', []],
    ['cafe', [2]],
    ['海', [2]],
    ['边小', [2]],
    ['小狗', [2]],
    ['狗小', []],
    ['IMG_2034', [1]],
    ['img2034', [1]],
    ['2034 italy summer', [1]],
  ])('%s finds %j', (text, ids) => {
    expect(found(text)).toEqual(ids);
  });

  test('any text at all is a query or nothing, never an error', () => {
    const odd = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc
        .array(
          fc.constantFrom(
            '"',
            "'",
            '*',
            '(',
            ')',
            ':',
            '^',
            '+',
            '-',
            '{',
            '}',
            'AND',
            'OR',
            'NOT',
            'NEAR',
            ' ',
            'dog',
            '猫',
            '\u0301',
            '\0',
          ),
        )
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(odd, (text) => {
        expect(Array.isArray(found(text))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  test('ten thousand characters are no trouble', () => {
    expect(found('dog '.repeat(2_500))).toEqual([1]);
    expect(found('x'.repeat(10_000))).toEqual([]);
    expect(found(Array.from({ length: 1_000 }, (_, i) => `word${i}`).join(' '))).toEqual([]);
  });
});
