import { expect, test } from 'vitest';
import { readDate, readDateInName, readGpsDate } from '../../../main/formats/metadata/dates.ts';

const now = Date.UTC(2026, 0, 1);
const iso = (reading: { wallMs: number } | undefined) => reading && new Date(reading.wallMs).toISOString().slice(0, 23);

test.each([
  ['IMG_20200130_095718.jpg', '2020-01-30T09:57:18.000'],
  ['PXL_20200130_095718123.jpg', '2020-01-30T09:57:18.123'],
  ['PXL_20200130_095718123.MP.jpg', '2020-01-30T09:57:18.123'],
  ['telegram_2020-01-30_09-57-18.jpg', '2020-01-30T09:57:18.000'],
  ['photo_2020-01-30_09-57-18 (2).jpg', '2020-01-30T09:57:18.000'],
  ['IMG-20200130-WA0001.jpg', '2020-01-30T00:00:00.000'],
  ['WhatsApp Image 2020-01-30 at 09.57.18.jpeg', '2020-01-30T09:57:18.000'],
  ['WhatsApp Image 2020-01-30 at 9.57.18 PM.jpeg', '2020-01-30T00:00:00.000'],
  ['Screenshot_20200130-095718_Chrome.png', '2020-01-30T09:57:18.000'],
  ['Screenshot 2020-01-30 at 09.57.18 PM.png', '2020-01-30T21:57:18.000'],
  ['Screenshot_2020-01-30-09-57-18.png', '2020-01-30T09:57:18.000'],
  ['20200130_095718(1).jpg', '2020-01-30T09:57:18.000'],
  ['signal-2020-01-30-095718.jpg', '2020-01-30T09:57:18.000'],
  ['2015-02-04.jpg', '2015-02-04T00:00:00.000'],
  ['2015-02-04(1).jpg', '2015-02-04T00:00:00.000'],
  ['1944.06.06 landing.tif', '1944-06-06T00:00:00.000'],
  ['2021-02-30.jpg', undefined],
  ['IMG_20301331_000000.jpg', undefined],
  ['2030-01-01.jpg', undefined],
  ['IMG_4120.JPG', undefined],
  ['DSC_20191234.jpg', undefined],
  ['491712345678-20200130.jpg', '2020-01-30T00:00:00.000'],
  ['1579024638123456.jpg', undefined],
])('%s was taken %s by its name', (name, expected) => {
  expect(iso(readDateInName(name, now))).toBe(expected);
});

test('only the names that are in UTC say so', () => {
  expect(readDateInName('PXL_20200130_095718123.jpg', now)?.offsetMin).toBe(0);
  expect(readDateInName('IMG_20200130_095718.jpg', now)?.offsetMin).toBeUndefined();
});

test.each([
  ['2020:01:30 09:57:18', '2020-01-30T09:57:18.000', undefined],
  ['2020-01-30T09:57:18.5+02:00', '2020-01-30T09:57:18.500', 120],
  ['2020-01-30T09:57Z', '2020-01-30T09:57:00.000', 0],
  ['20200130 095718-0330', '2020-01-30T09:57:18.000', -210],
  ['2020', '2020-01-01T00:00:00.000', undefined],
  ['2020-06', '2020-06-01T00:00:00.000', undefined],
  ['1826:06:01 12:00:00', '1826-06-01T12:00:00.000', undefined],
  ['1825:06:01 12:00:00', undefined, undefined],
  ['0000:00:00 00:00:00', undefined, undefined],
  ['    :  :     :  :  ', undefined, undefined],
  ['2020:13:01 00:00:00', undefined, undefined],
  ['2020:01:30 25:00:00', undefined, undefined],
  ['2026:01:03 00:00:00', undefined, undefined],
  ['2026:01:01 23:00:00', '2026-01-01T23:00:00.000', undefined],
  ['', undefined, undefined],
])('"%s" is %s, %s minutes east', (text, expected, offsetMin) => {
  const found = readDate(text, now);
  expect(iso(found)).toBe(expected);
  expect(found?.offsetMin).toBe(offsetMin);
});

test('fractions of a second and the offset come from their own tags', () => {
  expect(readDate('2020:01:30 09:57:18', now, { fraction: '075 ', offset: '-05:00' })).toEqual({
    wallMs: Date.UTC(2020, 0, 30, 9, 57, 18, 75),
    offsetMin: -300,
  });
});

test('an offset that no place on earth has is none', () => {
  expect(readDate('2020:01:30 09:57:18', now, { offset: '+25:00' })?.offsetMin).toBeUndefined();
});

test('the clock of GPS is UTC', () => {
  expect(readGpsDate('2020:01:30', [9, 57, 18.5], now)).toEqual({
    wallMs: Date.UTC(2020, 0, 30, 9, 57, 18, 500),
    offsetMin: 0,
  });
  expect(readGpsDate('2020:01:30', [9, 57], now)).toBeUndefined();
  expect(readGpsDate('2020:01:30', [NaN, 0, 0], now)).toBeUndefined();
});
