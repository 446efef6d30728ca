import { expect, test } from 'vitest';
import { bestTaken, type Taken } from '../../../main/formats/metadata/best-taken.ts';

const at = (iso: string, rest: Omit<Taken, 'takenWallMs'>): Taken => ({ takenWallMs: Date.parse(`${iso}Z`), ...rest });
const best = (...says: Taken[]) => {
  const found = bestTaken(says);
  if (found === undefined) return undefined;
  const { takenWallMs = 0, takenPrecision, takenOffsetMin } = found.taken;
  return [found.index, new Date(takenWallMs).toISOString().slice(0, 19), takenPrecision ?? takenOffsetMin];
};

test('what says when it was taken goes before what says when it was scanned, named, changed or copied', () => {
  const kinds = ['file', 'modified', 'gps', 'name', 'created', 'digitized', 'iptc'] as const;
  const says = kinds.map((takenFrom, i) => at(`201${i}-01-01T00:00:00`, { takenFrom }));
  for (let count = 1; count <= says.length; count++) expect(best(...says.slice(0, count))?.[0]).toBe(count - 1);
});

test('of one kind the first speaks', () => {
  const one = at('2016-06-06T06:06:06', { takenFrom: 'xmp' });
  const other = at('2017-07-07T07:07:07', { takenFrom: 'exif' });
  expect(best(one, other)?.[0]).toBe(0);
  expect(best(other, one)?.[0]).toBe(0);
  expect(best({}, one)?.[0]).toBe(1);
  expect(best({}, {})).toBeUndefined();
});

test('a date that says more of the same period says it better, one of another period does not', () => {
  const year = at('1993-01-01T00:00:00', { takenFrom: 'exif', takenPrecision: 'year' });
  const month = at('1993-08-01T00:00:00', { takenFrom: 'iptc', takenPrecision: 'month' });
  const day = at('1993-08-04T00:00:00', { takenFrom: 'xmp', takenPrecision: 'day' });
  expect(best(year, month, day)).toEqual([2, '1993-08-04T00:00:00', 'day']);
  expect(best(year, at('1994-08-04T00:00:00', { takenFrom: 'xmp' }))).toEqual([0, '1993-01-01T00:00:00', 'year']);
  expect(best(year, at('1993-09-09T00:00:00', { takenFrom: 'digitized' }))).toEqual([0, '1993-01-01T00:00:00', 'year']);
});

test('a clock that agrees with the moment of an export is taken, and has its offset from it', () => {
  const google = at('2020-01-30T08:57:18', { takenFrom: 'json', takenOffsetMin: 0 });
  expect(best(google, at('2020-01-30T09:57:18', { takenFrom: 'exif' }))).toEqual([1, '2020-01-30T09:57:18', 60]);
  expect(best(google, at('2020-01-30T14:42:18', { takenFrom: 'name' }))).toEqual([1, '2020-01-30T14:42:18', 345]);
  // The person set another date in Google Photos.
  expect(best(google, at('2000-01-01T00:00:00', { takenFrom: 'exif' }))).toEqual([0, '2020-01-30T08:57:18', 0]);
  // Seven minutes are no time zone.
  expect(best(google, at('2020-01-30T09:50:18', { takenFrom: 'exif' }))?.[0]).toBe(0);
});

test('satellites tell the offset of a clock, and only where they agree with it', () => {
  const gps = at('2018-08-08T08:08:30', { takenFrom: 'gps', takenOffsetMin: 0 });
  expect(best(at('2018-08-08T13:38:08', { takenFrom: 'exif' }), gps)).toEqual([0, '2018-08-08T13:38:08', 330]);
  expect(best(at('2018-08-08T13:20:00', { takenFrom: 'exif' }), gps)).toEqual([0, '2018-08-08T13:20:00', undefined]);
  expect(best(at('2018-08-08T13:38:08', { takenFrom: 'exif', takenOffsetMin: 60 }), gps)?.[2]).toBe(60);
});
