import { type ClockReading, clockReading, offsetOf, to24 } from './dates.ts';
import { monthKey, monthNames } from './month-names.ts';

/**
 * A date that a camera, a phone, a messenger or a screenshot tool put into the file's name, in any of their languages:
 * IMG_20200130_095718, PXL_20200130_095718123, IMG-20200130-WA0001, photo_5@30-01-2020_09-57-18,
 * `Screenshot 2020-01-30 at 9.57.18 PM`, `Bildschirmfoto 2020-01-30 um 09.57.18`, 截屏2020-01-30 下午9.57.18, mmexport1525432234567.
 * One without a time is a day.
 */
export function readDateInName(name: string, nowMs: number): ClockReading | undefined {
  const plain = plainOf(name);
  for (const [pattern, dateIn] of patterns)
    for (const match of plain.matchAll(pattern)) {
      const behind = plain.slice(match.index + match[0].length);
      const date = dateIn(match.groups ?? {}, behind, nowMs);
      const found = date && readingOf(date, behind, plain, nowMs);
      if (found) return found;
    }
  return epochIn(plain, nowMs);
}

/** Zeros of the digits of Arabic, Persian, Devanagari, Bengali and Thai, as their screenshots are named with. */
const zeros = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50];

/** No file system has longer ones, in UTF-16. */
const longestName = 255;

/** Every kind of space is one, full-width and other digits are ASCII, and marks of direction are gone. */
function plainOf(name: string): string {
  return name
    .slice(0, longestName)
    .normalize('NFKC')
    .replace(/[\u200e\u200f\u061c]/g, '')
    .replace(/[^\P{Nd}0-9]/gu, (digit) => {
      const code = digit.charCodeAt(0);
      const zero = zeros.find((start) => code >= start && code <= start + 9);
      return zero === undefined ? digit : String(code - zero);
    });
}

type Groups = Readonly<Record<string, string | undefined>>;
type DateParts = Pick<Parameters<typeof clockReading>[0], 'year' | 'month' | 'day'>;

// The same mark between both, or none: 2020-01-30, 20200130, 2020年1月30日; dashcams write 2020_0130_095718.
const yearFirst =
  /(?<!\d)(?:(?<year>(?:18|19|20)\d\d)(?<mark>[-_. ]?)(?<month>\d\d)\k<mark>(?<day>\d\d)|(?<looseYear>(?:19|20)\d\d)(?<looseMark>[-.])(?<looseMonth>\d\d?)\k<looseMark>(?<looseDay>\d\d?)(?!\d)|(?<camYear>20\d\d)_(?<camMonth>\d\d)(?<camDay>\d\d)(?=_\d{6})|(?<thaiYear>25\d\d)-(?<thaiMonth>\d\d)-(?<thaiDay>\d\d)|(?<cjkYear>(?:18|19|20)\d\d) ?[年년] ?(?<cjkMonth>\d\d?) ?[月월] ?(?<cjkDay>\d\d?) ?[日일]?)/g;
/** Picsart alone is known to write two digits of a year first. */
const shortYearFirst = /picsart_(?<short>\d\d)-(?<month>\d\d)-(?<day>\d\d)(?=_\d\d-\d\d-\d\d)/gi;
// With points the day comes first wherever that is written, and so it does in the names of Telegram's exports.
const dayFirst =
  /(?<!\d)(?:(?<day>\d\d?)\.(?<month>\d\d?)\.|(?<=@)(?<atDay>\d\d)-(?<atMonth>\d\d)-)(?<year>(?:18|19|20)\d\d)(?!\d)/g;
/** Two digits of a year are one only where a time follows: `30.01.20, 09 57 18`. */
const shortYear = /(?<!\d|\d[.])(?<day>\d\d?)\.(?<month>\d\d?)\.(?<short>\d\d)(?=,? [\p{L}\d])/gu;
/** 30_01_2020, and 1_30_2020 of those who write the month first. */
const yearLast = /(?<!\d|\d[-_])(?<one>\d\d?)(?<mark>[-_])(?<other>\d\d?)\k<mark>(?<year>(?:19|20)\d\d)(?!\d)/g;
/** The same in two digits of a year, where a word and a time follow: `Photo on 3-25-21 at 9.05 PM`. */
const shortYearLast = /(?<!\d|\d[-_.])(?<one>\d\d?)-(?<other>\d\d?)-(?<short>\d\d)(?= \p{L})/gu;
/** 30 Jan 2020, 30. Januar 2020, 30 de enero de 2020; Jan 30, 2020; a month alone only by its whole name: August 1993. */
const named =
  /(?<![\d\p{L}\p{M}])(?:(?<day>\d\d?)(?:\.|º|er)?[-_ ](?:de )?)?(?<word>\p{L}[\p{L}\p{M}]{2,})\.?(?:[-_ ](?<dayBehind>\d\d?)(?:st|nd|rd|th)?,?(?=[-_ ]))?,?[-_ ](?:de )?(?<year>(?:18|19|20)\d\d)(?!\d)/giu;

const patterns: readonly (readonly [RegExp, (groups: Groups, behind: string, nowMs: number) => DateParts | undefined])[] = [
  [yearFirst, plainParts],
  [dayFirst, plainParts],
  [named, namedParts],
  [yearLast, eitherFirst],
  [shortYear, ({ day, month, short }, behind, nowMs) => timeOf(behind, '') && { day, month, year: fullYear(Number(short), nowMs) }],
  [shortYearFirst, ({ month, day, short }, _, nowMs) => ({ year: fullYear(Number(short), nowMs), month, day })],
  [shortYearLast, ({ short, ...groups }, behind, nowMs) => timeOf(behind, '') && eitherFirst({ ...groups, year: String(fullYear(Number(short), nowMs)) })],
]; // prettier-ignore

function plainParts(groups: Groups): DateParts {
  const { thaiYear } = groups;
  const part = (name: string) =>
    groups[name] ?? ['loose', 'cam', 'thai', 'cjk', 'at'].map((kind) => groups[kind + upper(name)]).find((it) => it);
  return {
    year: thaiYear === undefined ? part('year') : Number(thaiYear) - 543,
    month: part('month'),
    day: part('day'),
  };
}

function namedParts({ day, dayBehind, word = '', year }: Groups): DateParts | undefined {
  const known = day ?? dayBehind;
  const month = monthNames()[known === undefined ? 'whole' : 'all'].get(monthKey(word));
  return month === undefined ? undefined : { year, month, ...(known !== undefined && { day: known }) };
}

/** Which of two numbers is the day is known where the other can't be. */
function eitherFirst({ one, other, year }: Groups): DateParts | undefined {
  const isMonth = [Number(one) <= 12, Number(other) <= 12];
  if (isMonth[0] === isMonth[1] && one !== other) return undefined;
  return isMonth[0] ? { year, month: one, day: other } : { year, month: other, day: one };
}

function fullYear(short: number, nowMs: number): number {
  const year = 2000 + short;
  return year > new Date(nowMs).getUTCFullYear() ? year - 100 : year;
}

function upper(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Before noon and after it, without points and spaces: before the time or behind it. */
const halves: Readonly<Record<string, 'am' | 'pm' | 'noon'>> = {
  ...{ am: 'am', pm: 'pm', πμ: 'am', μμ: 'pm', öö: 'am', ös: 'pm', sa: 'am', ch: 'pm', ص: 'am', م: 'pm', قظ: 'am', بظ: 'pm' },
  ...{ पूर्वाह्न: 'am', अपराह्न: 'pm', 上午: 'am', 凌晨: 'am', 早上: 'am', 中午: 'noon', 下午: 'pm', 晚上: 'pm' },
  ...{ 午前: 'am', 午後: 'pm', 오전: 'am', 오후: 'pm', pg: 'am', ptg: 'pm', pagi: 'am', petang: 'pm', לפנהצ: 'am', אחהצ: 'pm' },
  ...{ முற்பகல்: 'am', பிற்பகல்: 'pm', ਪੂਦੁ: 'am', ਬਾਦੁ: 'pm', मपू: 'am', मउ: 'pm', үө: 'am', үх: 'pm', проб: 'am', слоб: 'pm', дп: 'am', пп: 'pm' },
  ...{ dop: 'am', odp: 'pm', ap: 'am', ip: 'pm', fm: 'am', vm: 'am', nm: 'pm', paradites: 'am', pasdites: 'pm', popiet: 'pm', priešpiet: 'am' },
  ...{ prijepodne: 'am', popodne: 'pm', попподне: 'pm', препподне: 'am', priekšp: 'am', pēcp: 'pm' },
}; // prettier-ignore
/** Words of other languages before a time, and halves behind one. */
const halvesBehind: typeof halves = { ...halves, em: 'pm', de: 'am', du: 'pm' };

/** 095718, 095718123, right behind the date: only separators in between. */
const compactTime =
  /^(?:[-_.T ]{0,3})(?<hour>\d\d)(?<minute>\d\d)(?<second>\d\d)(?:[-_.]?(?<fraction>\d{3})(?!\d)|\d{2}(?!\d))?(?!\d)/;
/** 09-57-18, 9.57.18 PM, perhaps behind a word: at, um, à, alle, kl., в, 下午. */
const separatedTime =
  /^(?<between>[-_.,T\s]{0,3}(?:\p{L}[\p{L}\p{M}. ()]{0,16}?[-_\s]*)?)(?<hour>\d\d?)(?:(?<mark>[-_.: ])(?<minute>\d\d)(?:\k<mark>(?<second>\d\d)(?:[-_.](?<fraction>\d{3})(?!\d))?)?|h(?<hMinute>\d\d)(?:[-_hm.]?(?<hSecond>\d\d)(?:s?(?<hFraction>\d{3})?s?)?)?)(?!\d)/u;
const cjkTime =
  /^\s*(?<between>\p{L}{0,3}?)\s*(?<hour>\d\d?) ?[時时시点] ?(?<minute>\d\d?) ?[分분] ?(?:(?<second>\d\d?) ?[秒초])?/u;

function readingOf(date: DateParts, behind: string, name: string, nowMs: number): ClockReading | undefined {
  const timed = date.day === undefined ? undefined : timeOf(behind, name);
  const found = timed && clockReading({ ...date, ...timed }, nowMs);
  // More digits are a number that only begins like a date.
  return found ?? (/^\d/.test(behind) ? undefined : clockReading(date, nowMs));
}

function timeOf(behind: string, name: string) {
  const match = compactTime.exec(behind) ?? cjkTime.exec(behind) ?? separatedTime.exec(behind);
  if (match?.groups === undefined) return undefined;
  const { hour = '', between = '', mark } = match.groups;
  const [minute, second, fraction] = ['minute', 'second', 'fraction'].map(
    (part) => match.groups?.[part] ?? match.groups?.[`h${upper(part)}`],
  );
  const rest = behind.slice(match[0].length);
  const word = withoutPoints(between);
  const said = /^[\s_]*(\p{L}\. ?\p{L}(?!\p{L})|\p{L}[\p{L}\p{M}\u05f4]*)/u.exec(rest)?.[1] ?? '';
  const half = halvesBehind[withoutPoints(said)] ?? halves[word];
  // Without seconds it may be any pair of numbers, if nothing says that it is a time.
  if (
    second === undefined &&
    half === undefined &&
    !beforeTimes.has(word) &&
    !(word === '' && isAllThereIs(hour, mark, rest))
  )
    return undefined;
  return {
    hour: hourOf(hour, half),
    minute,
    second,
    fraction,
    // Google's camera names its files in UTC.
    offsetMin: name.startsWith('PXL_') ? 0 : offsetOf(/^(?:Z(?!\p{L})|\s?\+\d\d:?\d\d(?!\d))/u.exec(rest)?.[0]),
  };
}

/** `2020-01-30_09-57.png`, as Flameshot and scanners name files. */
function isAllThereIs(hour: string, mark: string | undefined, rest: string): boolean {
  return hour.length === 2 && mark !== ' ' && /^(?: ?\(\d+\))?(?:\.\p{L}[\p{L}\d]*)?$/u.test(rest);
}

const beforeTimes = new Set(['at', 'um', 'à', 'às', 'om', 'alle', 'ore', 'kl', 'klo', 'v', 'в', 'о', 'alas', 'saat']);

function withoutPoints(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{M}]/gu, '');
}

function hourOf(hour: string, half: 'am' | 'pm' | 'noon' | undefined): string | number {
  // A clock of 24 hours may say both.
  if (half === undefined || Number(hour) > 12) return hour;
  if (half === 'noon') return to24(hour, hour === '11' ? 'am' : 'pm');
  return to24(hour, half);
}

/** Before these there was nobody who named photos so. */
const firstMs = Date.UTC(2003, 0, 1);

/** Zalo's, and Facebook's (`36125_1427012345678_1234567890_n`): their numbers of 13 digits count pictures. */
const isNumbered = /^(?:z\d+_[\da-f]{8,}|\d+(?:_\d+)+_[a-z])(?!\p{L})/iu;

/** Milliseconds since 1970, and seconds where the name has nothing else: WeChat, Facebook, LINE, many web apps. */
function epochIn(name: string, nowMs: number): ClockReading | undefined {
  const stem = name.replace(/\.[^.]*$/, '');
  if (isNumbered.test(stem)) return undefined;
  const milliseconds = /(?<!\d)1\d{12}(?!\d)/.exec(stem)?.[0];
  // Snapchat's numbers of ten digits are drawn by chance.
  const seconds = /^(?!snapchat)[\p{L}_ -]*(?<!\d)(1\d{9})(?: ?\(\d+\))?$/iu.exec(stem)?.[1];
  const wallMs = milliseconds === undefined ? Number(seconds) * 1000 : Number(milliseconds);
  return wallMs >= firstMs && wallMs <= nowMs + 86_400_000 ? { wallMs, offsetMin: 0 } : undefined;
}
