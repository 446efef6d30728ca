import { casual as de } from 'chrono-node/de';
import { casual as en } from 'chrono-node/en';
import { casual as es } from 'chrono-node/es';
import { casual as fr } from 'chrono-node/fr';
import { casual as it } from 'chrono-node/it';
import { casual as ja } from 'chrono-node/ja';
import { casual as nl } from 'chrono-node/nl';
import { casual as pt } from 'chrono-node/pt';
import { casual as ru } from 'chrono-node/ru';
import { casual as zh } from 'chrono-node/zh';
import type { LanguageCode } from '../words/word-list.ts';
import type { Point } from './point.ts';
import { dayMs, dayOf, isYear, wallClock } from './span.ts';

// Korean is not among chrono's languages.
const readers: Readonly<Partial<Record<LanguageCode, typeof en>>> = { en, de, es, fr, it, ja, nl, pt, ru, zh };

/** "A city at night" is no question about today, whose night chrono takes it for. */
const timesOfDay =
  /^(?:早上|早晨|上午|中午|下午|夜晚|晚上|夜里|夜裡|凌晨|清晨|傍晚|半夜|午夜|深夜|大清早|朝早|晏晝|上晝|下晝)$/u;

/**
 * Days that chrono-node reads and the own rules do not: weekdays ("last Friday"), written-out ordinals ("the third of
 * May 2019"). Only what is certain to be a day, and of more than one word: chrono takes "sun", "sat", "may" and "now" for dates.
 */
export function chronoPoints(text: string, guessed: readonly LanguageCode[], now: Date): Point[] {
  const language = guessed[0];
  const reader = language && readers[language];
  if (!reader) return [];
  const points: Point[] = [];
  for (const result of reader.parse(text.slice(0, 300), now)) {
    const start = result.start;
    if (result.end || start.isCertain('hour')) continue;
    const isDay = start.isCertain('day') && start.isCertain('month');
    const isWeekday = start.isCertain('weekday');
    const isSeveral = /\S\s\S|\d\S*[^\d\s]/u.test(result.text) || /\p{Script=Han}{2}/u.test(result.text);
    if (!(isDay || isWeekday) || !isSeveral || timesOfDay.test(result.text)) continue;
    const [year, month, day] = [start.get('year'), start.get('month'), start.get('day')];
    if (year === null || month === null || day === null || !isYear(year)) continue;
    const period = dayOf(year, month, day);
    if (!period) continue;
    const isAhead = period.fromMs > wallClock(now);
    // A weekday that is still to come was meant a week ago.
    const shift = isAhead && isWeekday ? 7 * dayMs : 0;
    if (isAhead && !isWeekday) continue;
    points.push({
      start: result.index,
      end: result.index + result.text.length,
      period: { fromMs: period.fromMs - shift, toMs: period.toMs - shift },
      languages: [language],
      is: 'date',
    });
  }
  return points;
}
