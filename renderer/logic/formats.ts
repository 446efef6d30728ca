import type { TakenPrecision } from '../../preload/contract/photo.ts';

export interface Formats {
  count(value: number): string;
  /** Wall-clock times are stored as if they were UTC, and read back so. */
  day(wallMs: number): string;
  dayAndTime(wallMs: number): string;
  year(year: number): string;
  /** As much of a date as is known. */
  known(wallMs: number, precision: TakenPrecision | undefined, whole?: 'day' | 'dayAndTime'): string;
  month(year: number, month: number): string;
  shortMonth(year: number, month: number): string;
  /** Spans of wall-clock time, both ends included. */
  daySpan(fromMs: number, lastMs: number): string;
  monthSpan(fromMs: number, lastMs: number): string;
  yearSpan(fromMs: number, lastMs: number): string;
  /** A moment of this machine's clock. */
  moment(atMs: number): string;
  timeLeft(seconds: number): string;
  rate(perSecond: number): string;
  size(bytes: number): string;
  megapixels(width: number, height: number): string;
  exposure(seconds: number): string;
  aperture(stop: number): string;
  focalLength(mm: number): string;
  altitude(m: number): string;
  coordinates(latitude: number, longitude: number): string;
  offset(minutes: number): string;
  percent(share: number): string;
  /** A chance, as a percentage that never claims to be certain: "<1 %" and "99 %". */
  chance(probability: number): string;
  /** Agreement with the CPU: 0.9990 and 1.0000 must not look alike. */
  agreement(cosine: number): string;
}

/** Numbers, dates and camera values as a language writes them. */
export function createFormats(locale: string): Formats {
  const number = (options?: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options);
  const wall = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
  const unit = (name: string, digits = 0) =>
    number({ style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: digits });
  const whole = number({ maximumFractionDigits: 0 });
  const oneDigit = number({ maximumFractionDigits: 1 });
  const agreement = number({ minimumFractionDigits: 4, maximumFractionDigits: 4 });
  const day = wall({ dateStyle: 'long' });
  const dayAndTime = wall({
    weekday: 'short',
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  });
  const month = wall({ year: 'numeric', month: 'long' });
  const shortMonth = wall({ year: 'numeric', month: 'short' });
  const shortDay = wall({ year: 'numeric', month: 'short', day: 'numeric' });
  const year = wall({ year: 'numeric' });
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const percent = number({ style: 'percent', maximumFractionDigits: 0 });
  const units = {
    second: unit('second'), minute: unit('minute'), hour: unit('hour'), day: unit('day'),
    byte: unit('byte'), kilobyte: unit('kilobyte'), megabyte: unit('megabyte', 1), gigabyte: unit('gigabyte', 2),
  }; // prettier-ignore
  const degrees = number({ minimumFractionDigits: 5, maximumFractionDigits: 5 });

  return {
    count: (value) => whole.format(value),
    day: (wallMs) => day.format(wallMs),
    dayAndTime: (wallMs) => dayAndTime.format(wallMs),
    year: (inYear) => year.format(new Date(0).setUTCFullYear(inYear)),
    known(wallMs, precision, whole = 'day') {
      if (precision === undefined) return (whole === 'day' ? day : dayAndTime).format(wallMs);
      return { year, month, day }[precision].format(wallMs);
    },
    month: (year, inYear) => month.format(Date.UTC(year, inYear - 1, 1)),
    shortMonth: (year, inYear) => shortMonth.format(Date.UTC(year, inYear - 1, 1)),
    daySpan: (fromMs, lastMs) => shortDay.formatRange(fromMs, lastMs),
    monthSpan: (fromMs, lastMs) => shortMonth.formatRange(fromMs, lastMs),
    yearSpan: (fromMs, lastMs) => year.formatRange(fromMs, lastMs),
    moment: (atMs) => moment.format(atMs),
    timeLeft(seconds) {
      if (seconds < 55) return units.second.format(Math.max(5, Math.ceil(seconds / 5) * 5));
      const minutes = Math.round(seconds / 60);
      if (minutes < 60) return units.minute.format(Math.max(1, minutes));
      const hours = Math.floor(minutes / 60);
      if (hours >= 48) return units.day.format(Math.round(hours / 24));
      const rest = minutes % 60;
      return rest === 0 ? units.hour.format(hours) : `${units.hour.format(hours)} ${units.minute.format(rest)}`;
    },
    rate: (perSecond) => (perSecond < 10 ? oneDigit : whole).format(perSecond),
    size(bytes) {
      if (bytes < 1000) return units.byte.format(bytes);
      if (bytes < 999_500) return units.kilobyte.format(bytes / 1e3);
      return bytes < 999_950_000 ? units.megabyte.format(bytes / 1e6) : units.gigabyte.format(bytes / 1e9);
    },
    megapixels(width, height) {
      const millions = (width * height) / 1e6;
      return `${(millions < 10 ? oneDigit : whole).format(millions)} MP`;
    },
    // Cameras write 1/250; from about a third of a second they write seconds.
    exposure: (s) => (s > 0 && s < 0.3 ? `1/${whole.format(1 / s)} s` : `${oneDigit.format(s)} s`),
    aperture: (stop) => `f/${oneDigit.format(stop)}`,
    focalLength: (mm) => `${oneDigit.format(mm)} mm`,
    altitude: (m) => `${whole.format(m)} m`,
    coordinates: (latitude, longitude) => `${degrees.format(latitude)}, ${degrees.format(longitude)}`,
    offset(minutes) {
      const size = Math.abs(minutes);
      const sign = minutes < 0 ? '−' : '+';
      return `UTC${sign}${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`;
    },
    percent: (share) => percent.format(share),
    chance: (p) => (p < 0.005 ? `<${percent.format(0.01)}` : percent.format(Math.min(0.99, p))),
    agreement: (cosine) => agreement.format(cosine),
  };
}
