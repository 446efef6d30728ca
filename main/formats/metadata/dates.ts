/** A reading of a clock: what it showed, as if it were UTC, and how far it was from UTC where that is told. */
export interface ClockReading {
  readonly wallMs: number;
  readonly offsetMin: number | undefined;
}

/** Nicéphore Niépce's view from his window. */
const firstYear = 1826;
const dayMs = 86_400_000;

/**
 * Dates of EXIF (`2020:01:30 09:57:18`), XMP (ISO 8601, whole or only its beginning) and IPTC (`20200130`, `095718+0100`).
 * @param rest what other tags hold: fraction of the second (`25`), offset (`+01:00`)
 * @returns undefined for a date that is missing, not a date, or not possible
 */
export function readDate(
  text: string | undefined,
  nowMs: number,
  rest: { fraction?: string | undefined; offset?: string | undefined } = {},
): ClockReading | undefined {
  const match = text === undefined ? null : dateAndTime.exec(text.trim());
  const parts = match?.groups;
  if (!parts) return undefined;
  const fraction = parts['fraction'] ?? /^\d+/.exec(rest.fraction ?? '')?.[0] ?? '';
  return reading(
    [parts['year'], parts['month'] ?? 1, parts['day'] ?? 1, parts['hour'] ?? 0, parts['minute'] ?? 0, parts['second'] ?? 0],
    Number(`0.${fraction}`) * 1000,
    offsetOf(parts['offset'] ?? rest.offset),
    nowMs,
  ); // prettier-ignore
}

/**
 * A date that a camera, a phone or a messenger put into the file's name: IMG_20200130_095718, PXL_20200130_095718123,
 * IMG-20200130-WA0001, Screenshot_2020-01-30-09-57-18, photo_2020-01-30_09-57-18, 2015-02-04.
 */
export function readDateInName(name: string, nowMs: number): ClockReading | undefined {
  for (const match of name.matchAll(dateInName)) {
    const parts = match.groups ?? {};
    const hour = parts['half'] === undefined ? parts['hour'] : to24(parts['hour'], parts['half']);
    const found = reading(
      [parts['year'], parts['month'], parts['day'], hour ?? 0, parts['minute'] ?? 0, parts['second'] ?? 0],
      Number(`0.${parts['fraction'] ?? ''}`) * 1000,
      // Google's camera names its files in UTC.
      name.startsWith('PXL_') && parts['hour'] !== undefined ? 0 : undefined,
      nowMs,
    );
    if (found) return found;
  }
  return undefined;
}

/** The date of GPS is UTC: `2020:01:30` and hours, minutes, seconds. */
export function readGpsDate(
  date: string | undefined,
  time: readonly number[] | undefined,
  nowMs: number,
): ClockReading | undefined {
  const match = /^(\d{4})[:-](\d\d)[:-](\d\d)/.exec(date ?? '');
  if (!match || time?.length !== 3 || !time.every((part) => Number.isFinite(part))) return undefined;
  const [hour = 0, minute = 0, second = 0] = time;
  const whole = Math.floor(second);
  return reading([match[1], match[2], match[3], hour, minute, whole], (second - whole) * 1000, 0, nowMs);
}

const dateAndTime =
  /^(?<year>\d{4})(?:[-:./]?(?<month>\d\d)(?:[-:./]?(?<day>\d\d)(?:[T ]+(?<hour>\d\d):?(?<minute>\d\d)(?::?(?<second>\d\d)(?:[.,](?<fraction>\d+))?)?)?)?)?\s*(?<offset>Z|[+-]\d\d:?\d\d)?(?:$|\s)/;

const dateInName =
  /(?<!\d)(?<year>(?:18|19|20)\d\d)(?<dash>[-_.]?)(?<month>\d\d)\k<dash>(?<day>\d\d)(?:(?:[-_ T]|[-_ ]at[-_ ])?(?<hour>\d\d)(?<colon>[-_.:h]?)(?<minute>\d\d)\k<colon>(?<second>\d\d)(?:[-_.]?(?<fraction>\d{3})(?!\d))?(?: ?(?<half>[AP]M))?)?(?!\d)/gi;

function reading(
  fields: readonly (string | number | undefined)[],
  fractionMs: number,
  offsetMin: number | undefined,
  nowMs: number,
): ClockReading | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = fields.map(Number);
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  // A 31st of February moves on to March: not a date.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  date.setUTCHours(hour, minute, second, fractionMs);
  const wallMs = date.getTime();
  if (year < firstYear || wallMs > nowMs + dayMs) return undefined;
  return { wallMs, offsetMin };
}

/** Minutes east of Greenwich: `+02:00`, `-0330`, `Z`. */
function offsetOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (text.trim() === 'Z') return 0;
  const match = /^\s*([+-])(\d\d):?(\d\d)/.exec(text);
  if (!match) return undefined;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  if (minutes > 14 * 60) return undefined;
  return match[1] === '-' && minutes !== 0 ? -minutes : minutes;
}

function to24(hour: string | undefined, half: string): number {
  return (Number(hour) % 12) + (half.toUpperCase() === 'PM' ? 12 : 0);
}
