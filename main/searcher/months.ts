import type { Month } from '../../preload/contract/list.ts';
import { type KeptList, matchCountOf } from './lists.ts';

/**
 * [Note: Places in the timeline]
 * A photo stands where the clock of its camera says (wall-clock milliseconds as if UTC). What is known of a month or a year
 * alone stands at its beginning, before all that happened in it: a quarter and a half of a millisecond early, so that one
 * number tells both the place and how much is known. Files that say nothing of their date (all there is, is when they were
 * written) stand apart, 1e15 ms further down: 3,000 scans of this week do not hide what was taken this week.
 * library.db reckons it as `timeline_at`.
 */
export const filesBefore = -1e15 / 2;

/**
 * Where months (or days) begin in a timeline, or in an answer of several parts of which each is sorted by itself.
 * @param times places in the timeline, the latest first. Counting in SQL takes 270 ms for a million photos.
 */
export function monthsOf(times: Float64Array, by: 'month' | 'day' = 'month'): Month[] {
  const months: Month[] = [];
  let current: Month | undefined;
  let from = Infinity;
  let to = -Infinity;
  times.forEach((time, offset) => {
    if (!current || time < from || time >= to) {
      const group = groupAt(time, by);
      ({ from, to } = group);
      current = { ...group.name, offset, count: 0 };
      months.push(current);
    }
    current.count++;
  });
  return months;
}

/** Where those begin that say nothing of their date, in places of a timeline, the latest first. */
export function undatedBegin(times: Float64Array): number {
  const begin = times.findIndex((time) => time < filesBefore);
  return begin < 0 ? times.length : begin;
}

/**
 * How many photos of an answer, without what is only nearest, were taken in each month (or year, where no more is known),
 * oldest first. Files without a date of their own are not counted.
 */
export function histogramOf(
  list: Pick<KeptList, 'photoIds' | 'sections'>,
  timeOf: (photoId: number) => number,
): Omit<Month, 'offset'>[] {
  const matching = list.photoIds.subarray(0, matchCountOf(list.sections));
  const times = Float64Array.from(matching, timeOf).sort().reverse();
  return monthsOf(times)
    .filter(({ year }) => year !== undefined)
    .map(({ year, month, count }) => ({ year, ...(month !== undefined && { month }), count }))
    .reverse();
}

/** The heading under which a place stands, and from where to where (exclusive) it reaches. */
function groupAt(
  time: number,
  by: 'month' | 'day',
): { name: Omit<Month, 'offset' | 'count'>; from: number; to: number } {
  if (time < filesBefore) return { name: {}, from: -Infinity, to: filesBefore };
  const part = time - Math.floor(time);
  const date = new Date(Math.ceil(time));
  const year = date.getUTCFullYear();
  if (part === 0.5) return { name: { year }, from: time, to: time + 0.25 };
  const month = date.getUTCMonth();
  if (by === 'day') {
    if (part === 0.75) return { name: { year, month: month + 1 }, from: time, to: time + 0.25 };
    const from = startOf(year, month, date.getUTCDate());
    return { name: { year, month: month + 1, day: date.getUTCDate() }, from, to: from + 86_400_000 - 0.5 };
  }
  const from = startOf(year, month, 1);
  return { name: { year, month: month + 1 }, from: from - 0.25, to: new Date(from).setUTCMonth(month + 1) - 0.5 };
}

/** `Date.UTC` takes the years 0..99 for 1900..1999. */
function startOf(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month, day);
}
