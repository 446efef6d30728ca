import type { TakenPrecision } from '../../../preload/contract/photo.ts';

/** A reading of a clock or a calendar: what it showed, as if it were UTC, and how far it was from UTC where that is told. */
export interface ClockReading {
  /** The beginning of what is known: of the year, the month, the day. */
  readonly wallMs: number;
  readonly offsetMin: number | undefined;
  /** How much of it is known; absent: all, to the second. */
  readonly precision?: TakenPrecision | undefined;
}

/** Nicéphore Niépce's view from his window. */
const firstYear = 1826;
const dayMs = 86_400_000;
/** Letters: no way to write one needs half of them. */
const longestDate = 100;

/**
 * Dates of EXIF (`2020:01:30 09:57:18`, unknown parts are spaces), XMP (ISO 8601, whole or only its beginning) and IPTC
 * (`20200130 095718+0100`, unknown parts are 00).
 * @param rest what other tags hold: fraction of the second (`25`), offset (`+01:00`)
 * @returns undefined for a date that is missing, not a date, or not possible
 */
export function readDate(
  text: string | undefined,
  nowMs: number,
  rest: { fraction?: string | undefined; offset?: string | undefined } = {},
): ClockReading | undefined {
  const trimmed = text?.slice(0, longestDate).replace(/\0.*$/s, '').trim() ?? '';
  const { year, month = '', day = '', time = '' } = (separated.exec(trimmed) ?? compact.exec(trimmed))?.groups ?? {};
  if (year === undefined) return undefined;
  if (isUnknown(month)) return clockReading({ year }, nowMs);
  if (isUnknown(day)) return clockReading({ year, month }, nowMs);
  // Of a time whose minutes are not known no more is left than the day.
  const known = time.replace(/[\s:.]+$/, '').replace(looseTime, colons);
  const clock = clockTime.exec(known)?.groups;
  if (clock === undefined) return /^\d{0,2}$/.test(known) ? clockReading({ year, month, day }, nowMs) : undefined;
  const { hour = '', minute = '', second, half, fraction, offset } = clock;
  // ISO 8601 ends a day with 24:00; the phones that write 24:08 mean eight minutes past midnight of the same day.
  const isEndOfDay = /T24:?00(:?00(\.0+)?)?/.test(trimmed);
  const found = clockReading(
    {
      ...{ year, month, day, minute, second },
      hour: half === undefined ? hour === '24' ? 0 : hour : to24(hour, half),
      fraction: fraction ?? /^\d+/.exec(rest.fraction?.trim() ?? '')?.[0],
      offsetMin: offsetOf(offset) ?? offsetOf(rest.offset),
    },
    nowMs,
  ); // prettier-ignore
  return found && isEndOfDay ? { ...found, wallMs: found.wallMs + dayMs } : found;
}

/** The date of GPS is UTC: `2020:01:30` and hours, minutes, seconds. */
export function readGpsDate(
  date: string | undefined,
  time: readonly number[] | undefined,
  nowMs: number,
): ClockReading | undefined {
  const [, year, month, day] = /^(\d{4})[:-](\d\d)[:-](\d\d)/.exec(date ?? '') ?? [];
  if (year === undefined || time?.length !== 3 || !time.every((part) => Number.isFinite(part))) return undefined;
  const [hour = 0, minute = 0, second = 0] = time;
  const whole = Math.floor(second);
  const found = clockReading({ year, month, day, hour, minute, second: whole, offsetMin: 0 }, nowMs);
  return found && { ...found, wallMs: found.wallMs + Math.round((second - whole) * 1000) };
}

type Part = string | number | undefined;

/**
 * A reading of these parts; those that are not given are not known.
 * @returns undefined where there is no such day or time, before photography, or more than a day ahead
 */
export function clockReading(
  parts: {
    readonly year: Part;
    readonly month?: Part;
    readonly day?: Part;
    readonly hour?: Part;
    readonly minute?: Part;
    readonly second?: Part;
    /** Digits after the point. */
    readonly fraction?: string | undefined;
    readonly offsetMin?: number | undefined;
  },
  nowMs: number,
): ClockReading | undefined {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = [
    parts.year, parts.month, parts.day, parts.hour, parts.minute, parts.second,
  ].map((part) => (part === undefined ? undefined : Number(part))); // prettier-ignore
  if (!(hour <= 23 && minute <= 59 && second <= 60)) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  // A 31st of February moves on to March: not a date.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  date.setUTCHours(hour, minute, second, Number(`0.${parts.fraction ?? ''}`) * 1000);
  const wallMs = date.getTime();
  if (year < firstYear || wallMs > nowMs + dayMs) return undefined;
  const precision =
    parts.month === undefined
      ? 'year'
      : parts.day === undefined
        ? 'month'
        : parts.hour === undefined
          ? 'day'
          : undefined;
  return { wallMs, offsetMin: parts.offsetMin, ...(precision !== undefined && { precision }) };
}

/** Where the period ends of which a reading is the beginning, exclusive. */
export function endOfPeriod(wallMs: number, precision: TakenPrecision | undefined): number {
  const end = new Date(wallMs);
  if (precision === 'year') end.setUTCFullYear(end.getUTCFullYear() + 1);
  else if (precision === 'month') end.setUTCMonth(end.getUTCMonth() + 1);
  else return wallMs + (precision === 'day' ? dayMs : 1);
  return end.getTime();
}

/** Minutes east of Greenwich: `+02:00`, `-0330`, `+1`, `Z`. */
export function offsetOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\s*(Z|UTC|GMT)\s*$/i.test(text)) return 0;
  const match = /^\s*(?:UTC|GMT)?([+-])(\d\d?)(?::?(\d\d))?/i.exec(text);
  if (!match) return undefined;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  if (minutes > 14 * 60) return undefined;
  return match[1] === '-' && minutes !== 0 ? -minutes : minutes;
}

/** An hour of twelve, as a number of twenty-four. */
export function to24(hour: string, half: string): number {
  return (Number(hour) % 12) + (half.toLowerCase().startsWith('p') ? 12 : 0);
}

const separated =
  /^(?<year>\d{4})(?:[-:./](?<month>\d{1,2}|[\s?X]*)(?:[-:./](?<day>\d{1,2}|[\s?X]*?)(?:(?:T|\s+)(?<time>[\d\s:].*)|Z|[+-]\d\d:\d\d)?)?)?[?~]?$/is;
const compact = /^(?<year>\d{4})(?<month>\d\d)(?<day>\d\d)(?:(?:T|\s*)(?<time>\d.*))?$/s;
const clockTime =
  /^(?<hour>\d{1,2}):?(?<minute>\d\d)(?::?(?<second>\d\d)(?:[.,](?<fraction>\d+))?)?\s*(?<half>[ap]m)?\s*(?<offset>Z|UTC|GMT|[+-]\d\d?(?::?\d\d)?)?(?:$|\s)/i;

/** `1:2:3`, `12.34.56`, `12-34-56`: the same mark twice. */
const looseTime = /^(\d{1,2})([-:.])(\d{1,2})\2(\d{1,2})(?!\d)/;
function colons(_: string, hour: string, _mark: string, minute: string, second: string): string {
  return [hour, minute, second].map((part) => part.padStart(2, '0')).join(':');
}

/** Spaces in EXIF, 00 in IPTC, and both in what others make of them. */
function isUnknown(part: string): boolean {
  return /^[0\s?X]*$/i.test(part);
}
