import type { Chip } from '../../preload/contract/query.ts';
import { filmTime } from './film-time.ts';
import type { MessageValues } from './messages.ts';

export interface ChipWords {
  /** A sentence of the catalogue; undefined where it has none. */
  word(key: string, values?: MessageValues): string | undefined;
  /** A span of days, its last day included. */
  days(fromMs: number, lastMs: number): string;
  months(fromMs: number, lastMs: number): string;
  years(fromMs: number, lastMs: number): string;
  number(value: number): string;
}

/** What a chip says, without its sign: the value in the person's language, else as it is typed. */
export function chipLabel(chip: Pick<Chip, 'key' | 'value' | 'operand'>, words: ChipWords): string {
  const value = fieldsOf(chip.value);
  switch (chip.key) {
    case 'date':
      return dateLabel(value, words) ?? chip.operand;
    case 'rating':
      return ratingLabel(value, words) ?? chip.operand;
    case 'length':
      return lengthLabel(value, words) ?? chip.operand;
    case 'near':
      return nearLabel(value, words) ?? chip.operand;
    case 'place':
    case 'camera':
    case 'lens':
    case 'tag':
    case 'album':
      return textOf(value, 'name') ?? chip.operand;
    case 'type':
      return chip.operand.toUpperCase();
    default:
      return words.word(`filter.${chip.key}.${chip.operand}`) ?? chip.operand;
  }
}

const dayMs = 86_400_000;

/** Whole years as years, whole months as months: "2019", "Jun – Aug 2019", "4 Jul 2019". */
function dateLabel(value: Fields, words: ChipWords): string | undefined {
  const fromMs = numberOf(value, 'fromMs');
  const toMs = numberOf(value, 'toMs');
  if (fromMs === undefined && toMs === undefined) return undefined;
  if (toMs === undefined) return words.word('chip.since', { date: pointLabel(fromMs ?? 0, words) });
  if (fromMs === undefined) return words.word('chip.before', { date: pointLabel(toMs, words) });
  const lastMs = toMs - 1;
  if (startsYear(fromMs) && startsYear(toMs)) return words.years(fromMs, lastMs);
  if (startsMonth(fromMs) && startsMonth(toMs)) return words.months(fromMs, lastMs);
  return words.days(fromMs, lastMs);
}

function pointLabel(ms: number, words: ChipWords): string {
  if (startsYear(ms)) return words.years(ms, ms);
  return startsMonth(ms) ? words.months(ms, ms) : words.days(ms, ms);
}

function ratingLabel(value: Fields, words: ChipWords): string | undefined {
  const min = numberOf(value, 'min');
  const max = numberOf(value, 'max');
  if (min === undefined || max === undefined) return undefined;
  if (max < 0) return words.word('filter.is.rejected');
  if (max === 0) return words.word('chip.unrated');
  if (min === max) return words.word('chip.stars', { stars: words.number(min) });
  if (max === 5) return words.word('chip.starsOrMore', { stars: words.number(min) });
  return words.word('chip.starsBetween', { least: words.number(min), most: words.number(max) });
}

/** As its filter has it: no film is longer than the longest. */
const longestMs = 1_000 * 3_600_000;

function lengthLabel(value: Fields, words: ChipWords): string | undefined {
  const min = numberOf(value, 'minMs');
  const max = numberOf(value, 'maxMs');
  if (min === undefined || max === undefined) return undefined;
  if (max === longestMs) return words.word('chip.longer', { length: filmTime(min) });
  if (min === 0) return words.word('chip.shorter', { length: filmTime(max) });
  return words.word('chip.lengthBetween', { least: filmTime(min), most: filmTime(max) });
}

function nearLabel(value: Fields, words: ChipWords): string | undefined {
  const km = numberOf(value, 'km');
  const [lat, lon] = [numberOf(value, 'lat'), numberOf(value, 'lon')];
  if (km === undefined || lat === undefined || lon === undefined) return undefined;
  const name = textOf(value, 'name') ?? `${words.number(lat)}, ${words.number(lon)}`;
  return words.word('chip.near', { km: words.number(km), name });
}

function startsYear(ms: number): boolean {
  return startsMonth(ms) && new Date(ms).getUTCMonth() === 0;
}

function startsMonth(ms: number): boolean {
  return ms % dayMs === 0 && new Date(ms).getUTCDate() === 1;
}

type Fields = Readonly<Record<string, unknown>>;

/** A chip's value is as its filter says, and only the filter knows: it is looked at, not believed. */
function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function numberOf(fields: Fields, name: string): number | undefined {
  const value = fields[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function textOf(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
