import { z } from 'zod';
import { readDates } from '../parse/dates/read-dates.ts';
import { type DateSpan, dayMs, dayOf, months, type Period, wallMs, years } from '../parse/dates/span.ts';
import { foldSame } from '../parse/fold.ts';
import { guessLanguages } from '../parse/language.ts';
import type { ParseContext } from '../parse/context.ts';
import { defineFilter, sql } from './filter.ts';

const wall = z.int().min(wallMs(1)).max(wallMs(10_000));
const value = z
  .object({ fromMs: wall.optional(), toMs: wall.optional() })
  .refine((span) => span.fromMs !== undefined || span.toMs !== undefined);

/** When a photo was taken, by the clock of its camera; where nothing tells, when its file was written. */
export const date = defineFilter<DateSpan>({
  key: 'date',
  aliases: [
    'taken',
    'when',
    'year',
    'datum',
    'jahr',
    'fecha',
    'data',
    'année',
    'annee',
    'año',
    'ano',
    'anno',
    'дата',
    'год',
    '日期',
    '时间',
    '日付',
    '날짜',
  ],
  control: () => ({ is: 'date-span' }),
  schema: value,
  several: 'any',
  parse: (text, context) => {
    const span = parseSpan(text.trim(), context);
    return span && { value: span };
  },
  format,
  read: ({ text, folded, languages, context }) =>
    readDates(text, folded, languages, context).map(({ start, end, span }) => ({ start, end, value: span })),
  condition({ fromMs, toMs }) {
    const tests: string[] = [];
    const params: number[] = [];
    if (fromMs !== undefined) {
      tests.push('p.taken_wall_ms >= ?');
      params.push(fromMs);
    }
    if (toMs !== undefined) {
      // Of "1993" is not known whether it was before June: the whole year must lie within.
      tests.push('p.taken_wall_ms < ?', `(p.taken_precision IS NULL OR ${endSql} <= ?)`);
      params.push(toMs, toMs);
    }
    return sql(tests.join(' AND '), params);
  },
});

/** Where the year, month or day ends of which no more is known. */
const endSql = `1000 * CAST(strftime('%s', p.taken_wall_ms / 1000, 'unixepoch', '+1 ' || p.taken_precision) AS INTEGER)`;

/** 2019, 2019-07, 2019-07-04, 2019..2020, <2021, >=2020-05, and whatever a sentence may say. */
function parseSpan(text: string, context: ParseContext): DateSpan | undefined {
  const compared = /^(<=|>=|<|>)\s*(.+)$/u.exec(text);
  if (compared) {
    const period = parsePoint(compared[2] ?? '', context);
    if (!period) return undefined;
    switch (compared[1]) {
      case '<':
        return { toMs: period.fromMs };
      case '<=':
        return { toMs: period.toMs };
      case '>':
        return { fromMs: period.toMs };
      default:
        return { fromMs: period.fromMs };
    }
  }
  const ends = /^(.*?)\s*(?:\.\.|…)\s*(.*)$/u.exec(text);
  if (ends) {
    const [from, to] = [ends[1] ?? '', ends[2] ?? ''];
    const first = from === '' ? undefined : parsePoint(from, context);
    const last = to === '' ? undefined : parsePoint(to, context);
    if ((from !== '' && !first) || (to !== '' && !last) || (!first && !last)) return undefined;
    if (first && last && first.fromMs >= last.toMs) return undefined;
    return { ...(first && { fromMs: first.fromMs }), ...(last && { toMs: last.toMs }) };
  }
  return parsePoint(text, context) ?? spoken(text, context);
}

function parsePoint(text: string, context: ParseContext): Period | undefined {
  const [, year = '', month = '', day = '', time = ''] =
    /^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2})(?:T(\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?))?)?)?$/u.exec(text) ?? [];
  if (year === '') {
    const period = spoken(text, context);
    return period?.fromMs !== undefined && period.toMs !== undefined
      ? { fromMs: period.fromMs, toMs: period.toMs }
      : undefined;
  }
  const y = Number(year);
  if (time !== '') {
    const ms = Date.parse(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T${time}Z`);
    return Number.isNaN(ms) ? undefined : { fromMs: ms, toMs: ms + 1 };
  }
  if (y < 1) return undefined;
  if (day !== '') return dayOf(y, Number(month), Number(day));
  if (month !== '') return Number(month) >= 1 && Number(month) <= 12 ? months(y, Number(month)) : undefined;
  return years(y);
}

/** "last summer": the whole text must be a date. */
function spoken(text: string, context: ParseContext): DateSpan | undefined {
  const folded = foldSame(text);
  const guessed = guessLanguages(folded, context.languages);
  const whole = (start: number, end: number) => start <= 4 && end === text.length;
  const reading = readDates(text, folded, guessed, context).find(({ start, end }) => whole(start, end));
  if (reading) return reading.span;
  // A month or a feast alone is a date here: the operator says so.
  const inSentence = `in ${text}`;
  const again = readDates(inSentence, foldSame(inSentence), ['en', ...guessed], context).find(
    ({ end }) => end === inSentence.length,
  );
  return again?.span;
}

function format({ fromMs, toMs }: DateSpan): string {
  if (fromMs !== undefined && toMs !== undefined) {
    const whole = wholeUnit(fromMs, toMs);
    if (whole !== undefined) return whole;
    // The last day is said, not the one after it.
    if (isDay(fromMs) && isDay(toMs) && toMs > fromMs) return `${dayText(fromMs)}..${dayText(toMs - dayMs)}`;
    return `${timeText(fromMs)}..${timeText(toMs - 1)}`;
  }
  if (fromMs !== undefined) return `>=${isDay(fromMs) ? dayText(fromMs) : timeText(fromMs)}`;
  return `<${isDay(toMs ?? 0) ? dayText(toMs ?? 0) : timeText(toMs ?? 0)}`;
}

function wholeUnit(fromMs: number, toMs: number): string | undefined {
  const date = new Date(fromMs);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
  const is = (period: Period | undefined): boolean => period?.fromMs === fromMs && period.toMs === toMs;
  if (is(years(year))) return dayText(fromMs).slice(0, 4);
  if (is(months(year, month))) return dayText(fromMs).slice(0, 7);
  if (is(dayOf(year, month, day))) return dayText(fromMs);
  return undefined;
}

function isDay(ms: number): boolean {
  return ms % dayMs === 0;
}

function dayText(ms: number): string {
  return timeText(ms).slice(0, 10);
}

function timeText(ms: number): string {
  return new Date(ms).toISOString().slice(0, -1);
}
