import type { Unit } from './date-words.ts';
import { dayMs, days, months, type Period, startOfDay, startOfWeek, wallMs, yearOf, monthOf, years } from './span.ts';

/** The calendar unit that lies `ago` units back: 0 is this week, 1 the last one. Weeks begin on Monday. */
export function unitAgo(unit: Unit, ago: number, nowMs: number): Period {
  switch (unit) {
    case 'day':
      return days(startOfDay(nowMs) - ago * dayMs);
    case 'week':
      return days(startOfWeek(nowMs) - ago * 7 * dayMs, 7);
    case 'weekend':
      return days(startOfWeek(nowMs) + 5 * dayMs - ago * 7 * dayMs, 2);
    case 'month':
      return months(yearOf(nowMs), monthOf(nowMs) - ago);
    case 'year':
      return years(yearOf(nowMs) - ago);
  }
}

/** From so long ago until the end of today. */
export function lastUnits(unit: Unit, count: number, nowMs: number): Period {
  const toMs = startOfDay(nowMs) + dayMs;
  const date = new Date(toMs);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
  switch (unit) {
    case 'day':
      return { fromMs: toMs - count * dayMs, toMs };
    case 'week':
      return { fromMs: toMs - count * 7 * dayMs, toMs };
    case 'weekend':
      return { fromMs: unitAgo('weekend', count, nowMs).fromMs, toMs };
    case 'month':
      return { fromMs: sameDay(year, month - count, day), toMs };
    case 'year':
      return { fromMs: sameDay(year - count, month, day), toMs };
  }
}

/** 31 March less a month is 29 February, not 2 March. */
function sameDay(year: number, month: number, day: number): number {
  const lastDay = new Date(wallMs(year, month + 1, 0)).getUTCDate();
  return wallMs(year, month, Math.min(day, lastDay));
}
