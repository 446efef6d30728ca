import type { LanguageCode } from '../words/word-list.ts';
import { type Clock, decade } from './alphabetic-points.ts';
import type { Unit } from './date-words.ts';
import { type Holiday, holidayIn } from './holidays.ts';
import { lastOf, type Point, recentOf } from './point.ts';
import { lastUnits, unitAgo } from './relative.ts';
import { seasonIn } from './seasons.ts';
import { dayOf, isYear, months, type Period, yearOf, years } from './span.ts';

// Chinese, Japanese and Korean put the year first and no space between: one grammar for the three.
const digit = '[一二两兩三四五六七八九十]';
const number = `(?:\\d{1,3}|${digit}{1,3})`;
const yearWord = '(?:\\d{4} ?[年년]|去年|今年|前年|昨年|一昨年|おととし|上一年|作年|작년|올해|지난해|재작년)';
const link = '(?:的|の| )?';
const monthWord = '(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]) ?[月월](?:份)?';
const dayWord = `(?:\\d{1,2}|${digit}{1,3}) ?[日号號일]`;

const seasons: readonly RegExp[] = [/^(?:春|봄)/u, /^(?:夏|여름)/u, /^(?:秋|가을)/u, /^(?:冬|겨울)/u];
const season = '(?:[春夏秋冬](?:天|季|日)?(?!休)|봄|여름|가을|겨울)';

const feasts: readonly { holiday: Holiday; words: string }[] = [
  { holiday: 'christmas-eve', words: '平安夜|クリスマスイブ|크리스마스 ?이브' },
  { holiday: 'christmas', words: '圣诞节?|聖誕節?|クリスマス|크리스마스|성탄절' },
  { holiday: 'new-years-eve', words: '跨年|大晦日|年末年始|섣달 ?그믐' },
  { holiday: 'lunar-new-year', words: '春节|春節|农历新年|農曆新年|过年|過年|除夕|旧正月|설날' },
  { holiday: 'new-years-day', words: '元旦|元日|お?正月|신정' },
  { holiday: 'mid-autumn', words: '中秋节?|中秋節?|추석' },
  { holiday: 'national-day-of-china', words: '国庆节?|國慶節?|十一黄金周' },
  { holiday: 'halloween', words: '万圣节|萬聖節|ハロウィン|할로윈|핼러윈' },
  { holiday: 'easter', words: '复活节|復活節|イースター|부활절' },
  { holiday: 'thanksgiving', words: '感恩节|感恩節|感謝祭|추수감사절' },
  { holiday: 'valentines-day', words: '情人节|情人節|バレンタインデー|バレンタイン|발렌타인데이' },
];
const feast = `(?:${feasts.map(({ words }) => words).join('|')})`;

const relative: readonly { words: string; unit: Unit; ago: number }[] = [
  { words: '今天|今日|오늘', unit: 'day', ago: 0 },
  { words: '昨天|昨日|어제', unit: 'day', ago: 1 },
  { words: '前天|一昨日|おととい|그저께|그제', unit: 'day', ago: 2 },
  { words: '上(?:个|個)?周末|上(?:个|個)?週末|先週末|지난 ?주말', unit: 'weekend', ago: 1 },
  { words: '这个?周末|這個?週末|今週末|이번 ?주말', unit: 'weekend', ago: 0 },
  { words: '本周|这周|这个星期|這週|本週|今週|이번 ?주', unit: 'week', ago: 0 },
  { words: '上周|上週|上个?星期|上個?星期|上个?礼拜|先週|지난 ?주', unit: 'week', ago: 1 },
  { words: '先々週|上上周|지지난 ?주', unit: 'week', ago: 2 },
  { words: '本月|这个月|這個月|今月|이번 ?달', unit: 'month', ago: 0 },
  { words: '上个?月|上個?月|先月|지난 ?달', unit: 'month', ago: 1 },
  { words: '今年|올해', unit: 'year', ago: 0 },
  { words: '去年|昨年|上一年|작년|지난해', unit: 'year', ago: 1 },
  { words: '前年|一昨年|おととし|재작년', unit: 'year', ago: 2 },
];

const units: readonly { pattern: RegExp; unit: Unit }[] = [
  { pattern: /^(?:个|個)?(?:周|週間|週|星期|礼拜|주)$/u, unit: 'week' },
  { pattern: /^(?:个|個|ヶ|か|ヵ|カ|ケ)?(?:月|달|개월)$/u, unit: 'month' },
  { pattern: /^(?:年間?|년)$/u, unit: 'year' },
  { pattern: /^(?:天|日間?|일)$/u, unit: 'day' },
];
const unit = '(?:(?:个|個)?(?:周|星期|礼拜)|週間?|(?:个|個|ヶ|か|ヵ|カ|ケ)月|개월|달|주|年間?|년|天|日間?|일)';

interface Rule {
  readonly pattern: RegExp;
  read(groups: readonly (string | undefined)[], clock: Clock): Period | undefined;
  readonly is?: Point['is'];
}

const rules: readonly Rule[] = [
  rule(`(${yearWord})${link}(${monthWord})${link}(${dayWord})`, (g, clock) =>
    dayOf(yearIn(g[1], clock), numberIn(g[2]), numberIn(g[3])),
  ),
  rule(`(${yearWord})${link}(${monthWord})`, (g, clock) => months(yearIn(g[1], clock), numberIn(g[2]))),
  rule(`(${monthWord}) ?(${dayWord})`, (g, { nowMs }) =>
    recentOf((y) => dayOf(y, numberIn(g[1]), numberIn(g[2])), nowMs),
  ),
  // 三个月 is three months, 三月 March.
  rule(`(?<![\\d一二两三四五六七八九十个個])(${monthWord})(?!前)`, (g, { nowMs }) =>
    recentOf((y) => months(y, numberIn(g[1])), nowMs),
  ),
  rule(`(${yearWord})${link}(${season})`, (g, clock) =>
    seasonIn(seasonAt(g[2]), yearIn(g[1], clock), clock.isSouthern),
  ),
  rule(`(\\d{4})${link}(${season})`, (g, clock) => seasonIn(seasonAt(g[2]), Number(g[1]), clock.isSouthern)),
  rule(`(${yearWord}|\\d{4})${link}(${feast})`, (g, clock) => feastIn(g[2], yearIn(g[1], clock))),
  rule(`(${feast})(\\d{4})(?!\\d)`, (g) => feastIn(g[1], Number(g[2]))),
  rule(`(?:上个|上個|上次|上一个|前回の|この前の|지난) ?(${season}|${feast})`, (g, clock) =>
    lastOf(
      (y) => (seasonAt(g[1]) >= 0 ? seasonIn(seasonAt(g[1]), y, clock.isSouthern) : feastIn(g[1], y)),
      clock.nowMs,
    ),
  ),
  { ...rule(`(${feast})`, (g, { nowMs }) => recentOf((y) => feastIn(g[1], y), nowMs)), is: 'noun' },
  rule('(\\d{4}) ?[年년](?!代|级|生|度)', (g) => (isYear(Number(g[1])) ? years(Number(g[1])) : undefined)),
  rule('(\\d0|1[89]\\d0|20\\d0)(?:年代|년대)', (g) => decade(g[1])),
  rule('([二三四五六七八九])十年代', (g) => decade(`${numberIn(g[1])}0`)),
  rule(`(${number}) ?(${unit}) ?(?:之?前|以前|전)`, (g, { nowMs }) => agoOf(g[1], g[2], nowMs)),
  rule(`(?:最近|过去|過去|近|ここ|최근|지난) ?(${number}) ?(${unit})`, (g, { nowMs }) => {
    const of = unitIn(g[2]);
    return of && numberIn(g[1]) > 0 ? lastUnits(of, numberIn(g[1]), nowMs) : undefined;
  }),
  ...relative.map(({ words, unit: of, ago }) => rule(`(?:${words})`, (_, { nowMs }) => unitAgo(of, ago, nowMs))),
];

const isEastAsian = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** Dates in Chinese, Japanese and Korean. @param folded as foldSame makes it */
export function eastAsianPoints(folded: string, guessed: readonly LanguageCode[], clock: Clock): Point[] {
  if (!isEastAsian.test(folded)) return [];
  const languages = guessed.filter((code) => code === 'zh' || code === 'ja' || code === 'ko');
  const points: Point[] = [];
  for (const { pattern, read, is } of rules) {
    for (const match of folded.matchAll(pattern)) {
      const period = read(match, clock);
      if (period === undefined) continue;
      points.push({ start: match.index, end: match.index + match[0].length, period, languages, is: is ?? 'date' });
    }
  }
  return points;
}

function rule(source: string, read: Rule['read']): Rule {
  return {
    pattern: new RegExp(source.replaceAll(/ \?/g, '\\s{0,2}').replaceAll('的|の| )', '的|の|\\s)'), 'gu'),
    read,
  };
}

function yearIn(text: string | undefined, { nowMs }: Clock): number {
  const digits = text?.match(/\d{4}/)?.[0];
  if (digits !== undefined) return isYear(Number(digits)) ? Number(digits) : Number.NaN;
  const word = relative.find(
    ({ words, unit: of }) => of === 'year' && new RegExp(`^(?:${words})$`, 'u').test(text ?? ''),
  );
  return yearOf(nowMs) - (word?.ago ?? 0);
}

/** 12, 十二, 二十, 三十一, 两. */
function numberIn(text: string | undefined): number {
  const digits = text?.match(/\d+/)?.[0];
  if (digits !== undefined) return Number(digits);
  let sum = 0;
  let ones = 0;
  for (const char of text?.match(new RegExp(`^${digit}+`, 'u'))?.[0] ?? '') {
    if (char === '十') {
      sum += 10 * (ones || 1);
      ones = 0;
    } else ones = char === '两' || char === '兩' ? 2 : '一二三四五六七八九'.indexOf(char) + 1;
  }
  return sum + ones;
}

function seasonAt(text: string | undefined): number {
  return seasons.findIndex((pattern) => pattern.test(text ?? ''));
}

function feastIn(text: string | undefined, year: number): Period | undefined {
  const found = feasts.find(({ words }) => new RegExp(`^(?:${words})$`, 'u').test(text ?? ''));
  return found && Number.isFinite(year) ? holidayIn(found.holiday, year) : undefined;
}

function unitIn(text: string | undefined): Unit | undefined {
  return units.find(({ pattern }) => pattern.test(text ?? ''))?.unit;
}

function agoOf(count: string | undefined, text: string | undefined, nowMs: number): Period | undefined {
  const of = unitIn(text);
  const ago = numberIn(count);
  return of && ago > 0 && ago < 200 ? unitAgo(of, ago, nowMs) : undefined;
}
