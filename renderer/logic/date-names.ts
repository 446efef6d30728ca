import type { Month } from '../../preload/contract/list.ts';
import type { PhotoCard } from '../../preload/contract/photo.ts';
import type { Formats } from './formats.ts';
import type { MessageValues } from './messages.ts';

/** What is needed to say a date in a language. */
export interface DateSpeaker {
  readonly formats: Pick<Formats, 'known' | 'year' | 'month' | 'day'>;
  readonly t: (key: 'date.file' | 'date.undated', values?: MessageValues) => string;
}

/** "1993", "August 1993", a day; that of a file is called so, since it says little of the photo. */
export function dateName(
  { takenWallMs, takenPrecision, isFileDate }: Pick<PhotoCard, 'takenWallMs' | 'takenPrecision' | 'isFileDate'>,
  { formats, t }: DateSpeaker,
): string {
  const date = formats.known(takenWallMs, takenPrecision);
  return isFileDate === true ? t('date.file', { date }) : date;
}

/** Of a part of the timeline: a day, a month, a year of which no more is known, or files that have no date of their own. */
export function partName(
  { year, month, day }: Pick<Month, 'year' | 'month' | 'day'>,
  { formats, t }: DateSpeaker,
): string {
  if (year === undefined) return t('date.undated');
  if (month === undefined) return formats.year(year);
  return day === undefined ? formats.month(year, month) : formats.day(Date.UTC(year, month - 1, day));
}
