import type { Point } from './point.ts';
import { dayOf, isYear, months, type Period, yearOf, years } from './span.ts';

const isoDay = /(?<![\p{L}\p{N}.\/-])(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\p{L}\p{N}])/gu;
const isoMonth = /(?<![\p{L}\p{N}.\/-])(\d{4})[-/.](0[1-9]|1[0-2])(?![\p{L}\p{N}]|[-/.]\d)/gu;
const day = /(?<![\p{L}\p{N}.\/-])(\d{1,2})([-/.])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?![\p{L}\p{N}]|[-/.]\d)/gu;
const month = /(?<![\p{L}\p{N}.\/-])(0?[1-9]|1[0-2])[/.-](\d{4})(?![\p{L}\p{N}]|[-/.]\d)/gu;
const year =
  /(?<![\p{L}\p{N}_]|[\p{L}_]-)(?<![,:\/$€£¥#+*=]|(?<!\.)\.)(?<!(?<!\d)\d{1,3}\s?[-–])(\d{4})(?![\p{L}\p{N}_]|[.,:\/'’%]\d|\s?[-–]\s?\d{1,3}(?!\d))/gu;

/** Words before which, and after which, four digits are not a year: "ISO 2000", "2000 people", "1920 x 1080". */
const counts =
  /^\s?(?:[x×]\s?\d|(?:px|pixels?|m|km|mi|miles|metres?|meters?|ft|feet|kg|g|mm|cm|mhz|rpm|mah|people|persons|leute|menschen|personnes|personas|pessoas|persone|mensen|euros?|eur|usd|dollars?|pieces|stuck|kcal|watts?|%|€|\$)(?![\p{L}\p{N}]))/u;
const numbered =
  /(?:(?<![\p{L}\p{N}])(?:iso|no|nr|nummer|number|route|highway|hwy|windows|room|zimmer|bus|flight|asteroid|peugeot|audi|porsche|boeing|model|level|\d{1,5}\s?[x×])|[#$€£¥])\.?\s?$/u;

/**
 * Dates of digits. 3/4/2020 is 3 April, but 4 March to an American; 13/4 and 4/13 tell themselves.
 * @param isMonthFirst the person writes the month first
 */
export function numericPoints(folded: string, isMonthFirst: boolean, nowMs: number): Point[] {
  const points: Point[] = [];
  const add = (match: RegExpExecArray, period: Period | undefined, is: Point['is'] = 'date'): void => {
    if (period) points.push({ start: match.index, end: match.index + match[0].length, period, languages: [], is });
  };
  for (const match of folded.matchAll(isoDay)) {
    const y = Number(match[1]);
    add(match, isYear(y) ? dayOf(y, Number(match[3]), Number(match[4])) : undefined);
  }
  for (const match of folded.matchAll(isoMonth)) {
    const y = Number(match[1]);
    add(match, isYear(y) ? months(y, Number(match[2])) : undefined);
  }
  for (const match of folded.matchAll(day)) {
    const short = Number(match[4]);
    const y = short >= 100 ? short : 2000 + short <= yearOf(nowMs) + 1 ? 2000 + short : 1900 + short;
    if (!isYear(y)) continue;
    const [a, b] = [Number(match[1]), Number(match[3])];
    // Dots are written by those who put the day first.
    const isDayFirst = match[2] === '.' || !isMonthFirst;
    add(match, (isDayFirst ? dayOf(y, b, a) : dayOf(y, a, b)) ?? (isDayFirst ? dayOf(y, a, b) : dayOf(y, b, a)));
  }
  for (const match of folded.matchAll(month)) {
    const y = Number(match[2]);
    add(match, isYear(y) ? months(y, Number(match[1])) : undefined);
  }
  for (const match of folded.matchAll(year)) {
    const y = Number(match[1]);
    // A year that is not yet, or so long ago, is a number: "Blade Runner 2049", "1000 lakes".
    if (y < 1840 || y > yearOf(nowMs) + 1) continue;
    if (counts.test(folded.slice(match.index + 4, match.index + 24))) continue;
    if (numbered.test(folded.slice(Math.max(0, match.index - 16), match.index))) continue;
    add(match, years(y), 'year');
  }
  return points;
}
