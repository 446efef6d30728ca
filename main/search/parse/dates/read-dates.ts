import { foldSame } from '../fold.ts';
import type { LanguageCode } from '../words/word-list.ts';
import { alphabeticPoints, type Clock } from './alphabetic-points.ts';
import { chronoPoints } from './chrono-points.ts';
import { dateWords } from './date-words-list.ts';
import { alphabeticLanguages, type DateWords } from './date-words.ts';
import { eastAsianPoints } from './east-asian-points.ts';
import { numericPoints } from './numeric-points.ts';
import type { Point } from './point.ts';
import { type DateSpan, monthOf, months, wallClock, yearOf } from './span.ts';

export interface DateReading {
  readonly start: number;
  readonly end: number;
  readonly span: DateSpan;
}

export interface DateContext {
  readonly now: Date;
  readonly languages: readonly string[];
  readonly isSouthern?: boolean | undefined;
}

/**
 * The dates and spans in a sentence: first the points ("May 2021", "last christmas", "2019"), then what the words
 * around and between them make of these ("before", "since", "2018 - 2020").
 * @param text its own characters, for chrono; `folded` as foldSame makes it, equally long
 */
export function readDates(
  text: string,
  folded: string,
  guessed: readonly LanguageCode[],
  context: DateContext,
): DateReading[] {
  const clock: Clock = { nowMs: wallClock(context.now), isSouthern: context.isSouthern ?? false };
  const own = longestFirst([
    ...numericPoints(folded, isMonthFirst(context.languages), clock.nowMs),
    ...alphabeticPoints(folded, guessed, clock),
    ...eastAsianPoints(folded, guessed, clock),
  ]);
  const free = own.filter((point) => point.is !== 'noun' && point.is !== 'month');
  const points = longestFirst([
    ...own,
    ...chronoPoints(text, guessed, context.now).filter((point) => !free.some((other) => overlap(point, other))),
  ]);
  return joined(points, folded, guessed, clock);
}

/** Americans write 3/4 for 4 March; everybody else who writes English, or anything, 3 April. */
function isMonthFirst(languages: readonly string[]): boolean {
  return /^en(?:-us|-ph)?$/i.test(languages[0] ?? 'en');
}

function joined(
  points: readonly Point[],
  folded: string,
  guessed: readonly LanguageCode[],
  clock: Clock,
): DateReading[] {
  const readings: DateReading[] = [];
  for (let i = 0; i < points.length; i++) {
    const point = points[i];
    if (point === undefined) continue;
    const next = points[i + 1];
    const range = next && rangeOf(point, next, folded, guessed);
    if (range) {
      readings.push(range);
      i++;
      continue;
    }
    const reading = alone(point, folded, guessed, clock);
    if (reading) readings.push(reading);
  }
  return readings;
}

const dash = /^\s{0,2}(?:-|–|—|~|〜|～|\.\.\.?|…|→)\s{0,2}$/u;
const eastAsianTo = /^\s?(?:到|至|から|부터|에서|和|与)\s?(?:了)?$/u;
const eastAsianBetween = /(?:从|從|自|在|介于)\s?$/u;
const eastAsianEnd = /^\s?(?:之间|之間|期间|の間|まで|까지|사이|为止)/u;

function rangeOf(a: Point, b: Point, folded: string, guessed: readonly LanguageCode[]): DateReading | undefined {
  const between = folded.slice(a.end, b.start);
  if (between.length > 24) return undefined;
  const words = relations(a, b, guessed);
  const before = folded.slice(Math.max(0, a.start - 16), a.start);
  const opening =
    words.map(({ betweenBefore }) => betweenBefore.exec(before)?.[0].length ?? 0).find((length) => length > 0) ?? 0;
  const isTo = dash.test(between) || eastAsianTo.test(between) || words.some(({ to }) => to.test(between));
  const isAnd = opening > 0 && words.some(({ and }) => and.test(between));
  // "2019 and 2020" is two years; "between 2019 and 2020" is one span.
  const isSpan = isAnd || (isTo && !words.some(({ andOnly }) => andOnly.test(between))) || (opening > 0 && isTo);
  if (!isSpan) return undefined;
  if ((a.is === 'noun' || b.is === 'noun') && opening === 0) return undefined;
  const from = startOf(a, b);
  if (from === undefined || from >= b.period.toMs) return undefined;
  const lead = opening || (eastAsianBetween.exec(before)?.[0].length ?? 0);
  const tail = eastAsianEnd.exec(folded.slice(b.end, b.end + 6))?.[0].length ?? 0;
  return { start: a.start - lead, end: b.end + tail, span: { fromMs: from, toMs: b.period.toMs } };
}

/** "May - July 2019" begins in May 2019, "November - January 2020" in November 2019. */
function startOf(a: Point, b: Point): number | undefined {
  if (a.is !== 'month' || a.month === undefined) return a.period.fromMs;
  if (b.is === 'month' && b.month !== undefined) {
    const year = yearOf(b.period.fromMs) - (a.month > b.month ? 1 : 0);
    return months(year, a.month).fromMs;
  }
  const year = yearOf(b.period.fromMs) - (a.month > monthOf(b.period.fromMs) ? 1 : 0);
  return months(year, a.month).fromMs;
}

const eastAsianAfter: readonly { pattern: RegExp; make: (point: Point) => DateSpan }[] = [
  { pattern: /^\s?(?:之前|以前|前|より前|이전|전에)/u, make: ({ period }) => ({ toMs: period.fromMs }) },
  {
    pattern: /^\s?(?:之后|之後|以后|以後|后|より後|の?後|이후|후에)(?!面)/u,
    make: ({ period }) => ({ fromMs: period.toMs }),
  },
  { pattern: /^\s?(?:以来|以來|起|开始|以降|から|이래|부터)/u, make: ({ period }) => ({ fromMs: period.fromMs }) },
  { pattern: /^\s?(?:为止|為止|まで|까지)/u, make: ({ period }) => ({ toMs: period.toMs }) },
];

function alone(point: Point, folded: string, guessed: readonly LanguageCode[], clock: Clock): DateReading | undefined {
  const after = folded.slice(point.end, point.end + 6);
  for (const { pattern, make } of eastAsianAfter) {
    const match = pattern.exec(after);
    if (match && isEast(point, after))
      return { start: point.start, end: point.end + match[0].length, span: make(point) };
  }
  const before = folded.slice(Math.max(0, point.start - 24), point.start);
  for (const words of relations(point, point, guessed)) {
    for (const { pattern, make } of words.openings) {
      const match = pattern.exec(before);
      if (match) return { start: point.start - match[0].length, end: point.end, span: make(point) };
    }
  }
  const isOnwards = /^\s{1,2}(?:on(?:wards?)?|and later)(?![\p{L}\p{N}])/u.exec(
    folded.slice(point.end, point.end + 12),
  );
  if (isOnwards && /(?:from|since)\s$/u.test(before))
    return { start: point.start - 5, end: point.end + isOnwards[0].length, span: { fromMs: point.period.fromMs } };
  if (point.is === 'noun') return undefined;
  if (point.is === 'month' && !relations(point, point, guessed).some(({ inTime }) => inTime.test(before)))
    return undefined;
  // "in May" of a year to come: nobody has those photos.
  if (point.period.fromMs > clock.nowMs && point.is === 'month') return undefined;
  return { start: point.start, end: point.end, span: point.period };
}

function isEast(point: Point, after: string): boolean {
  return (
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Hangul}]/u.test(after) &&
    (point.languages.length === 0 || point.languages.some((code) => code === 'zh' || code === 'ja' || code === 'ko'))
  );
}

interface Relations {
  readonly openings: readonly { pattern: RegExp; make: (point: Point) => DateSpan }[];
  readonly betweenBefore: RegExp;
  readonly and: RegExp;
  readonly andOnly: RegExp;
  readonly to: RegExp;
  readonly inTime: RegExp;
}

const relationsByLanguage = new Map<string, Relations>();

/** Small words of the point's own language; of the sentence's likeliest two where it is only digits. */
function relations(a: Point, b: Point, guessed: readonly LanguageCode[]): Relations[] {
  const named = [...a.languages, ...b.languages];
  const likely = guessed.slice(0, 2).filter((code) => named.length === 0 || named.includes(code));
  return [...new Set(likely.length > 0 ? likely : named)].flatMap((code) => {
    const alphabetic = alphabeticLanguages.find((known) => known === code);
    return alphabetic ? [relationsOf(code, dateWords[alphabetic])] : [];
  });
}

function relationsOf(code: string, words: DateWords): Relations {
  const known = relationsByLanguage.get(code);
  if (known) return known;
  const made: Relations = {
    openings: [
      { pattern: endsWith(words.before), make: ({ period }) => ({ toMs: period.fromMs }) },
      { pattern: endsWith(words.after), make: ({ period }) => ({ fromMs: period.toMs }) },
      { pattern: endsWith(words.since), make: ({ period }) => ({ fromMs: period.fromMs }) },
      { pattern: endsWith(words.until), make: ({ period }) => ({ toMs: period.toMs }) },
    ],
    betweenBefore: endsWith(words.between),
    and: isWhole(words.and),
    andOnly: isWhole(words.and),
    to: isWhole(words.to),
    inTime: endsWith(words.inTime),
  };
  relationsByLanguage.set(code, made);
  return made;
}

function endsWith(words: readonly string[]): RegExp {
  return new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${sources(words)})(?:(?<=['’])\\s?|\\s{1,3})(?:(?:the|dem|der|den|el|la|le|les|l['’]|il|o|a|os|as|de|het)(?:(?<=['’])|\\s{1,3}))?$`,
    'u',
  );
}

function isWhole(words: readonly string[]): RegExp {
  return new RegExp(`^\\s{1,3}(?:${sources(words)})\\s{1,3}(?:(?:the|el|la|le|l['’]|il|o|a|de)\\s?)?$`, 'u');
}

function sources(words: readonly string[]): string {
  return [...words]
    .sort((a, b) => b.length - a.length)
    .map(foldSame)
    .join('|')
    .replaceAll(' ', '\\s{1,3}');
}

/** Where readings overlap the longer one is right: "4 July 2019", not "2019". In the order of the text. */
function longestFirst(points: readonly Point[]): Point[] {
  const strength = { date: 3, year: 2, month: 1, noun: 0 };
  const taken: Point[] = [];
  const sorted = [...points].sort((a, b) => b.end - b.start - (a.end - a.start) || strength[b.is] - strength[a.is]);
  for (const point of sorted) {
    if (taken.some((other) => overlap(point, other))) continue;
    // The same words may be read in several languages; the date is the same, the small words are not.
    const languages = [
      ...new Set(
        sorted
          .filter((other) => other.start === point.start && other.end === point.end)
          .flatMap((other) => other.languages),
      ),
    ];
    taken.push({ ...point, languages });
  }
  return taken.sort((a, b) => a.start - b.start);
}

function overlap(a: Point, b: Point): boolean {
  return a.start < b.end && b.start < a.end;
}
