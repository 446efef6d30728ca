import type { LanguageCode } from '../words/word-list.ts';
import type { Period } from './span.ts';

/** A date somewhere in the sentence, before the words around it are looked at. */
export interface Point {
  readonly start: number;
  readonly end: number;
  readonly period: Period;
  /** Languages whose words it is made of; empty for digits only. */
  readonly languages: readonly LanguageCode[];
  /**
   * - `date`: can't be anything else
   * - `year`: four digits alone
   * - `month`: a month's name alone, a date after "in" or "since" only ("may", "march", "august")
   * - `noun`: a season or feast alone, a date after "since" or "before" only: "christmas" shows a tree
   */
  readonly is: 'date' | 'year' | 'month' | 'noun';
  /** Of a month without year, 1..12, and of a month with its year, so that "May - July 2019" is understood. */
  readonly month?: number;
}

/** What was is the last one: the most recent that is over. */
export function lastOf(inYear: (year: number) => Period | undefined, nowMs: number): Period | undefined {
  return latest(inYear, nowMs, (period) => period.toMs <= nowMs);
}

/** The most recent that has begun. */
export function recentOf(inYear: (year: number) => Period | undefined, nowMs: number): Period | undefined {
  return latest(inYear, nowMs, (period) => period.fromMs <= nowMs);
}

/** The one going on, or the one of this year. */
export function currentOf(inYear: (year: number) => Period | undefined, nowMs: number): Period | undefined {
  const year = new Date(nowMs).getUTCFullYear();
  const goingOn = [year - 1, year]
    .map(inYear)
    .find((period) => period && period.fromMs <= nowMs && nowMs < period.toMs);
  return goingOn ?? inYear(year);
}

function latest(
  inYear: (year: number) => Period | undefined,
  nowMs: number,
  fits: (period: Period) => boolean,
): Period | undefined {
  const year = new Date(nowMs).getUTCFullYear();
  for (let y = year; y >= year - 2; y--) {
    const period = inYear(y);
    if (period && fits(period)) return period;
  }
  return undefined;
}
