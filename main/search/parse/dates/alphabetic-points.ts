import { foldSame } from '../fold.ts';
import type { LanguageCode } from '../words/word-list.ts';
import { type AlphabeticLanguage, alphabeticLanguages, type DateWords, type Unit } from './date-words.ts';
import { dateWords } from './date-words-list.ts';
import { holidayIn } from './holidays.ts';
import { currentOf, lastOf, type Point, recentOf } from './point.ts';
import { lastUnits, unitAgo } from './relative.ts';
import { seasonIn } from './seasons.ts';
import { dayOf, isYear, months, type Period, yearOf, years } from './span.ts';

/** What a reader of points knows beside the text. */
export interface Clock {
  readonly nowMs: number;
  readonly isSouthern: boolean;
}

interface Grammar {
  readonly rules: readonly Rule[];
}

interface Rule {
  readonly pattern: RegExp;
  /** Read only in a sentence of this language: its words are ordinary words elsewhere. */
  readonly isOwnOnly: boolean;
  readonly is: Point['is'];
  read(groups: readonly (string | undefined)[], clock: Clock): Period | undefined;
  month?(groups: readonly (string | undefined)[]): number | undefined;
}

/** Made when a language is first met: 25 regular expressions each. */
const grammars = new Map<AlphabeticLanguage, Grammar>();

/** Dates in the words of the languages with alphabets. @param folded as foldSame makes it */
export function alphabeticPoints(folded: string, guessed: readonly LanguageCode[], clock: Clock): Point[] {
  const points: Point[] = [];
  for (const language of alphabeticLanguages) {
    // Cyrillic words are not in a Latin sentence.
    if (language === 'ru' && !/\p{Script=Cyrillic}/u.test(folded)) continue;
    const isGuessed = guessed.slice(0, 2).includes(language);
    for (const rule of grammarOf(language).rules) {
      if (rule.isOwnOnly && !isGuessed) continue;
      for (const match of folded.matchAll(rule.pattern)) {
        const period = rule.read(match, clock);
        if (period === undefined) continue;
        const month = rule.month?.(match);
        points.push({
          start: match.index,
          end: match.index + match[0].length,
          period,
          languages: [language],
          is: rule.is,
          ...(month !== undefined && { month }),
        });
      }
    }
  }
  return points;
}

function grammarOf(language: AlphabeticLanguage): Grammar {
  const known = grammars.get(language);
  if (known) return known;
  const grammar = { rules: rulesOf(dateWords[language], language) };
  grammars.set(language, grammar);
  return grammar;
}

function rulesOf(words: DateWords, language: AlphabeticLanguage): Rule[] {
  const month = any(words.months.flat());
  const season = any(words.seasons.flat());
  const holiday = any(Object.values(words.holidays).flat());
  const last = any(words.last);
  const current = any(words.current);
  const unit = any(Object.values(words.units).flat());
  const number = any([...Object.keys(words.numbers), '\\d{1,3}']);
  const year = any(words.units.year);
  const lastYear = `(?:${last} ${year}|${year} ${last})`;
  const thisYear = `(?:${current} ${year})`;
  const some = `(\\d{4}|['’]\\d{2}|${lastYear}|${thisYear})`;
  const of = `(?: ?${any(words.of)})?(?:(?<=['’]) ?| )`;
  const ofYear = `${of}(?:${any(['the', 'el', 'la', "l['’]", 'o', 'a', 'do', 'da', 'del', "dell['’]", 'des', 'im', 'het'])} ?)?${some}`;
  const ordinal = '(?:st|nd|rd|th|er|e|\\.|º|ª)?';
  const ofMonth = '(?: ?(?:of|de|di|of the))?';

  const monthAt = indexOf(words.months);
  const seasonAt = indexOf(words.seasons);
  const holidayOf = keyOf(words.holidays);
  const unitOf = keyOf(words.units);
  const isLastYear = new RegExp(`^${fix(lastYear)}$`, 'u');
  const numberOf = (text: string): number => words.numbers[text] ?? folded(words.numbers)[text] ?? Number(text);
  const yearIn = (text: string | undefined, { nowMs }: Clock): number | undefined => {
    if (text === undefined) return undefined;
    if (/^\d{4}$/.test(text)) return isYear(Number(text)) ? Number(text) : undefined;
    if (/^['’]\d\d$/.test(text)) return century(Number(text.slice(1)), nowMs);
    return yearOf(nowMs) - (isLastYear.test(text) ? 1 : 0);
  };
  const seasonOf = (text: string | undefined, clock: Clock) => (y: number) =>
    seasonIn(seasonAt(text), y, clock.isSouthern);
  const feast = (text: string | undefined) => (y: number) => {
    const name = holidayOf(text);
    return name && holidayIn(name, y);
  };
  const withYear = (inYear: (y: number) => Period | undefined, y: number | undefined) =>
    y === undefined ? undefined : inYear(y);

  const rules: (Rule | undefined)[] = [
    // 4 July 2019, 4. Juli 2019, 4 de julio de 2019
    rule(`(\\d{1,2})${ordinal}${ofMonth} (${month})\\.?${ofYear}`, (g, clock) =>
      withYear((y) => dayOf(y, monthAt(g[2]) + 1, Number(g[1])), yearIn(g[3], clock)),
    ),
    // July 4th, 2019
    rule(`(${month})\\.? (\\d{1,2})(?:st|nd|rd|th|\\.)?,? ${some}`, (g, clock) =>
      withYear((y) => dayOf(y, monthAt(g[1]) + 1, Number(g[2])), yearIn(g[3], clock)),
    ),
    // 4-10 July 2019, 4. bis 10. Juli
    rule(
      `(\\d{1,2})\\.? ?(?:-|–|—|${any(words.to)}) ?(\\d{1,2})${ordinal}${ofMonth} (${month})(?:\\.?${ofYear})?`,
      (g, clock) => {
        const inYear = (y: number): Period | undefined => {
          const first = dayOf(y, monthAt(g[3]) + 1, Number(g[1]));
          const end = dayOf(y, monthAt(g[3]) + 1, Number(g[2]));
          return first && end && end.fromMs >= first.fromMs ? { fromMs: first.fromMs, toMs: end.toMs } : undefined;
        };
        return g[4] === undefined ? recentOf(inYear, clock.nowMs) : withYear(inYear, yearIn(g[4], clock));
      },
    ),
    // May 2021, mayo de 2021, may last year
    {
      ...rule(`(${month})\\.?${ofYear}`, (g, clock) =>
        withYear((y) => months(y, monthAt(g[1]) + 1), yearIn(g[2], clock)),
      ),
      month: (g) => monthAt(g[1]) + 1,
    },
    rule(`(\\d{4}),? (${month})`, (g, clock) => withYear((y) => months(y, monthAt(g[2]) + 1), yearIn(g[1], clock))),
    // 4 July, July 4th: the most recent one. Short forms are ordinary words of other languages ("2 out of 3").
    ownRule(`(\\d{1,2})${ordinal}${ofMonth} (${month})`, 'date', (g, clock) =>
      recentOf((y) => dayOf(y, monthAt(g[2]) + 1, Number(g[1])), clock.nowMs),
    ),
    language === 'en'
      ? ownRule(`(${month})\\.? (\\d{1,2})(?:st|nd|rd|th)?`, 'date', (g, clock) =>
          recentOf((y) => dayOf(y, monthAt(g[1]) + 1, Number(g[2])), clock.nowMs),
        )
      : undefined,
    {
      ...ownRule(`(${month})`, 'month', (g, clock) => recentOf((y) => months(y, monthAt(g[1]) + 1), clock.nowMs)),
      month: (g) => monthAt(g[1]) + 1,
    },
    ...lastThis(month, last, current, (g) => (y) => months(y, monthAt(g) + 1)),

    // summer 2019, winter 2019/20, 2019 summer
    rule(`(${season})${ofYear}(?:[/-]\\d{2}(?:\\d{2})?)?`, (g, clock) =>
      withYear(seasonOf(g[1], clock), yearIn(g[2], clock)),
    ),
    rule(`${some}(?:['’]s)? (${season})`, (g, clock) => withYear(seasonOf(g[2], clock), yearIn(g[1], clock))),
    ...lastThis(season, last, current, (g, clock) => seasonOf(g, clock)),
    ownRule(`(${season})`, 'noun', (g, clock) => recentOf(seasonOf(g[1], clock), clock.nowMs)),

    // Christmas 2019, last christmas
    rule(`(${holiday})${ofYear}`, (g, clock) => withYear(feast(g[1]), yearIn(g[2], clock))),
    rule(`${some}(?:['’]s)? (${holiday})`, (g, clock) => withYear(feast(g[2]), yearIn(g[1], clock))),
    ...lastThis(holiday, last, current, (g) => feast(g)),
    ownRule(`(${holiday})`, 'noun', (g, clock) => recentOf(feast(g[1]), clock.nowMs)),

    // last week, la semaine dernière; "last day" is the last day of something
    rule(`${last} (${unit})`, (g, clock) => unitPeriod(unitOf(g[1]), 1, clock)),
    rule(`(${unit}) ${last}`, (g, clock) => unitPeriod(unitOf(g[1]), 1, clock)),
    rule(`${current} (${unit})`, (g, clock) => unitPeriod(unitOf(g[1]), 0, clock)),
    // the last 3 years, les 3 dernières années
    rule(`${last} (${number}) (${unit})`, (g, clock) => lastPeriod(unitOf(g[2]), numberOf(g[1] ?? ''), clock)),
    rule(`(${number}) ${last} (${unit})`, (g, clock) => lastPeriod(unitOf(g[2]), numberOf(g[1] ?? ''), clock)),
    // 3 years ago, vor 3 Jahren
    words.agoAfter.length > 0
      ? rule(`(${number}) (${unit}) ${any(words.agoAfter)}`, (g, clock) =>
          agoPeriod(unitOf(g[2]), numberOf(g[1] ?? ''), clock),
        )
      : undefined,
    words.agoBefore.length > 0
      ? rule(`${any(words.agoBefore)} (${number}) (${unit})`, (g, clock) =>
          agoPeriod(unitOf(g[2]), numberOf(g[1] ?? ''), clock),
        )
      : undefined,
    language === 'ru'
      ? rule(`(${unit}) ${any(words.agoAfter)}`, (g, clock) => agoPeriod(unitOf(g[1]), 1, clock))
      : undefined,
    language === 'ru'
      ? rule(`(\\d{4}) (?:год(?:а|у|ом)?|г\\.?)`, (g) => (isYear(Number(g[1])) ? years(Number(g[1])) : undefined))
      : undefined,

    rule(any(words.today), (_, clock) => unitAgo('day', 0, clock.nowMs)),
    // "hier" is "here" in German, and "ayer" nothing elsewhere: one word, so only in its own language.
    ownRule(any(words.yesterday), 'date', (_, clock) => unitAgo('day', 1, clock.nowMs)),
    rule(any(words.dayBeforeYesterday), (_, clock) => unitAgo('day', 2, clock.nowMs)),
    ...words.decades.map((pattern) => rule(pattern, (g) => decade(g[1]))),
  ];
  return rules.filter((one) => one !== undefined);
}

function lastThis(
  noun: string,
  last: string,
  current: string,
  inYear: (text: string | undefined, clock: Clock) => (year: number) => Period | undefined,
): Rule[] {
  return [
    rule(`${last} (${noun})`, (g, clock) => lastOf(inYear(g[1], clock), clock.nowMs)),
    rule(`(${noun}) ${last}`, (g, clock) => lastOf(inYear(g[1], clock), clock.nowMs)),
    rule(`${current} (${noun})`, (g, clock) => currentOf(inYear(g[1], clock), clock.nowMs)),
  ];
}

function unitPeriod(unit: Unit | undefined, ago: number, { nowMs }: Clock): Period | undefined {
  return unit === undefined || unit === 'day' ? undefined : unitAgo(unit, ago, nowMs);
}

function lastPeriod(unit: Unit | undefined, count: number, { nowMs }: Clock): Period | undefined {
  return unit === undefined || !(count > 0) ? undefined : lastUnits(unit, count, nowMs);
}

function agoPeriod(unit: Unit | undefined, count: number, { nowMs }: Clock): Period | undefined {
  return unit === undefined || !(count > 0) || (unit === 'year' && count > 190)
    ? undefined
    : unitAgo(unit, count, nowMs);
}

/** "90" is 1990 to 1999, "10" 2010 to 2019, "1890" 1890 to 1899. */
export function decade(digits: string | undefined): Period | undefined {
  const number = Number(digits);
  const first = number >= 100 ? number : number >= 30 ? 1900 + number : 2000 + number;
  return isYear(first) ? years(first, first + 9) : undefined;
}

/** '19 is 2019, '97 is 1997. */
function century(short: number, nowMs: number): number {
  return 2000 + short <= yearOf(nowMs) + 1 ? 2000 + short : 1900 + short;
}

function rule(source: string, read: Rule['read']): Rule {
  return { pattern: whole(source), isOwnOnly: false, is: 'date', read };
}

function ownRule(source: string, is: Point['is'], read: Rule['read']): Rule {
  return { pattern: whole(source), isOwnOnly: true, is, read };
}

function whole(source: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])${fix(source)}(?![\\p{L}\\p{N}])`, 'gu');
}

/** Folds the words, and lets a space be any run of spaces (three at most: a regular expression with an end). */
function fix(source: string): string {
  return foldSame(source).replaceAll(/ \?/g, '\\s{0,3}').replaceAll(' ', '\\s{1,3}').replaceAll('\\\\p{l}', '\\p{L}');
}

function any(sources: readonly string[]): string {
  // Longer ones first: an alternation takes the first that fits.
  return `(?:${[...sources].sort((a, b) => b.length - a.length).join('|')})`;
}

function indexOf(groups: readonly (readonly string[])[]): (text: string | undefined) => number {
  const patterns = groups.map((forms) => new RegExp(`^${fix(any(forms))}$`, 'u'));
  return (text) => patterns.findIndex((pattern) => text !== undefined && pattern.test(text));
}

function keyOf<K extends string>(
  groups: Readonly<Partial<Record<K, readonly string[]>>>,
): (text: string | undefined) => K | undefined {
  // The keys of a record are what its type says.
  const keys = Object.keys(groups) as K[];
  const at = indexOf(keys.map((key) => groups[key] ?? []));
  return (text) => keys[at(text)];
}

function folded(numbers: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(numbers).map(([word, value]) => [foldSame(word), value]));
}
