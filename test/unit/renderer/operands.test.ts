import { expect, test } from 'vitest';
import { daysOfValue, numbersOfValue, operandOfDays, operandOfNumbers } from '../../../renderer/logic/operands.ts';

test('days in fields become a span, an open span, or nothing', () => {
  expect(operandOfDays({ from: '2019-06-01', to: '2019-08-31' })).toBe('2019-06-01..2019-08-31');
  expect(operandOfDays({ from: '2019-06-01', to: '2019-06-01' })).toBe('2019-06-01');
  expect(operandOfDays({ from: '2019-06-01', to: '' })).toBe('>=2019-06-01');
  expect(operandOfDays({ from: '', to: '2019-08-31' })).toBe('<=2019-08-31');
  expect(operandOfDays({ from: '', to: '' })).toBeUndefined();
  expect(operandOfDays({ from: '2020-01-01', to: '2019-01-01' })).toBeUndefined();
});

test('a chip shows its first and its last day', () => {
  const value = { fromMs: Date.UTC(2019, 5, 1), toMs: Date.UTC(2019, 8, 1) };
  expect(daysOfValue(value)).toEqual({ from: '2019-06-01', to: '2019-08-31' });
  expect(daysOfValue({ toMs: Date.UTC(2019, 8, 1) })).toEqual({ from: '', to: '2019-08-31' });
  expect(daysOfValue('2019')).toEqual({ from: '', to: '' });
});

test('numbers say both ends, or one, or the least', () => {
  expect(operandOfNumbers(4, 5, 5)).toBe('>=4');
  expect(operandOfNumbers(3, 3, 5)).toBe('3');
  expect(operandOfNumbers(2, 4, 5)).toBe('2..4');
  expect(numbersOfValue({ min: 2, max: 4 }, { min: 0, max: 5 })).toEqual({ least: 2, most: 4 });
  expect(numbersOfValue({ min: -1, max: -1 }, { min: 0, max: 5 })).toEqual({ least: 0, most: 0 });
  expect(numbersOfValue(undefined, { min: 0, max: 5 })).toEqual({ least: 0, most: 5 });
});
