/** Camera clock readings taken as if UTC, half-open. At least one end is there. */
export interface DateSpan {
  readonly fromMs?: number;
  readonly toMs?: number;
}

/** A span with both ends: what "May 2021" or "last christmas" is before "before" or "since" is applied to it. */
export interface Period {
  readonly fromMs: number;
  readonly toMs: number;
}

export const dayMs = 86_400_000;

/** @param month 1..12, or outside: 13 is January of the next year. */
export function wallMs(year: number, month = 1, day = 1): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getTime();
}

export function yearOf(ms: number): number {
  return new Date(ms).getUTCFullYear();
}

export function monthOf(ms: number): number {
  return new Date(ms).getUTCMonth() + 1;
}

/** The local clock's reading as if it were UTC. */
export function wallClock(now: Date): number {
  return Date.UTC(
    now.getFullYear(),
    now.getMonth(),
    now.getDate(),
    now.getHours(),
    now.getMinutes(),
    now.getSeconds(),
    now.getMilliseconds(),
  );
}

export function startOfDay(ms: number): number {
  return Math.floor(ms / dayMs) * dayMs;
}

/** Monday. */
export function startOfWeek(ms: number): number {
  const day = startOfDay(ms);
  return day - ((new Date(day).getUTCDay() + 6) % 7) * dayMs;
}

export function years(first: number, last = first): Period {
  return { fromMs: wallMs(first), toMs: wallMs(last + 1) };
}

export function months(year: number, first: number, last = first): Period {
  return { fromMs: wallMs(year, first), toMs: wallMs(year, last + 1) };
}

export function days(fromMs: number, count = 1): Period {
  return { fromMs, toMs: fromMs + count * dayMs };
}

/** A day of the calendar, or undefined for 31 February. */
export function dayOf(year: number, month: number, day: number): Period | undefined {
  if (month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  const fromMs = wallMs(year, month, day);
  return monthOf(fromMs) === month ? days(fromMs) : undefined;
}

/** The library takes years of four digits; a photograph is younger than 1826. */
export function isYear(year: number): boolean {
  return year >= 1826 && year <= 2199;
}
