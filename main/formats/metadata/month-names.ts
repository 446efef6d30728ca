/** Languages whose names of months are not numbers: what ICU knows of those that phones and computers come in. */
const languages = [
  ...['en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'ru', 'uk', 'pl', 'cs', 'sk', 'sl', 'hr', 'sr', 'bg', 'ro', 'hu', 'sv', 'da', 'nb'],
  ...['fi', 'et', 'lv', 'lt', 'el', 'tr', 'id', 'ms', 'vi', 'ca', 'eu', 'gl', 'is', 'ga', 'sq', 'he', 'ar', 'fa', 'hi', 'bn', 'th', 'sw', 'af'],
]; // prettier-ignore

interface MonthNames {
  /** Number of a month, 1 to 12, by any name of it; names that are two months (Czech and Croatian `listopad`) are none. */
  readonly all: ReadonlyMap<string, number>;
  /** Without abbreviations, which are words too: `set`, `out`, `mac`. */
  readonly whole: ReadonlyMap<string, number>;
}

let known: MonthNames | undefined;

/** Names as {@link monthKey} has them; put together at the first question, in some 10 ms. */
export function monthNames(): MonthNames {
  return (known ??= { all: namesIn(['long', 'short']), whole: namesIn(['long']) });
}

/** In lower case, without points. */
export function monthKey(name: string): string {
  return name.normalize('NFKC').toLowerCase().replaceAll('.', '');
}

function namesIn(lengths: readonly ('long' | 'short')[]): Map<string, number> {
  const found = new Map<string, number>();
  const doubtful = new Set<string>();
  for (const language of languages)
    for (const month of lengths)
      // Many languages have another form behind a day, and before a year.
      for (const beside of [{}, { day: 'numeric' }, { year: 'numeric' }] as const) {
        const options = { month, timeZone: 'UTC', calendar: 'gregory', numberingSystem: 'latn', ...beside } as const;
        const format = new Intl.DateTimeFormat(language, options);
        for (let at = 0; at < 12; at++) {
          const part = format.formatToParts(Date.UTC(2021, at, 15)).find(({ type }) => type === 'month')?.value;
          const name = monthKey(part ?? '');
          if (!/^\p{L}[\p{L}\p{M}]{2,}$/u.test(name)) continue;
          if ((found.get(name) ?? at + 1) !== at + 1) doubtful.add(name);
          found.set(name, at + 1);
        }
      }
  for (const name of doubtful) found.delete(name);
  return found;
}
