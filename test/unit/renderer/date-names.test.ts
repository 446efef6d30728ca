import { expect, test } from 'vitest';
import { dateName, partName } from '../../../renderer/logic/date-names.ts';
import { createFormats } from '../../../renderer/logic/formats.ts';

const speaker = (locale: string) => ({
  formats: createFormats(locale),
  t: (key: string, values?: Record<string, unknown>) =>
    `${key}${values === undefined ? '' : `(${String(values['date'])})`}`,
});
const august = Date.UTC(1993, 7, 1);

test('as much of a date is said as is known', () => {
  const name = (takenPrecision?: 'year' | 'month' | 'day', locale = 'en') =>
    dateName({ takenWallMs: august, ...(takenPrecision && { takenPrecision }) }, speaker(locale));
  expect(name('year')).toBe('1993');
  expect(name('month')).toBe('August 1993');
  expect(name('day')).toBe('August 1, 1993');
  expect(name()).toBe('August 1, 1993');
  expect(name('month', 'zh-CN')).toBe('1993年8月');
});

test('the date of a file is called so', () => {
  expect(dateName({ takenWallMs: august, isFileDate: true }, speaker('en'))).toBe('date.file(August 1, 1993)');
});

test('parts of the timeline have names', () => {
  const name = (part: { year?: number; month?: number; day?: number }) => partName(part, speaker('en'));
  expect(name({ year: 1993, month: 8, day: 4 })).toBe('August 4, 1993');
  expect(name({ year: 1993, month: 8 })).toBe('August 1993');
  expect(name({ year: 1993 })).toBe('1993');
  expect(name({})).toBe('date.undated');
});
