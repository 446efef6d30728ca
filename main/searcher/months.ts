import type { Month } from '../../preload/contract/list.ts';

/**
 * Where months begin in a timeline.
 * @param times wall-clock times as if UTC, newest first. Counting in SQL takes 270 ms for a million photos.
 */
export function monthsOf(times: Float64Array): Month[] {
  const months: Month[] = [];
  let current: Month | undefined;
  let startsAt = Infinity;
  times.forEach((time, offset) => {
    if (!current || time < startsAt) {
      const date = new Date(time);
      const year = date.getUTCFullYear();
      startsAt = Date.UTC(year, date.getUTCMonth(), 1);
      // Date.UTC takes the years 0..99 for 1900..1999.
      if (year >= 0 && year < 100) startsAt = new Date(startsAt).setUTCFullYear(year);
      current = { year, month: date.getUTCMonth() + 1, offset, count: 0 };
      months.push(current);
    }
    current.count++;
  });
  return months;
}
