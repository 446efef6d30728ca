import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openDatabases } from '../../../main/db/open.ts';
import { histogramOf, monthsOf } from '../../../main/searcher/months.ts';
import { changedTimeline } from '../../../main/searcher/timeline.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';
import { fillLibrary } from '../search/filters/photo-library.ts';

/** As the database orders it. */
function timelineOf(times: ReadonlyMap<number, number>) {
  const rows = [...times].sort(([a, timeA], [b, timeB]) => timeB - timeA || b - a);
  return {
    photoIds: Uint32Array.from(rows, ([id]) => id),
    times: Float64Array.from(rows, ([, time]) => time),
  };
}

test('a changed timeline is the one that would be read anew', () => {
  const id = fc.integer({ min: 1, max: 30 });
  const time = fc.integer({ min: -3, max: 3 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(id, time)),
      fc.array(fc.tuple(id, fc.option(time, { nil: undefined }))),
      (before, changes) => {
        const after = new Map(before);
        const changed = new Map(changes);
        for (const [photoId, at] of changed)
          if (at === undefined) after.delete(photoId);
          else after.set(photoId, at);
        expect(changedTimeline(timelineOf(new Map(before)), changed)).toEqual(timelineOf(after));
      },
    ),
  );
});

test('months are counted where they begin', () => {
  const times = ['2024-03-31T23:59:59Z', '2024-03-01T00:00:00Z', '2024-02-29T12:00:00Z', '2023-02-10T00:00:00Z'];
  expect(monthsOf(Float64Array.from(times, (time) => Date.parse(time)))).toEqual([
    { year: 2024, month: 3, offset: 0, count: 2 },
    { year: 2024, month: 2, offset: 2, count: 1 },
    { year: 2023, month: 2, offset: 3, count: 1 },
  ]);
  expect(monthsOf(new Float64Array(0))).toEqual([]);
});

test('months before 1970 and in the first century are months too', () => {
  const times = [-1, Date.parse('0050-06-15T00:00:00Z'), Date.parse('0050-06-01T00:00:00Z')];
  expect(monthsOf(Float64Array.from(times))).toEqual([
    { year: 1969, month: 12, offset: 0, count: 1 },
    { year: 50, month: 6, offset: 1, count: 2 },
  ]);
});

test('an answer in parts, each sorted by itself, begins its months anew where a later time follows', () => {
  const times = ['2023-05-02', '2021-01-09', '2024-12-31', '2024-12-01', '2024-11-30'];
  expect(monthsOf(Float64Array.from(times, (time) => Date.parse(time)))).toEqual([
    { year: 2023, month: 5, offset: 0, count: 1 },
    { year: 2021, month: 1, offset: 1, count: 1 },
    { year: 2024, month: 12, offset: 2, count: 2 },
    { year: 2024, month: 11, offset: 4, count: 1 },
  ]);
});

test('an answer is told by days', () => {
  const times = ['2024-12-31T23:59:59Z', '2024-12-31T00:00:00Z', '2024-12-30T12:00:00Z', '1969-12-31T23:00:00Z'];
  expect(
    monthsOf(
      Float64Array.from(times, (time) => Date.parse(time)),
      'day',
    ),
  ).toEqual([
    { year: 2024, month: 12, day: 31, offset: 0, count: 2 },
    { year: 2024, month: 12, day: 30, offset: 2, count: 1 },
    { year: 1969, month: 12, day: 31, offset: 3, count: 1 },
  ]);
});

test('what is of a year alone stands under that year, of a month alone at its end, and files without a date apart', () => {
  using folder = temporaryFolder();
  using db = openDatabases({ folder: folder.path });
  db.sql.prepare("INSERT INTO folders (id, path, added_at_ms) VALUES (1, '/photos', 0)").run();
  fillLibrary(db.sql, [
    { takenWallMs: Date.UTC(1993, 0, 1), takenPrecision: 'year' },
    { takenWallMs: Date.UTC(1993, 0, 1) },
    { takenWallMs: Date.UTC(1992, 11, 31, 23, 59, 59, 999) },
    { takenWallMs: Date.UTC(1993, 7, 1), takenPrecision: 'month' },
    { takenWallMs: Date.UTC(1993, 7, 1) },
    { takenWallMs: Date.UTC(1993, 7, 4), takenPrecision: 'day' },
    { takenWallMs: Date.UTC(2026, 10, 29), takenFrom: 'file' },
    { takenWallMs: Date.UTC(2026, 10, 28), takenFrom: 'file' },
    { takenWallMs: Date.UTC(1850, 0, 1), takenPrecision: 'year' },
    { takenWallMs: Date.UTC(1993, 0, 1), takenPrecision: 'month' },
  ]);
  const rows = db.sql
    .prepare<[], [number, number]>('SELECT id, timeline_at FROM photos ORDER BY timeline_at DESC, id DESC')
    .raw()
    .all();
  expect(rows.map(([id]) => id)).toEqual([6, 5, 4, 2, 10, 1, 3, 9, 7, 8]);
  const times = Float64Array.from(rows, ([, at]) => at);
  const named = (by: 'month' | 'day') =>
    monthsOf(times, by).map(({ year, month, day, count }) => [[year, month, day].filter((part) => part !== undefined).join('-'), count]);
  expect(named('month')).toEqual([['1993-8', 3], ['1993-1', 2], ['1993', 1], ['1992-12', 1], ['1850', 1], ['', 2]]);
  expect(named('day')).toEqual([
    ['1993-8-4', 1], ['1993-8-1', 1], ['1993-8', 1], ['1993-1-1', 1], ['1993-1', 1], ['1993', 1], ['1992-12-31', 1], ['1850', 1], ['', 2],
  ]);
  const list = { photoIds: Uint32Array.from(rows, ([id]) => id), sections: [{ band: 'all' as const, count: 10 }] };
  const placeOf = new Map(rows);
  expect(histogramOf(list, (id) => placeOf.get(id) ?? 0).map(({ year, month }) => [year, month])).toEqual([
    [1850, undefined], [1992, 12], [1993, undefined], [1993, 1], [1993, 8],
  ]);
}); // prettier-ignore
