import { afterAll, expect, test } from 'vitest';
import { connect } from '../../../main/db/connect.ts';

const sql = connect(':memory:');
afterAll(() => void sql.close());

test('a whole number is bound as an integer, alone, named or in an array', () => {
  const kindOf = (source: string, ...values: unknown[]) =>
    sql
      .prepare<unknown[], string>(source)
      .pluck()
      .get(...values);
  expect(kindOf('SELECT typeof(?)', 3)).toBe('integer');
  expect(kindOf('SELECT typeof(@n)', { n: -3 })).toBe('integer');
  expect(kindOf('SELECT typeof(?)', [2 ** 52])).toBe('integer');
  expect(kindOf('SELECT typeof(?)', 0.5)).toBe('real');
  expect(kindOf('SELECT typeof(?)', 2 ** 60)).toBe('real');
  expect(kindOf('SELECT typeof(?)', Buffer.of(1))).toBe('blob');
  expect(kindOf('SELECT typeof(?)', null)).toBe('null');
});

test('a number in a REAL column and one in an expression stay what they are', () => {
  sql.exec('CREATE TABLE measures (id INTEGER PRIMARY KEY, value REAL NOT NULL) STRICT');
  sql.prepare('INSERT INTO measures (value) VALUES (?)').run(3);
  expect(sql.prepare('SELECT value, typeof(value) kind FROM measures').get()).toEqual({ value: 3, kind: 'real' });
});

test('the rowid of a full-text table is a condition', () => {
  sql.exec('CREATE VIRTUAL TABLE texts USING fts5 (names)');
  const insert = sql.prepare('INSERT INTO texts (rowid, names) VALUES (?, ?)');
  insert.run(1, 'beach');
  insert.run(2, 'castle');
  const find = sql
    .prepare<[string, number], number>('SELECT rowid FROM texts WHERE texts MATCH ? AND rowid = ?')
    .pluck();
  expect(find.get('beach', 1)).toBe(1);
  expect(find.get('beach', 2)).toBeUndefined();
});
