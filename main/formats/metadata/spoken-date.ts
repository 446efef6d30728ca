import { type ClockReading, clockReading, offsetOf, readDate, to24 } from './dates.ts';
import { readDateInName } from './name-dates.ts';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * A date as programs write it into a text for people: RFC 1123 (`Thu, 04 Mar 2021 09:05:12 GMT`), as C's `asctime` does
 * (`Thu Mar  4 09:05:12 2021`), as EXIF and ISO 8601 do, and as file names do.
 */
export function readSpokenDate(text: string, nowMs: number): ClockReading | undefined {
  const trimmed = text.trim();
  const { year, month, day } =
    /(?<![\d:])(?<day>\d{1,2})[ -](?<month>[a-z]{3})[a-z]*[ -](?<year>\d{4})/i.exec(trimmed)?.groups ??
    /(?<month>[a-z]{3})[a-z]* +(?<day>\d{1,2})(?:,| .*?)? +(?<year>\d{4})/i.exec(trimmed)?.groups ??
    {};
  const inYear = months.indexOf(month?.toLowerCase() ?? '') + 1;
  if (year === undefined || inYear === 0) return readDate(trimmed, nowMs) ?? readDateInName(trimmed, nowMs);
  const time =
    /(?<hour>\d{1,2}):(?<minute>\d\d)(?::(?<second>\d\d))?(?:\s*(?<half>[ap]m))?(?:\s*(?<offset>[+-]\d\d:?\d\d|GMT|UTC|Z))?/i.exec(
      trimmed,
    )?.groups;
  const { hour = '', minute, second, half, offset } = time ?? {};
  return clockReading(
    {
      ...{ year, month: inYear, day },
      ...(time && { hour: half === undefined ? hour : to24(hour, half), minute, second, offsetMin: offsetOf(offset) }),
    },
    nowMs,
  );
}
