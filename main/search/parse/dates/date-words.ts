import type { LanguageCode } from '../words/word-list.ts';
import type { Holiday } from './holidays.ts';

export type Unit = 'day' | 'week' | 'weekend' | 'month' | 'year';

/** How a language with an alphabet speaks of time. Strings are sources of regular expressions; ` ` is any space. */
export interface DateWords {
  /** January first; the forms of each month. */
  readonly months: readonly (readonly string[])[];
  /** Spring, summer, autumn, winter. */
  readonly seasons: readonly (readonly string[])[];
  readonly holidays: Readonly<Partial<Record<Holiday, readonly string[]>>>;
  /** "last", before or after its noun. */
  readonly last: readonly string[];
  readonly current: readonly string[];
  readonly units: Readonly<Record<Unit, readonly string[]>>;
  /** "ago": one stands before the number, the other after the unit. */
  readonly agoBefore: readonly string[];
  readonly agoAfter: readonly string[];
  readonly numbers: Readonly<Record<string, number>>;
  readonly today: readonly string[];
  readonly yesterday: readonly string[];
  readonly dayBeforeYesterday: readonly string[];
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly since: readonly string[];
  readonly until: readonly string[];
  readonly between: readonly string[];
  readonly and: readonly string[];
  readonly to: readonly string[];
  /** Makes a date of a word that is often none: "in march", "in 2019". */
  readonly inTime: readonly string[];
  /** Between the parts of a date: "mayo de 2021". */
  readonly of: readonly string[];
  /** With one group, the two or four digits: "the (90)s". */
  readonly decades: readonly string[];
}

export const alphabeticLanguages = ['en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'ru'] as const satisfies LanguageCode[];
export type AlphabeticLanguage = (typeof alphabeticLanguages)[number];
